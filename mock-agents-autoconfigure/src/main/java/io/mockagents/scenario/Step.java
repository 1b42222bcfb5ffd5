package io.mockagents.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolResult;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * A part of a turn: an item of the model's answer, a pause, or a failure.
 */
public sealed interface Step permits Step.Reasoning, Step.Message, Step.Refusal, Step.ToolCall, Step.Handoff,
		Step.WebSearch, Step.McpListTools, Step.McpCall, Step.McpApprovalRequest, Step.Item, Step.Delay, Failure {

	/**
	 * Return where the step is written.
	 * @return the line of its file, from 1, or 0 if it is not known
	 */
	default int line() {
		return 0;
	}

	/**
	 * The model thinks.
	 *
	 * @param summary the texts that summarise its thoughts; empty where it shows none
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record Reasoning(List<Template> summary, @Nullable String id) implements Step {

		public Reasoning {
			summary = List.copyOf(summary);
		}

	}

	/**
	 * The model says something.
	 *
	 * @param text what it says; a template of a value becomes JSON text
	 * @param annotations citations and the like, in the API's form
	 * @param phase whether it is a {@code commentary} or the {@code final_answer}, or
	 * {@code null} if the model does not say; profile 0.2 knows no phases
	 * @param id the id of the item, or {@code null} for a fresh one
	 * @param line the line at which the step is written, from 1, or 0 if it is not known
	 */
	record Message(Template text, List<JsonObject> annotations, @Nullable String phase, @Nullable String id,
			int line) implements Step {

		public Message {
			annotations = List.copyOf(annotations);
		}

	}

	/**
	 * The model refuses to answer.
	 *
	 * @param text what it says
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record Refusal(Template text, @Nullable String id) implements Step {
	}

	/**
	 * The model calls a function tool.
	 *
	 * @param name the name of the tool
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param output what the call gives, or {@code null} if the agent's own function runs
	 * @param id the id of the item, or {@code null} for a fresh one
	 * @param callId the id of the call, or {@code null} for a fresh one
	 * @param line the line at which the step is written, from 1, or 0 if it is not known
	 */
	record ToolCall(String name, Template arguments, @Nullable ToolOutput output, @Nullable String id,
			@Nullable String callId, int line) implements Step {
	}

	/**
	 * The model hands over to another agent.
	 *
	 * @param agent the name of that agent
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param id the id of the item, or {@code null} for a fresh one
	 * @param callId the id of the call, or {@code null} for a fresh one
	 * @param line the line at which the step is written, from 1, or 0 if it is not known
	 */
	record Handoff(String agent, Template arguments, @Nullable String id, @Nullable String callId,
			int line) implements Step {
	}

	/**
	 * The model searches the web with the tool that the API hosts.
	 *
	 * @param query what it searches for
	 */
	record WebSearch(Template query) implements Step {
	}

	/**
	 * The API lists the tools of a hosted MCP server.
	 *
	 * @param serverLabel the label of the server
	 * @param tools the tools, in the API's form
	 */
	record McpListTools(String serverLabel, List<JsonObject> tools) implements Step {

		public McpListTools {
			tools = List.copyOf(tools);
		}

	}

	/**
	 * The model calls a tool of a hosted MCP server.
	 *
	 * @param serverLabel the label of the server
	 * @param name the name of the tool
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param output what the call gives, or {@code null}
	 * @param error what went wrong, or {@code null}
	 */
	record McpCall(String serverLabel, String name, Template arguments, @Nullable Template output,
			@Nullable Template error) implements Step {
	}

	/**
	 * A hosted MCP server wants a call to be approved before it is made.
	 *
	 * @param serverLabel the label of the server
	 * @param name the name of the tool
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param line the line at which the step is written, from 1, or 0 if it is not known
	 */
	record McpApprovalRequest(String serverLabel, String name, Template arguments, int line) implements Step {
	}

	/**
	 * The model gives an item for which there is no step of its own.
	 *
	 * @param item the item in the API's form; without an id it gets a fresh one
	 */
	record Item(JsonObject item) implements Step {
	}

	/**
	 * The model takes its time before its next event.
	 *
	 * @param duration how long
	 */
	record Delay(Duration duration) implements Step {

		public Delay {
			if (duration.isNegative()) {
				throw new IllegalArgumentException("A delay cannot be negative: " + duration);
			}
		}

	}

	/**
	 * The scripted output of a tool call.
	 */
	final class ToolOutput {

		private final Template value;

		private final @Nullable String type;

		private final @Nullable String text;

		private final boolean failed;

		private final @Nullable ToolResult constant;

		/**
		 * Create an output.
		 * @param value what the tool returns
		 * @param type the name of the pydantic model that the tool returns, or whose list
		 * it returns; {@code null} if it returns the value as it is
		 * @param text what the model is sent of it, or {@code null} for Python's text of
		 * it
		 */
		public ToolOutput(Template value, @Nullable String type, @Nullable String text) {
			this(value, type, text, false);
		}

		private ToolOutput(Template value, @Nullable String type, @Nullable String text, boolean failed) {
			this.value = Objects.requireNonNull(value, "value");
			this.type = type;
			this.text = text;
			this.failed = failed;
			this.constant = (!failed && value.isConstant()) ? answer(value.constant()) : null;
		}

		/**
		 * Return what the tool returns.
		 * @return the value
		 */
		public Template value() {
			return this.value;
		}

		/**
		 * Return the name of the model that the tool returns.
		 * @return the name, or {@code null}
		 */
		public @Nullable String type() {
			return this.type;
		}

		/**
		 * Create the output of a tool that fails.
		 * @param message the text of its exception
		 * @return the SDK's text for it
		 */
		public static ToolOutput error(Template message) {
			return new ToolOutput(message, null, null, true);
		}

		ToolResult answer(PlaceholderScope scope, SdkProfile profile) {
			if (this.failed) {
				String error = profile.toolError(PythonText.str(this.value.render(scope)));
				return new ToolResult(error, error);
			}
			return (this.constant != null) ? this.constant : answer(this.value.render(scope));
		}

		private ToolResult answer(@Nullable Object output) {
			return new ToolResult(output, (this.text != null) ? this.text : text(output));
		}

		private String text(@Nullable Object output) {
			String type = this.type;
			if (type == null) {
				return PythonText.str(output);
			}
			if (output instanceof JsonObject fields) {
				return PythonText.modelStr(fields);
			}
			if (output instanceof List<?> elements) {
				StringBuilder text = new StringBuilder("[");
				for (Object element : elements) {
					text.append((text.length() > 1) ? ", " : "");
					text.append((element instanceof JsonObject fields) ? PythonText.modelRepr(type, fields)
							: PythonText.repr(element));
				}
				return text.append(']').toString();
			}
			return PythonText.str(output);
		}

	}

}
