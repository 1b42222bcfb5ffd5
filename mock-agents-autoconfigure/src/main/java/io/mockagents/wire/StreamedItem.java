package io.mockagents.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one item of an answer: the item as it begins, its sections, and the item
 * as it is in the output. A section has an opening frame, deltas and closing frames, or
 * some of these.
 */
final class StreamedItem implements ItemFrames {

	private static final JsonObject NO_TEXT = OutputItems.text("", List.of(), List.of());

	private static final JsonObject NO_REFUSAL = OutputItems.refusal("");

	private final AnswerWriter writer;

	private final WireFormat wire;

	private final JsonObject item;

	private final List<Deltas> texts;

	private final List<Section> sections = new ArrayList<>();

	private int section = -1;

	private int frame;

	/**
	 * Create the frames of an item.
	 * @param writer numbers them
	 * @param item the item as it is in the output
	 * @param texts its texts, as {@link #texts(JsonObject)} returns them
	 */
	StreamedItem(AnswerWriter writer, JsonObject item, List<Deltas> texts) {
		this.writer = writer;
		this.wire = writer.wire();
		this.item = item;
		this.texts = texts;
		addSections();
	}

	/**
	 * Return the texts of an item that are streamed, in order.
	 */
	static List<Deltas> texts(JsonObject item) {
		List<Deltas> texts = new ArrayList<>();
		switch (item.string("type")) {
			case "message" -> item.objects("content")
				.forEach((part) -> texts
					.add(Deltas.of(part.string(part.string("type").equals("refusal") ? "refusal" : "text"))));
			case "reasoning" -> {
				objects(item, "content").forEach((part) -> texts.add(Deltas.of(part.string("text"))));
				objects(item, "summary").forEach((part) -> texts.add(Deltas.of(part.string("text"))));
			}
			case "function_call", "mcp_call" -> texts.add(Deltas.of(item.string("arguments")));
			case "code_interpreter_call" -> add(texts, item.stringOrNull("code"));
			case "custom_tool_call" -> add(texts, item.stringOrNull("input"));
			case "shell_call" -> {
				JsonObject action = item.objectOrNull("action");
				if (action != null && action.get("commands") instanceof List<?> commands) {
					commands.forEach((command) -> texts.add(Deltas.of(String.valueOf(command))));
				}
			}
			default -> {
			}
		}
		return texts;
	}

	private static void add(List<Deltas> texts, @Nullable String text) {
		if (text != null) {
			texts.add(Deltas.of(text));
		}
	}

	private static List<JsonObject> objects(JsonObject item, String key) {
		return (item.get(key) instanceof List<?>) ? item.objects(key) : List.of();
	}

	@Override
	public @Nullable JsonObject next() {
		if (this.section < 0) {
			this.section = 0;
			return this.writer.added(begun());
		}
		while (this.section < this.sections.size()) {
			JsonObject next = this.sections.get(this.section).frame(this.frame++);
			if (next != null) {
				return next;
			}
			this.section++;
			this.frame = 0;
		}
		return (this.section++ == this.sections.size()) ? this.writer.done(this.item, length()) : null;
	}

	private String type() {
		return this.item.string("type");
	}

	/**
	 * Return the item as it begins: without what comes of it.
	 */
	private JsonObject begun() {
		return switch (type()) {
			case "message" -> this.item.with("status", "in_progress").with("content", List.of());
			case "reasoning" -> {
				JsonObject begun = inProgress().with("summary", List.of());
				yield objects(this.item, "content").isEmpty() ? begun : begun.with("content", List.of());
			}
			case "function_call" -> this.item.with("status", "in_progress").with("arguments", "");
			case "web_search_call" -> JsonObject.of("id", this.item.get("id"), "type", type(), "status", "in_progress");
			case "mcp_list_tools" -> emptied(this.item.without("error"), "tools", List.of());
			case "mcp_call" ->
				emptied(emptied(emptied(inProgress().with("arguments", ""), "error", null), "output", null),
						"approval_request_id", this.item.get("approval_request_id"));
			case "file_search_call" -> emptied(emptied(inProgress(), "queries", List.of()), "results", null);
			case "code_interpreter_call" -> emptied(emptied(inProgress(), "code", ""), "outputs", List.of());
			case "image_generation_call" -> emptied(inProgress().without("revised_prompt"), "result", null);
			case "custom_tool_call" -> emptied(inProgress(), "input", "");
			case "shell_call" -> (this.item.get("action") instanceof JsonObject action)
					? inProgress().with("action", emptied(action, "commands", List.of())) : inProgress();
			case "shell_call_output" -> emptied(inProgress(), "output", List.of());
			default -> inProgress();
		};
	}

	private JsonObject inProgress() {
		return this.item.containsKey("status") ? this.item.with("status", "in_progress") : this.item;
	}

