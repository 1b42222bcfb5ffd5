/**
 * Edits of Python code, written as patches.
 */
@NullMarked
package io.mockagents.scenario.patch;

import org.jspecify.annotations.NullMarked;
