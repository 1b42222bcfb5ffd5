package io.mockagents.agent;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

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
 * @param handoffInputFilter decides what an agent that takes over sees of the
 * conversation, where its handoff has no filter of its own, or {@code null} for all of it
 * @param nestHandoffHistory whether an agent that takes over sees what came before as a
 * summary in one message of the assistant, where the handoff does not say otherwise and
 * has no filter
 * @param handoffHistoryMapper makes of the conversation what that agent sees of it, in
 * place of the summary, or {@code null}
 * @param toolNotFoundBehavior what becomes of a call of a function that the agent does
 * not have
 * @param toolErrorFormatter words what a model is sent where a call was not made, or
 * {@code null}
 */
public record RunConfig(String workflowName, @Nullable String groupId, @Nullable String model,
		@Nullable ModelSettings modelSettings, List<InputGuardrail> inputGuardrails,
		List<OutputGuardrail> outputGuardrails, @Nullable Integer sessionLimit,
		@Nullable CallModelInputFilter callModelInputFilter,
		@Nullable UnaryOperator<HandoffInputData> handoffInputFilter, boolean nestHandoffHistory,
		@Nullable UnaryOperator<List<JsonObject>> handoffHistoryMapper, ToolNotFoundBehavior toolNotFoundBehavior,
		@Nullable ToolErrorFormatter toolErrorFormatter) {

	/**
	 * The default settings of a run.
	 */
	public static final RunConfig DEFAULT = builder().build();

	public RunConfig {
		Objects.requireNonNull(toolNotFoundBehavior, "toolNotFoundBehavior");
		inputGuardrails = List.copyOf(inputGuardrails);
		outputGuardrails = List.copyOf(outputGuardrails);
		if (sessionLimit != null && sessionLimit < 0) {
			throw new IllegalArgumentException("sessionLimit must not be negative but is " + sessionLimit);
		}
	}

	/**
	 * Return a builder of settings.
	 * @return a new builder, with the SDK's defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a builder that begins with these settings.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.workflowName = this.workflowName;
		builder.groupId = this.groupId;
		builder.model = this.model;
		builder.modelSettings = this.modelSettings;
		builder.inputGuardrails = this.inputGuardrails;
		builder.outputGuardrails = this.outputGuardrails;
		builder.sessionLimit = this.sessionLimit;
		builder.callModelInputFilter = this.callModelInputFilter;
		builder.handoffInputFilter = this.handoffInputFilter;
		builder.nestHandoffHistory = this.nestHandoffHistory;
		builder.handoffHistoryMapper = this.handoffHistoryMapper;
		builder.toolNotFoundBehavior = this.toolNotFoundBehavior;
		builder.toolErrorFormatter = this.toolErrorFormatter;
		return builder;
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
		this(workflowName, groupId, model, modelSettings, inputGuardrails, outputGuardrails, null, null, null, false,
				null, ToolNotFoundBehavior.RAISE_ERROR, null);
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

	/**
	 * Builds {@link RunConfig}. Values that are not set keep the SDK's defaults.
	 */
	public static final class Builder {

		private String workflowName = "Agent workflow";

		private @Nullable String groupId;

		private @Nullable String model;

		private @Nullable ModelSettings modelSettings;

		private List<InputGuardrail> inputGuardrails = List.of();

		private List<OutputGuardrail> outputGuardrails = List.of();

		private @Nullable Integer sessionLimit;

		private @Nullable CallModelInputFilter callModelInputFilter;

		private @Nullable UnaryOperator<HandoffInputData> handoffInputFilter;

		private boolean nestHandoffHistory;

		private @Nullable UnaryOperator<List<JsonObject>> handoffHistoryMapper;

		private ToolNotFoundBehavior toolNotFoundBehavior = ToolNotFoundBehavior.RAISE_ERROR;

		private @Nullable ToolErrorFormatter toolErrorFormatter;

		private Builder() {
		}

		/**
		 * Set the name of the workflow in traces.
		 * @param workflowName the name of the workflow in traces
		 * @return this builder
		 */
		public Builder workflowName(String workflowName) {
			this.workflowName = workflowName;
			return this;
		}

		/**
		 * Set what links the traces of one conversation.
		 * @param groupId what links the traces of one conversation, or {@code null}
		 * @return this builder
		 */
		public Builder groupId(@Nullable String groupId) {
			this.groupId = groupId;
			return this;
		}

		/**
		 * Set the model that all agents use in place of their own.
		 * @param model the model that all agents use in place of their own, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set what counts for all agents in place of their own settings, where it is set.
		 * @param modelSettings what counts for all agents in place of their own settings,
		 * where it is set, or {@code null}
		 * @return this builder
		 */
		public Builder modelSettings(@Nullable ModelSettings modelSettings) {
			this.modelSettings = modelSettings;
			return this;
		}

		/**
		 * Set checks of the input, besides those of the starting agent.
		 * @param inputGuardrails checks of the input, besides those of the starting agent
		 * @return this builder
		 */
		public Builder inputGuardrails(InputGuardrail... inputGuardrails) {
			this.inputGuardrails = List.of(inputGuardrails);
			return this;
		}

		/**
		 * Set checks of the final output, besides those of the last agent.
		 * @param outputGuardrails checks of the final output, besides those of the last
		 * agent
		 * @return this builder
		 */
		public Builder outputGuardrails(OutputGuardrail... outputGuardrails) {
			this.outputGuardrails = List.of(outputGuardrails);
			return this;
		}

		/**
		 * Set how many of the session's items are put before the input, the newest.
		 * @param sessionLimit how many of the session's items are put before the input,
		 * the newest, or {@code null}
		 * @return this builder
		 */
		public Builder sessionLimit(@Nullable Integer sessionLimit) {
			this.sessionLimit = sessionLimit;
			return this;
		}

		/**
		 * Set what changes what a model is sent before each call.
		 * @param callModelInputFilter changes what a model is sent before each call, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder callModelInputFilter(@Nullable CallModelInputFilter callModelInputFilter) {
			this.callModelInputFilter = callModelInputFilter;
			return this;
		}

		/**
		 * Set what decides what an agent that takes over sees of the conversation.
		 * @param handoffInputFilter decides what an agent that takes over sees of the
		 * conversation, or {@code null}
		 * @return this builder
		 */
		public Builder handoffInputFilter(@Nullable UnaryOperator<HandoffInputData> handoffInputFilter) {
			this.handoffInputFilter = handoffInputFilter;
			return this;
		}

		/**
		 * Set whether an agent that takes over sees a summary of what came before.
		 * @param nestHandoffHistory whether an agent that takes over sees a summary of
		 * what came before
		 * @return this builder
		 */
		public Builder nestHandoffHistory(boolean nestHandoffHistory) {
			this.nestHandoffHistory = nestHandoffHistory;
			return this;
		}

		/**
		 * Set what makes what that agent sees, in place of the summary.
		 * @param handoffHistoryMapper makes what that agent sees, in place of the
		 * summary, or {@code null}
		 * @return this builder
		 */
		public Builder handoffHistoryMapper(@Nullable UnaryOperator<List<JsonObject>> handoffHistoryMapper) {
			this.handoffHistoryMapper = handoffHistoryMapper;
			return this;
		}

		/**
		 * Set what becomes of a call of a function that the agent does not have.
		 * @param toolNotFoundBehavior what becomes of a call of a function that the agent
		 * does not have
		 * @return this builder
		 */
		public Builder toolNotFoundBehavior(ToolNotFoundBehavior toolNotFoundBehavior) {
			this.toolNotFoundBehavior = toolNotFoundBehavior;
			return this;
		}

		/**
		 * Set what words what a model is sent where a call was not made.
		 * @param toolErrorFormatter words what a model is sent where a call was not made,
		 * or {@code null}
		 * @return this builder
		 */
		public Builder toolErrorFormatter(@Nullable ToolErrorFormatter toolErrorFormatter) {
			this.toolErrorFormatter = toolErrorFormatter;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 */
		public RunConfig build() {
			return new RunConfig(this.workflowName, this.groupId, this.model, this.modelSettings, this.inputGuardrails,
					this.outputGuardrails, this.sessionLimit, this.callModelInputFilter, this.handoffInputFilter,
					this.nestHandoffHistory, this.handoffHistoryMapper, this.toolNotFoundBehavior,
					this.toolErrorFormatter);
		}

	}

}
