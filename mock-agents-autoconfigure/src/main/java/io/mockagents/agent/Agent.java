package io.mockagents.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An agent: a model with instructions, tools, handoffs and guardrails.
 * <p>
 * Immutable. Two agents are the same only if they are the same object, as in the SDK
 * where agents are distinguished by identity during a run.
 */
public final class Agent {

	private static final JsonObject AS_TOOL_SCHEMA = JsonObject.of("description",
			"Default input schema for agent-as-tool calls.", "properties",
			JsonObject.of("input", JsonObject.of("title", "Input", "type", "string")), "required", List.of("input"),
			"title", "AgentAsToolInput", "type", "object", "additionalProperties", false);

	private final String name;

	private final @Nullable String handoffDescription;

	private final @Nullable String model;

	private final @Nullable ModelSettings modelSettings;

	private final Instructions instructions;

	private final List<Tool> tools;

	private final List<Handoff> handoffs;

	private final @Nullable OutputType<?> outputType;

	private final List<InputGuardrail> inputGuardrails;

	private final List<OutputGuardrail> outputGuardrails;

	private final ToolUseBehavior toolUseBehavior;

	private final boolean resetToolChoice;

	private final RunHooks hooks;

	private final AgentSnapshot snapshot;

	private Agent(Builder builder) {
		this.name = builder.name;
		this.handoffDescription = builder.handoffDescription;
		this.model = builder.model;
		this.modelSettings = builder.modelSettings;
		this.instructions = builder.instructions;
		this.tools = List.copyOf(builder.tools);
		this.handoffs = List.copyOf(builder.handoffs);
		this.outputType = builder.outputType;
		this.inputGuardrails = List.copyOf(builder.inputGuardrails);
		this.outputGuardrails = List.copyOf(builder.outputGuardrails);
		this.toolUseBehavior = builder.toolUseBehavior;
		this.resetToolChoice = builder.resetToolChoice;
		this.hooks = builder.hooks;
		this.snapshot = new AgentSnapshot(this.name, this.model, this.instructions.text(),
				this.tools.stream().map(Tool::name).toList());
	}

	/**
	 * Return a builder of an agent.
	 * @param name the agent's name
	 * @return a new builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * Return the agent's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the description by which other agents decide to hand off to this one.
	 * @return the description, or {@code null}
	 */
	public @Nullable String handoffDescription() {
		return this.handoffDescription;
	}

	/**
	 * Return the name of the model that answers the agent's turns.
	 * @return the model, or {@code null} for the default of whoever runs the agent
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * Return how the model is to answer.
	 * @return the settings, or {@code null} for those that the SDK has for the model:
	 * none in profile 0.2; in profile 0.22 little verbosity for the family gpt-5, and for
	 * some of it an effort of reasoning
	 */
	public @Nullable ModelSettings modelSettings() {
		return this.modelSettings;
	}

	/**
	 * Return the agent's instructions, the system prompt.
	 * @return the instructions
	 */
	public Instructions instructions() {
		return this.instructions;
	}

	/**
	 * Return the tools the agent may use.
	 * @return the tools, in the order in which they are sent to the model
	 */
	public List<Tool> tools() {
		return this.tools;
	}

	/**
	 * Return the agents this one may hand off to.
	 * @return the handoffs, in the order in which they are sent to the model
	 */
	public List<Handoff> handoffs() {
		return this.handoffs;
	}

	/**
	 * Return the type of the final output.
	 * @return the type, or {@code null} for plain text
	 */
	public @Nullable OutputType<?> outputType() {
		return this.outputType;
	}

	/**
	 * Return the checks made of the input when this agent starts a run.
	 * @return the guardrails
	 */
	public List<InputGuardrail> inputGuardrails() {
		return this.inputGuardrails;
	}

	/**
	 * Return the checks made of the final output when this agent ends a run.
	 * @return the guardrails
	 */
	public List<OutputGuardrail> outputGuardrails() {
		return this.outputGuardrails;
	}

	/**
	 * Return what happens after the agent's tools have run.
	 * @return the behaviour
	 */
	public ToolUseBehavior toolUseBehavior() {
		return this.toolUseBehavior;
	}

	/**
	 * Return whether the {@linkplain ModelSettings#toolChoice() choice of tools} applies
	 * only until the agent has called a tool or handed off in the run.
	 * @return whether the model decides from then on
	 */
	public boolean resetToolChoice() {
		return this.resetToolChoice;
	}

	/**
	 * Return the hooks that observe this agent.
	 * @return the hooks
	 */
	public RunHooks hooks() {
		return this.hooks;
	}

	/**
	 * Return a tool by which other agents ask this one. Unlike in a handoff, the agent
	 * sees only the input of the call, and the conversation stays with the agent that
	 * asks.
	 * @param toolName the tool's name
	 * @param toolDescription the description by which the model decides to call it
	 * @return the tool
	 */
	public FunctionTool asTool(String toolName, String toolDescription) {
		return FunctionTool.builder(toolName)
			.description(toolDescription)
			.agent(this)
			.paramsJsonSchema(AS_TOOL_SCHEMA)
			.function((context, arguments) -> context.ask(this, arguments.asObject().string("input")))
			.build();
	}

