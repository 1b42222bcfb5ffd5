package io.mockagents.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an item for which the API has neither those of a message, of thoughts nor
 * of a function call: the item as it begins, what happens to it, and the item with its
 * result. What happens is told by the events that the API has for its type, and by no
 * other.
 */
public final class HostedFrames implements ItemFrames {

	private final AnswerWriter writer;

	private final JsonObject item;

	private final Deque<Supplier<JsonObject>> frames = new ArrayDeque<>();

	private HostedFrames(AnswerWriter writer, JsonObject item) {
		this.writer = writer;
		this.item = item;
	}

	/**
	 * Return the frames of an item that is given.
	 */
	static HostedFrames of(AnswerWriter writer, JsonObject item) {
		HostedFrames frames = new HostedFrames(writer, item);
		frames.frames.add(() -> writer.added(frames.begun()));
		frames.addEvents();
		frames.frames.add(() -> writer.done(item, frames.length()));
		return frames;
	}

	public static HostedFrames webSearch(AnswerWriter writer, String id, String query) {
		JsonObject action = JsonObject.of("type", "search", "query", query);
		return of(writer, JsonObject.of("id", id, "type", "web_search_call", "status", "completed", "action",
				(writer.profile() == SdkProfile.V0_2) ? action : action.with("queries", List.of(query))));
	}

	/**
	 * Return the frames of a list of the tools of an MCP server.
	 * @param writer numbers them
	 * @param id the id of the item
	 * @param serverLabel the server
	 * @param tools its tools
	 * @param error why they cannot be listed, or {@code null}
	 */
	public static HostedFrames mcpListTools(AnswerWriter writer, String id, String serverLabel, List<JsonObject> tools,
			@Nullable String error) {
		JsonObject item = JsonObject.of("id", id, "type", "mcp_list_tools", "server_label", serverLabel, "tools",
				tools);
		return of(writer, (error != null) ? item.with("error", error) : item);
	}

	/**
	 * Return the frames of a call of a tool of an MCP server.
	 * @param writer numbers them
	 * @param id the id of the item
	 * @param serverLabel the server
	 * @param name the tool
	 * @param arguments the arguments, as the model writes them
	 * @param output what the tool returned, or {@code null}
	 * @param error why it failed: a text, or an object in the form of the API;
	 * {@code null} if it did not
	 */
	public static HostedFrames mcpCall(AnswerWriter writer, String id, String serverLabel, String name,
			String arguments, @Nullable String output, @Nullable Object error) {
		return of(writer,
				JsonObject.of("id", id, "type", "mcp_call", "status", (error == null) ? "completed" : "failed",
						"approval_request_id", null, "arguments", arguments, "error",
						(error instanceof String text) ? error(writer, text) : error, "name", name, "output", output,
						"server_label", serverLabel));
	}

	/**
	 * Return an error in the form of the profile's time: a text in 2025, later an object.
	 */
	private static Object error(AnswerWriter writer, String text) {
		return (writer.profile() == SdkProfile.V0_2) ? text : JsonObject.of("type", "mcp_tool_execution_error",
				"content", List.of(JsonObject.of("type", "text", "text", text)));
	}

	/**
	 * Return the frames of a request to approve a call. It comes as a whole.
	 */
	public static HostedFrames mcpApprovalRequest(AnswerWriter writer, String id, String serverLabel, String name,
			String arguments) {
		return of(writer, JsonObject.of("id", id, "type", "mcp_approval_request", "arguments", arguments, "name", name,
				"server_label", serverLabel));
	}

	@Override
	public @Nullable JsonObject next() {
		Supplier<JsonObject> next = this.frames.poll();
		return (next != null) ? next.get() : null;
	}

	/**
	 * Return the item as it begins: without what comes of it.
	 */
	private JsonObject begun() {
		switch (type()) {
			case "web_search_call":
				return JsonObject.of("id", this.item.get("id"), "type", type(), "status", "in_progress");
			case "mcp_list_tools":
				return emptied(this.item.without("error"), "tools", List.of());
			case "mcp_call":
				return emptied(emptied(emptied(inProgress().with("arguments", ""), "error", null), "output", null),
						"approval_request_id", this.item.get("approval_request_id"));
			case "file_search_call":
				return emptied(emptied(inProgress(), "queries", List.of()), "results", null);
			case "code_interpreter_call":
				return emptied(emptied(inProgress(), "code", ""), "outputs", List.of());
			case "image_generation_call":
				return emptied(inProgress().without("revised_prompt"), "result", null);
			case "custom_tool_call":
				return emptied(inProgress(), "input", "");
			case "shell_call":
				return this.item.get("action") instanceof JsonObject action
						? inProgress().with("action", emptied(action, "commands", List.of())) : inProgress();
			case "shell_call_output":
				return emptied(inProgress(), "output", List.of());
			default:
				return inProgress();
		}
	}

