/**
 * The engine: asks the model for a turn, turns its answer into items, runs the tools, and
 * asks again, until there is a final output. One engine shapes every event, whoever the
 * model is.
 */
@NullMarked
package io.mockagents.loop;

import org.jspecify.annotations.NullMarked;
