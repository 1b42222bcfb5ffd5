package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The finding of a guardrail.
 *
 * @param outputInfo anything the application wants to know of the check
 * @param tripwireTriggered whether the run has to end
 */
public record GuardrailFunctionOutput(@Nullable Object outputInfo, boolean tripwireTriggered) {

}