	/**
	 * Return what events and rows carry of this agent.
	 * @return the snapshot, always the same; its instructions are {@code null} where they
	 * are computed for each run
	 */
	public AgentSnapshot snapshot() {
		return this.snapshot;
	}

	@Override
	public String toString() {
		return "Agent(name=\"" + this.name + "\", ...)";
	}

	/**
	 * Builds an {@link Agent}.
	 */
	public static final class Builder {

		private final String name;

		private @Nullable String handoffDescription;

		private @Nullable String model;

		private @Nullable ModelSettings modelSettings;

		private Instructions instructions = Instructions.NONE;

		private final List<Tool> tools = new ArrayList<>();

		private final List<Handoff> handoffs = new ArrayList<>();

		private @Nullable OutputType<?> outputType;

		private final List<InputGuardrail> inputGuardrails = new ArrayList<>();

		private final List<OutputGuardrail> outputGuardrails = new ArrayList<>();

		private ToolUseBehavior toolUseBehavior = ToolUseBehavior.runLlmAgain();

		private boolean resetToolChoice = true;

		private RunHooks hooks = RunHooks.NONE;

		private Builder(String name) {
			this.name = Objects.requireNonNull(name, "name");
		}

		/**
		 * Set the description by which other agents decide to hand off to this one.
		 * @param handoffDescription the description
		 * @return this builder
		 */
		public Builder handoffDescription(@Nullable String handoffDescription) {
			this.handoffDescription = handoffDescription;
			return this;
		}

		/**
		 * Set the name of the model.
		 * @param model the model, such as {@code gpt-5-mini}
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set how the model is to answer: by default as the SDK has it for the model.
		 * @param modelSettings the settings
		 * @return this builder
		 */
		public Builder modelSettings(@Nullable ModelSettings modelSettings) {
			this.modelSettings = modelSettings;
			return this;
		}

		/**
		 * Set the instructions.
		 * @param instructions the system prompt
		 * @return this builder
		 */
		public Builder instructions(String instructions) {
			return instructions(Instructions.of(instructions));
		}

		/**
		 * Set the instructions.
		 * @param instructions the source of the system prompt
		 * @return this builder
		 */
		public Builder instructions(Instructions instructions) {
			this.instructions = instructions;
			return this;
		}

		/**
		 * Add tools.
		 * @param tools the tools
		 * @return this builder
		 */
		public Builder tools(Tool... tools) {
			this.tools.addAll(Arrays.asList(tools));
			return this;
		}

		/**
		 * Add handoffs.
		 * @param handoffs the handoffs
		 * @return this builder
		 */
		public Builder handoffs(Handoff... handoffs) {
			this.handoffs.addAll(Arrays.asList(handoffs));
			return this;
		}

		/**
		 * Add handoffs with the SDK's default names to agents.
		 * @param agents the agents
		 * @return this builder
		 */
		public Builder handoffs(Agent... agents) {
			Arrays.stream(agents).map(Handoff::to).forEach(this.handoffs::add);
			return this;
		}

		/**
		 * Set the type of the final output.
		 * @param outputType the type
		 * @return this builder
		 */
		public Builder outputType(@Nullable OutputType<?> outputType) {
			this.outputType = outputType;
			return this;
		}

		/**
		 * Add checks of the input.
		 * @param guardrails the guardrails
		 * @return this builder
		 */
		public Builder inputGuardrails(InputGuardrail... guardrails) {
			this.inputGuardrails.addAll(Arrays.asList(guardrails));
			return this;
		}

		/**
		 * Add checks of the final output.
		 * @param guardrails the guardrails
		 * @return this builder
		 */
		public Builder outputGuardrails(OutputGuardrail... guardrails) {
			this.outputGuardrails.addAll(Arrays.asList(guardrails));
			return this;
		}

		/**
		 * Set what happens after the tools have run: by default the model is asked again.
		 * @param toolUseBehavior the behaviour
		 * @return this builder
		 */
		public Builder toolUseBehavior(ToolUseBehavior toolUseBehavior) {
			this.toolUseBehavior = toolUseBehavior;
			return this;
		}

		/**
		 * Set whether the choice of tools applies only until the agent has used one: by
		 * default it does, so that a choice that forces a call ends.
		 * @param resetToolChoice whether the model decides from then on; where not, only
		 * the tool use behaviour or the number of turns ends a run of forced calls
		 * @return this builder
		 */
		public Builder resetToolChoice(boolean resetToolChoice) {
			this.resetToolChoice = resetToolChoice;
			return this;
		}

		/**
		 * Set the hooks that observe this agent.
		 * @param hooks the hooks
		 * @return this builder
		 */
		public Builder hooks(RunHooks hooks) {
			this.hooks = hooks;
			return this;
		}

		/**
		 * Build the agent.
		 * @return the agent
		 */
		public Agent build() {
			return new Agent(this);
		}

	}

}