	private static JsonObject emptied(JsonObject object, String key, @Nullable Object value) {
		return object.containsKey(key) ? object.with(key, value) : object;
	}

	/**
	 * Return the number of characters the model wrote for the item.
	 */
	private int length() {
		return switch (type()) {
			case "message", "reasoning" -> this.texts.stream().mapToInt((text) -> text.text().length()).sum();
			case "function_call" -> this.item.string("name").length() + this.item.string("arguments").length();
			default -> {
				String arguments = this.item.stringOrNull("arguments");
				yield (arguments != null) ? arguments.length() : 0;
			}
		};
	}

	private void addSections() {
		switch (type()) {
			case "message" -> {
				List<JsonObject> parts = this.item.objects("content");
				for (int i = 0; i < parts.size(); i++) {
					this.sections.add(messagePart(i, parts.get(i)));
				}
			}
			case "reasoning" -> {
				int content = objects(this.item, "content").size();
				for (int i = 0; i < this.texts.size(); i++) {
					this.sections
						.add((i < content) ? thoughts(i, this.texts.get(i)) : summary(i - content, this.texts.get(i)));
				}
			}
			case "function_call" -> this.sections.add(arguments("response.function_call_arguments"));
			case "web_search_call", "file_search_call" -> {
				addPhases("in_progress", "searching");
				addEnd();
			}
			case "code_interpreter_call" -> {
				addPhases("in_progress");
				addWritten("response.code_interpreter_call_code", "code");
				addPhases("interpreting");
				addEnd();
			}
			case "image_generation_call" -> {
				addPhases("in_progress", "generating");
				addEnd();
			}
			case "mcp_list_tools" -> addPhases("in_progress", outcome());
			case "mcp_call" -> {
				addPhases("in_progress");
				this.sections.add(arguments("response.mcp_call_arguments"));
				addPhases(outcome());
			}
			case "custom_tool_call" -> addWritten("response.custom_tool_call_input", "input");
			case "shell_call" -> {
				for (int i = 0; i < this.texts.size(); i++) {
					this.sections.add(command(i, this.texts.get(i)));
				}
			}
			case "shell_call_output" -> {
				List<JsonObject> outputs = this.item.objects("output");
				for (int i = 0; i < outputs.size(); i++) {
					this.sections.add(shellOutput(i, outputs.get(i)));
				}
			}
			case "compaction" -> addPhases("compacting");
			default -> {
			}
		}
	}

	private String outcome() {
		return (this.item.get("error") == null) ? "completed" : "failed";
	}

	private void addPhases(String... phases) {
		for (String phase : phases) {
			this.sections.add(Section.of(() -> frame(this.wire.itemPhase, "response." + type() + "." + phase)));
		}
	}

	/**
	 * Add the phase that says that all went well, if it did.
	 */
	private void addEnd() {
		Object status = this.item.get("status");
		if (status == null || status.equals("completed")) {
			addPhases("completed");
		}
	}

	/**
	 * Make a frame of the item.
	 * @param rest what follows its type, its number, the id of the item and its place
	 */
	private JsonObject frame(WireFormat.Layout layout, String type, @Nullable Object... rest) {
		@Nullable Object[] values = new Object[rest.length + 4];
		values[0] = type;
		values[1] = this.writer.nextSequence();
		values[2] = this.item.string("id");
		values[3] = this.writer.outputIndex();
		System.arraycopy(rest, 0, values, 4, rest.length);
		return layout.frame(values);
	}

	private Section messagePart(int index, JsonObject part) {
		return part.string("type").equals("refusal") ? refusal(index, part, this.texts.get(index))
				: text(index, part, this.texts.get(index));
	}

	private Section text(int index, JsonObject part, Deltas whole) {
		List<JsonObject> annotations = objects(part, "annotations");
		List<JsonObject> logprobs = objects(part, "logprobs");
		List<String> tokens = logprobs.stream()
			.map((token) -> (token.get("token") instanceof String text) ? text : "")
			.toList();
		boolean perToken = !tokens.isEmpty() && String.join("", tokens).equals(whole.text());
		Deltas text = perToken ? Deltas.of(tokens) : whole;
		return new Section(() -> contentPart("added", index, NO_TEXT), text.size() + annotations.size(), (i) -> {
			if (i >= text.size()) {
				int annotation = i - text.size();
				return frame(this.wire.annotation, "response.output_text.annotation.added", index, annotation,
						annotations.get(annotation));
			}
			List<JsonObject> own = perToken ? List.of(logprobs.get(i)) : (i == 0) ? logprobs : List.of();
			return frame(this.wire.textDelta, "response.output_text.delta", index, text.piece(i), own,
					this.writer.obfuscation(text, i));
		}, () -> frame(this.wire.textDone, "response.output_text.done", index, text.text(), logprobs),
				() -> contentPart("done", index, part));
	}

