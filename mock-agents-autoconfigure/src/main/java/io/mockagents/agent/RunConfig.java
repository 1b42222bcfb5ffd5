package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a whole run, as {@code RunConfig} of the SDK.
 *
 * @param workflowName the name of the workflow in traces
 * @param groupId what links the traces of one conversation
 * @param model the model that all agents of the run use in place of their own
 * @param modelSettings what counts for all agents of the run in place of their own
 * settings, where it is set, or {@code null} for nothing
 * @param inputGuardrails checks of the input, besides those of the starting agent
 * @param outputGuardrails checks of the final output, besides those of the last agent
 */
public record RunConfig(String workflowName, @Nullable String groupId, @Nullable String model,
		@Nullable ModelSettings modelSettings, List<InputGuardrail> inputGuardrails,
		List<OutputGuardrail> outputGuardrails) {

	/**
	 * The settings of a run that gives none.
	 */
	public static final RunConfig DEFAULT = new RunConfig("Agent workflow", null, null, List.of(), List.of());

	public RunConfig {
		inputGuardrails = List.copyOf(inputGuardrails);
		outputGuardrails = List.copyOf(outputGuardrails);
	}

	/**
	 * Create settings in which the agents have their own model settings.
	 * @param workflowName the name of the workflow in traces
	 * @param groupId what links the traces of one conversation
	 * @param model the model that all agents of the run use in place of their own
	 * @param inputGuardrails checks of the input, besides those of the starting agent
	 * @param outputGuardrails checks of the final output, besides those of the last agent
	 */
	public RunConfig(String workflowName, @Nullable String groupId, @Nullable String model,
			List<InputGuardrail> inputGuardrails, List<OutputGuardrail> outputGuardrails) {
		this(workflowName, groupId, model, null, inputGuardrails, outputGuardrails);
	}

}
