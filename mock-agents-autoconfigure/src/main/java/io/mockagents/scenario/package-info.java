/**
 * Scenarios as data: reading and validating them, selecting one for a run, and the
 * scripted {@link io.mockagents.model.Model} that plays it.
 */
@NullMarked
package io.mockagents.scenario;

import org.jspecify.annotations.NullMarked;
