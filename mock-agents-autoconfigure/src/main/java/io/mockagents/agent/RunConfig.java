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
 * @param sessionLimit how many of the session's items are put before the input, the
 * newest, or {@code null} for all
 * @param callModelInputFilter changes what a model is sent before each call, or
 * {@code null}
 */
public record RunConfig(String workflowName, @Nullable String groupId, @Nullable String model,
		@Nullable ModelSettings modelSettings, List<InputGuardrail> inputGuardrails,
		List<OutputGuardrail> outputGuardrails, @Nullable Integer sessionLimit,
		@Nullable CallModelInputFilter callModelInputFilter) {

	/**
	 * The settings of a run that gives none.
	 */
	public static final RunConfig DEFAULT = new RunConfig("Agent workflow", null, null, List.of(), List.of());

	public RunConfig {
		inputGuardrails = List.copyOf(inputGuardrails);
		outputGuardrails = List.copyOf(outputGuardrails);
		if (sessionLimit != null && sessionLimit < 0) {
			throw new IllegalArgumentException("sessionLimit must not be negative but is " + sessionLimit);
		}
	}

	/**
	 * Create settings without a limit of the session and without an input filter.
	 * @param workflowName the name of the workflow in traces
	 * @param groupId what links the traces of one conversation
	 * @param model the model that all agents of the run use in place of their own
	 * @param modelSettings what counts for all agents of the run in place of their own
	 * settings, or {@code null}
	 * @param inputGuardrails checks of the input, besides those of the starting agent
	 * @param outputGuardrails checks of the final output, besides those of the last agent
	 */
	public RunConfig(String workflowName, @Nullable String groupId, @Nullable String model,
			@Nullable ModelSettings modelSettings, List<InputGuardrail> inputGuardrails,
			List<OutputGuardrail> outputGuardrails) {
		this(workflowName, groupId, model, modelSettings, inputGuardrails, outputGuardrails, null, null);
	}

	/**
	 * Return these settings with a limit of the session.
	 * @param sessionLimit how many of the session's items are put before the input, the
	 * newest, or {@code null} for all
	 * @return the settings
	 */
	public RunConfig withSessionLimit(@Nullable Integer sessionLimit) {
		return new RunConfig(this.workflowName, this.groupId, this.model, this.modelSettings, this.inputGuardrails,
				this.outputGuardrails, sessionLimit, this.callModelInputFilter);
	}

	/**
	 * Return these settings with a filter of what models are sent.
	 * @param callModelInputFilter the filter, or {@code null}
	 * @return the settings
	 */
	public RunConfig withCallModelInputFilter(@Nullable CallModelInputFilter callModelInputFilter) {
		return new RunConfig(this.workflowName, this.groupId, this.model, this.modelSettings, this.inputGuardrails,
				this.outputGuardrails, this.sessionLimit, callModelInputFilter);
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