	private Section refusal(int index, JsonObject part, Deltas text) {
		return new Section(() -> contentPart("added", index, NO_REFUSAL), text.size(),
				(i) -> frame(this.wire.refusalDelta, "response.refusal.delta", index, text.piece(i),
						this.writer.obfuscation(text, i)),
				() -> frame(this.wire.refusalDone, "response.refusal.done", index, text.text()),
				() -> contentPart("done", index, part));
	}

	private JsonObject contentPart(String event, int index, JsonObject part) {
		return frame(this.wire.contentPart, "response.content_part." + event, index, part);
	}

	private Section thoughts(int index, Deltas text) {
		return new Section(() -> contentPart("added", index, OutputItems.part("reasoning_text", "")), text.size(),
				(i) -> event("response.reasoning_text.delta", "content_index", index, "delta", text.piece(i)),
				() -> event("response.reasoning_text.done", "content_index", index, "text", text.text()),
				() -> contentPart("done", index, OutputItems.part("reasoning_text", text.text())));
	}

	private Section summary(int index, Deltas text) {
		return new Section(() -> summaryPart("added", index, ""), text.size(),
				(i) -> frame(this.wire.summaryDelta, "response.reasoning_summary_text.delta", index, text.piece(i),
						this.writer.obfuscation(text, i)),
				() -> frame(this.wire.summaryDone, "response.reasoning_summary_text.done", index, text.text()),
				() -> summaryPart("done", index, text.text()));
	}

	private JsonObject summaryPart(String event, int index, String text) {
		return frame(this.wire.summaryPart, "response.reasoning_summary_part." + event, index,
				OutputItems.part("summary_text", text));
	}

	private Section arguments(String event) {
		Deltas arguments = this.texts.get(0);
		return new Section(null, arguments.size(),
				(i) -> frame(this.wire.argumentsDelta, event + ".delta", arguments.piece(i),
						this.writer.obfuscation(arguments, i)),
				() -> frame(this.wire.argumentsDone, event + ".done", arguments.text()), null);
	}

	/**
	 * Add what the model writes in pieces, if the item has it.
	 */
	private void addWritten(String event, String key) {
		for (Deltas text : this.texts) {
			this.sections.add(new Section(null, text.size(), (i) -> event(event + ".delta", "delta", text.piece(i)),
					() -> event(event + ".done", key, text.text()), null));
		}
	}

	private JsonObject event(String type, Object... fields) {
		return this.writer.frame(JsonObject.builder()
			.put("type", type)
			.put("item_id", this.item.get("id"))
			.put("output_index", this.writer.outputIndex())
			.putAll(JsonObject.of(fields))
			.build());
	}

	private Section command(int index, Deltas text) {
		return new Section(() -> command("added", index, "command", ""), text.size(),
				(i) -> command("delta", index, "delta", text.piece(i)),
				() -> command("done", index, "command", text.text()), null);
	}

	private JsonObject command(String event, int index, String key, String text) {
		return this.writer.frame(JsonObject.of("type", "response.shell_call_command." + event, "command_index", index,
				"output_index", this.writer.outputIndex(), key, text));
	}

	private Section shellOutput(int index, JsonObject output) {
		return new Section(null, 1,
				(i) -> event("response.shell_call_output_content.delta", "command_index", index, "delta",
						JsonObject.of("stderr", output.get("stderr"), "stdout", output.get("stdout"))),
				() -> event("response.shell_call_output_content.done", "command_index", index, "output",
						List.of(output)),
				null);
	}

	/**
	 * A section of an item.
	 *
	 * @param opening makes the frame before the deltas, if there is one
	 * @param deltas the number of deltas
	 * @param delta makes the delta of an index
	 * @param done makes the frame after the deltas
	 * @param closing makes the frame that closes what the first one opens, if there is
	 * one
	 */
	private record Section(@Nullable Supplier<JsonObject> opening, int deltas, IntFunction<JsonObject> delta,
			Supplier<JsonObject> done, @Nullable Supplier<JsonObject> closing) {

		static Section of(Supplier<JsonObject> only) {
			return new Section(null, 0, (i) -> JsonObject.of(), only, null);
		}

		/**
		 * Return the frame of an index, or {@code null} after the last one.
		 */
		@Nullable JsonObject frame(int index) {
			int i = (this.opening != null) ? index - 1 : index;
			if (i < 0 && this.opening != null) {
				return this.opening.get();
			}
			if (i < this.deltas) {
				return this.delta.apply(i);
			}
			return (i == this.deltas) ? this.done.get()
					: (i == this.deltas + 1 && this.closing != null) ? this.closing.get() : null;
		}

	}

}
