/**
 * Whether a run, a number or a name is one that a rule or a list means.
 */
@NullMarked
package io.mockagents.scenario.match;

import org.jspecify.annotations.NullMarked;
