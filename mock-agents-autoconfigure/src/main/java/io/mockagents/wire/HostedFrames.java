package io.mockagents.wire;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an item of a tool that the API hosts: the item, what happens to it, and
 * the item with its result.
 */
public final class HostedFrames implements ItemFrames {

	private static final Deltas NO_ARGUMENTS = Deltas.of("");

	private final AnswerWriter writer;

	private final JsonObject item;

	private final String id;

	private final JsonObject begun;

	private final List<String> phases;

	private final @Nullable Deltas arguments;

	private int state;

	/**
	 * Create the frames of an item.
	 * @param writer numbers them
	 * @param item the item as it is in the output
	 * @param begun the item as it begins
	 * @param phases the last words of the types of the frames between, the last of them
	 * after the arguments
	 * @param arguments what the model writes in pieces after the first of these frames,
	 * or {@code null} if it does not
	 */
	private HostedFrames(AnswerWriter writer, JsonObject item, JsonObject begun, List<String> phases,
			@Nullable Deltas arguments) {
		this.writer = writer;
		this.item = item;
		this.id = item.string("id");
		this.begun = begun;
		this.phases = phases;
		this.arguments = arguments;
	}

	/**
	 * Return the frames of an item that is given.
	 */
	static HostedFrames of(AnswerWriter writer, JsonObject item) {
		return switch (item.string("type")) {
			case "web_search_call" -> new HostedFrames(writer, item,
					JsonObject.of("id", item.get("id"), "type", "web_search_call", "status", "in_progress"),
					List.of("in_progress", "searching", "completed"), null);
			case "mcp_list_tools" -> new HostedFrames(writer, item, item.with("tools", List.of()),
					List.of("in_progress", "completed"), null);
			case "mcp_call" -> mcpCall(writer, item, Deltas.of(item.string("arguments")));
			case "mcp_approval_request" -> new HostedFrames(writer, item, item, List.of(), null);
			default ->
				new HostedFrames(writer, item, item.containsKey("status") ? item.with("status", "in_progress") : item,
						List.of("in_progress", "completed"), null);
		};
	}

	public static HostedFrames webSearch(AnswerWriter writer, String id, String query) {
		JsonObject action = JsonObject.of("type", "search", "query", query);
		return of(writer, JsonObject.of("id", id, "type", "web_search_call", "status", "completed", "action",
				(writer.profile() == SdkProfile.V0_2) ? action : action.with("queries", List.of(query))));
	}

	public static HostedFrames mcpListTools(AnswerWriter writer, String id, String serverLabel,
			List<JsonObject> tools) {
		return of(writer,
				JsonObject.of("id", id, "type", "mcp_list_tools", "server_label", serverLabel, "tools", tools));
	}

	/**
	 * Return the frames of a call of a tool of an MCP server.
	 * @param writer numbers them
	 * @param id the id of the item
	 * @param serverLabel the server
	 * @param name the tool
	 * @param arguments the arguments, as the model writes them
	 * @param output what the tool returned, or {@code null}
	 * @param error why it failed, or {@code null} if it did not
	 */
	public static HostedFrames mcpCall(AnswerWriter writer, String id, String serverLabel, String name,
			Deltas arguments, @Nullable String output, @Nullable String error) {
		return mcpCall(writer,
				JsonObject.of("id", id, "type", "mcp_call", "status", (error == null) ? "completed" : "failed",
						"approval_request_id", null, "arguments", arguments.text(), "error",
						(error != null) ? error(writer, error) : null, "name", name, "output", output, "server_label",
						serverLabel),
				arguments);
	}

	/**
	 * Return an error in the form of the profile's time: a text in 2025, later an object.
	 */
	private static Object error(AnswerWriter writer, String text) {
		return (writer.profile() == SdkProfile.V0_2) ? text : JsonObject.of("type", "mcp_tool_execution_error",
				"content", List.of(JsonObject.of("type", "text", "text", text)));
	}

	private static HostedFrames mcpCall(AnswerWriter writer, JsonObject item, Deltas arguments) {
		JsonObject begun = item.with("status", "in_progress").with("arguments", "");
		for (String result : List.of("error", "output")) {
			begun = begun.containsKey(result) ? begun.with(result, null) : begun;
		}
		return new HostedFrames(writer, item, begun,
				List.of("in_progress", (item.get("error") == null) ? "completed" : "failed"), arguments);
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
		int state = this.state++;
		Deltas arguments = (this.arguments != null) ? this.arguments : NO_ARGUMENTS;
		int written = (this.arguments != null) ? arguments.size() + 1 : 0;
		if (state == 0) {
			return this.writer.added(this.begun);
		}
		if (state > 1 && state <= written) {
			return this.writer.wire().argumentsDelta.frame("response.mcp_call_arguments.delta",
					this.writer.nextSequence(), this.id, this.writer.outputIndex(), arguments.piece(state - 2),
					this.writer.obfuscation(arguments, state - 2));
		}
		if (state > 1 && state == written + 1) {
			return this.writer.wire().argumentsDone.frame("response.mcp_call_arguments.done",
					this.writer.nextSequence(), this.id, this.writer.outputIndex(), arguments.text());
		}
		int phase = (state == 1) ? 0 : state - written - 1;
		if (phase < this.phases.size()) {
			return this.writer.wire().itemPhase.frame(
					"response." + this.item.string("type") + "." + this.phases.get(phase), this.writer.nextSequence(),
					this.id, this.writer.outputIndex());
		}
		return (phase == this.phases.size()) ? this.writer.done(this.item, length()) : null;
	}

	private int length() {
		String arguments = this.item.stringOrNull("arguments");
		return (arguments != null) ? arguments.length() : 0;
	}

}
