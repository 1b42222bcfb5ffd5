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
 * A part of a turn: an item of the model's answer, a pause, or a failure. Steps are
 * values: two that say the same are equal.
 */
public sealed interface Step
		permits Step.Reasoning, Step.Message, Step.Refusal, Step.ToolCall, Step.Handoff, Step.WebSearch,
		Step.McpListTools, Step.McpCall, Step.McpApprovalRequest, Step.Item, Step.Frames, Step.Delay, Failure {

	/**
	 * The model thinks.
	 *
	 * @param summary the texts that summarise its thoughts; empty where it shows none
	 * @param content the texts of the thoughts themselves, which open models show; mostly
	 * empty
	 * @param encryptedContent the thoughts in a form that only the API can read, or
	 * {@code null}
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record Reasoning(List<Template> summary, List<Template> content, @Nullable String encryptedContent,
			@Nullable String id) implements Step {

		public Reasoning {
			summary = List.copyOf(summary);
			content = List.copyOf(content);
		}

		/**
		 * Create thoughts of which only a summary is shown.
		 * @param summary the texts that summarise them
		 */
		public Reasoning(List<Template> summary) {
			this(summary, List.of(), null, null);
		}

	}

	/**
	 * The model says something.
	 *
	 * @param parts what it says, mostly one part
	 * @param phase whether it is a {@code commentary} or the {@code final_answer}, or
	 * {@code null} if the model does not say; profile 0.2 knows no phases
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record Message(List<Part> parts, @Nullable String phase, @Nullable String id) implements Step {

		public Message {
			parts = List.copyOf(parts);
		}

		/**
		 * Create a message of one text.
		 * @param text what it says; a template of a value becomes JSON text
		 */
		public Message(Template text) {
			this(List.of(new Part(text)), null, null);
		}

		/**
		 * A part of a message.
		 *
		 * @param text what it says; a template of a value becomes JSON text
		 * @param refusal whether it says why the model refuses to answer
		 * @param annotations citations and the like, in the API's form
		 * @param logprobs the tokens of the text with their log probabilities, in the
		 * API's form; where their texts make up the text, each comes with the delta that
		 * has its token, otherwise all come with the first
		 */
		public record Part(Template text, boolean refusal, List<JsonObject> annotations, List<JsonObject> logprobs) {

			public Part {
				annotations = List.copyOf(annotations);
				logprobs = List.copyOf(logprobs);
				if (refusal && !(annotations.isEmpty() && logprobs.isEmpty())) {
					throw new IllegalArgumentException("A refusal has neither annotations nor logprobs");
				}
			}

			/**
			 * Create a part of text alone.
			 * @param text what it says
			 */
			public Part(Template text) {
				this(text, false, List.of(), List.of());
			}

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
	 * @param output the result of the call, or {@code null} if the agent's own function
	 * runs
	 * @param fields further fields of the item, in the API's form; mostly empty
	 * @param id the id of the item, or {@code null} for a fresh one
	 * @param callId the id of the call, or {@code null} for a fresh one
	 */
	record ToolCall(String name, Template arguments, @Nullable ToolOutput output, JsonObject fields,
			@Nullable String id, @Nullable String callId) implements Step {

		/**
		 * Create a call with fresh ids.
		 * @param name the name of the tool
		 * @param arguments the arguments; a template of a value becomes JSON text
		 * @param output the result of the call, or {@code null} if the agent's own
		 * function runs
		 */
		public ToolCall(String name, Template arguments, @Nullable ToolOutput output) {
			this(name, arguments, output, JsonObject.of(), null, null);
		}

	}

	/**
	 * The model hands over to another agent.
	 *
	 * @param agent the name of that agent
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param id the id of the item, or {@code null} for a fresh one
	 * @param callId the id of the call, or {@code null} for a fresh one
	 */
	record Handoff(String agent, Template arguments, @Nullable String id, @Nullable String callId) implements Step {

		/**
		 * Create a handoff without arguments, with fresh ids.
		 * @param agent the name of the agent
		 */
		public Handoff(String agent) {
			this(agent, Template.json(JsonObject.of()), null, null);
		}

	}

	/**
	 * The model searches the web with the tool that the API hosts.
	 *
	 * @param query what it searches for
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record WebSearch(Template query, @Nullable String id) implements Step {
	}

	/**
	 * The API lists the tools of a hosted MCP server.
	 *
	 * @param serverLabel the label of the server
	 * @param tools the tools, in the API's form
	 * @param error why they cannot be listed, or {@code null}
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record McpListTools(String serverLabel, List<JsonObject> tools, @Nullable Template error,
			@Nullable String id) implements Step {

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
	 * @param output the result of the call, or {@code null}
	 * @param error what went wrong, or {@code null}; a template of an object is the error
	 * in the API's form
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record McpCall(String serverLabel, String name, Template arguments, @Nullable Template output,
			@Nullable Template error, @Nullable String id) implements Step {
	}

	/**
	 * A hosted MCP server wants a call to be approved before it is made.
	 *
	 * @param serverLabel the label of the server
	 * @param name the name of the tool
	 * @param arguments the arguments; a template of a value becomes JSON text
	 * @param id the id of the item, or {@code null} for a fresh one
	 */
	record McpApprovalRequest(String serverLabel, String name, Template arguments,
			@Nullable String id) implements Step {
	}

	/**
	 * The model returns an item that has no step of its own. Its events are those that
	 * the API sends for an item of its type.
	 *
	 * @param item the item in the API's form; without an id it gets a fresh one
	 */
	record Item(JsonObject item) implements Step {
	}

	/**
	 * Frames of the stream, as they are. If the turn has no other item, they are the
	 * whole answer: no frame is added to them. Otherwise they stand between the frames of
	 * the other steps, which number on.
	 *
	 * @param frames the data of each frame: a {@link JsonObject} in the API's form, or a
	 * {@link String} that is sent as it is, JSON or not
	 */
	record Frames(List<Object> frames) implements Step {

		public Frames {
			frames = List.copyOf(frames);
			for (Object frame : frames) {
				if (!(frame instanceof JsonObject || frame instanceof String)) {
					throw new IllegalArgumentException("A frame is an object or a text, not " + frame);
				}
			}
		}

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
		 * Return what the model is sent of it.
		 * @return the text, or {@code null} for Python's text of the value
		 */
		public @Nullable String text() {
			return this.text;
		}

		/**
		 * Return whether the tool fails, and its value is the text of the exception.
		 * @return whether it does
		 */
		public boolean isError() {
			return this.failed;
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

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof ToolOutput output && this.value.equals(output.value)
					&& Objects.equals(this.type, output.type) && Objects.equals(this.text, output.text)
					&& this.failed == output.failed;
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.value, this.type, this.text, this.failed);
		}

		@Override
		public String toString() {
			return (this.failed ? "error " : "") + this.value;
		}

	}

}