	private JsonObject inProgress() {
		return this.item.containsKey("status") ? this.item.with("status", "in_progress") : this.item;
	}

	private static JsonObject emptied(JsonObject object, String key, @Nullable Object value) {
		return object.containsKey(key) ? object.with(key, value) : object;
	}

	private String type() {
		return this.item.string("type");
	}

	private void addEvents() {
		switch (type()) {
			case "web_search_call", "file_search_call" -> {
				addPhase("in_progress");
				addPhase("searching");
				addEnd();
			}
			case "code_interpreter_call" -> {
				addPhase("in_progress");
				addText("response.code_interpreter_call_code", this.item.stringOrNull("code"), "code");
				addPhase("interpreting");
				addEnd();
			}
			case "image_generation_call" -> {
				addPhase("in_progress");
				addPhase("generating");
				addEnd();
			}
			case "mcp_list_tools" -> {
				addPhase("in_progress");
				addPhase((this.item.get("error") == null) ? "completed" : "failed");
			}
			case "mcp_call" -> {
				addPhase("in_progress");
				addArguments(this.item.string("arguments"));
				addPhase((this.item.get("error") == null) ? "completed" : "failed");
			}
			case "custom_tool_call" ->
				addText("response.custom_tool_call_input", this.item.stringOrNull("input"), "input");
			case "shell_call" -> addCommands();
			case "shell_call_output" -> addOutputs();
			case "compaction" -> this.frames.add(() -> event("response.compaction.compacting"));
			default -> {
			}
		}
	}

	private void addPhase(String phase) {
		this.frames.add(() -> event("response." + type() + "." + phase));
	}

	/**
	 * Add the phase that says that all went well, if it did.
	 */
	private void addEnd() {
		Object status = this.item.get("status");
		if (status == null || status.equals("completed")) {
			addPhase("completed");
		}
	}

	private JsonObject event(String type) {
		return this.writer.wire().itemPhase.frame(type, this.writer.nextSequence(), this.item.string("id"),
				this.writer.outputIndex());
	}

	private void addArguments(String text) {
		Deltas arguments = Deltas.of(text);
		for (int i = 0; i < arguments.size(); i++) {
			int index = i;
			this.frames.add(() -> this.writer.wire().argumentsDelta.frame("response.mcp_call_arguments.delta",
					this.writer.nextSequence(), this.item.string("id"), this.writer.outputIndex(),
					arguments.piece(index), this.writer.obfuscation(arguments, index)));
		}
		this.frames.add(() -> this.writer.wire().argumentsDone.frame("response.mcp_call_arguments.done",
				this.writer.nextSequence(), this.item.string("id"), this.writer.outputIndex(), text));
	}

	/**
	 * Add what the model writes in pieces.
	 */
	private void addText(String event, @Nullable String text, String key) {
		if (text == null) {
			return;
		}
		Deltas deltas = Deltas.of(text);
		for (int i = 0; i < deltas.size(); i++) {
			String piece = deltas.piece(i);
			this.frames.add(() -> event(event + ".delta", "delta", piece));
		}
		this.frames.add(() -> event(event + ".done", key, text));
	}

	private JsonObject event(String type, Object... fields) {
		return this.writer.frame(JsonObject.builder()
			.put("type", type)
			.put("item_id", this.item.get("id"))
			.putAll(JsonObject.of(fields))
			.build());
	}

	private void addCommands() {
		JsonObject action = this.item.objectOrNull("action");
		List<?> commands = (action != null && action.get("commands") instanceof List<?> list) ? list : List.of();
		for (int i = 0; i < commands.size(); i++) {
			int index = i;
			String command = String.valueOf(commands.get(i));
			this.frames.add(() -> command("added", index, "command", ""));
			Deltas deltas = Deltas.of(command);
			for (int n = 0; n < deltas.size(); n++) {
				String piece = deltas.piece(n);
				this.frames.add(() -> command("delta", index, "delta", piece));
			}
			this.frames.add(() -> command("done", index, "command", command));
		}
	}

	private JsonObject command(String event, int index, String key, String text) {
		return this.writer.frame(JsonObject.of("type", "response.shell_call_command." + event, "command_index", index,
				"output_index", this.writer.outputIndex(), key, text));
	}

	private void addOutputs() {
		List<JsonObject> outputs = this.item.objects("output");
		for (int i = 0; i < outputs.size(); i++) {
			int index = i;
			JsonObject output = outputs.get(i);
			this.frames.add(() -> event("response.shell_call_output_content.delta", "command_index", index, "delta",
					JsonObject.of("stderr", output.get("stderr"), "stdout", output.get("stdout"))));
			this.frames.add(() -> event("response.shell_call_output_content.done", "command_index", index, "output",
					List.of(output)));
		}
	}

	private int length() {
		String arguments = this.item.stringOrNull("arguments");
		return (arguments != null) ? arguments.length() : 0;
	}

}
