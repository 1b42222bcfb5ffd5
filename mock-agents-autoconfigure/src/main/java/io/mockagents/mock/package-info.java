/**
 * The mock: an {@link io.mockagents.agent.AgentRunner} that plays scenarios, and its
 * control while the application runs.
 */
@NullMarked
package io.mockagents.mock;

import org.jspecify.annotations.NullMarked;
