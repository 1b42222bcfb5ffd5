package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Makes items as they are in the output of an answer, in the form of the wire.
 */
public final class OutputItems {

	private static final String[] MESSAGE_KEYS = { "id", "type", "status", "content", "role" };

	private static final String[] PHASED_MESSAGE_KEYS = { "id", "type", "status", "content", "phase", "role" };

	private static final String[] TEXT_KEYS = { "type", "annotations", "logprobs", "text" };

	private static final String[] REFUSAL_KEYS = { "type", "refusal" };

	private static final String[] PART_KEYS = { "type", "text" };

	private static final String[] CALL_KEYS = { "id", "type", "status", "arguments", "call_id", "name" };

	private OutputItems() {
	}

	/**
	 * Return a message.
	 * @param id the id of the item
	 * @param status its status
	 * @param parts its parts, made by {@link #text} and {@link #refusal}
	 * @param phase its phase, or {@code null}
	 * @return a message
	 */
	public static JsonObject message(String id, String status, List<JsonObject> parts, @Nullable String phase) {
		return (phase != null)
				? JsonObject.ofShared(PHASED_MESSAGE_KEYS,
						new Object[] { id, "message", status, parts, phase, "assistant" })
				: JsonObject.ofShared(MESSAGE_KEYS, new Object[] { id, "message", status, parts, "assistant" });
	}

	/**
	 * Return a part of a message that says something.
	 * @param text the text
	 * @param annotations its annotations
	 * @param logprobs the tokens of the text with their log probabilities: if their texts
	 * make up the text, each is a delta; otherwise all come with the first delta
	 * @return a part of a message that says something
	 */
	public static JsonObject text(String text, List<JsonObject> annotations, List<JsonObject> logprobs) {
		return JsonObject.ofShared(TEXT_KEYS, new Object[] { "output_text", annotations, logprobs, text });
	}

	/**
	 * Return a part of a message that refuses.
	 * @param text the text
	 * @return a part of a message that refuses
	 */
	public static JsonObject refusal(String text) {
		return JsonObject.ofShared(REFUSAL_KEYS, new Object[] { "refusal", text });
	}

	/**
	 * Return the model's thoughts.
	 * @param profile the profile whose form it has
	 * @param id the id of the item
	 * @param summary the parts of their summary
	 * @param content the parts of the thoughts themselves
	 * @param encrypted the thoughts in a form that only the API can read, or {@code null}
	 * @return the model's thoughts
	 */
	public static JsonObject reasoning(SdkProfile profile, String id, List<Deltas> summary, List<Deltas> content,
			@Nullable String encrypted) {
		JsonObject.Builder item = JsonObject.builder().put("id", id).put("type", "reasoning");
		if (profile != SdkProfile.V0_2 || !content.isEmpty()) {
			item.put("content", parts("reasoning_text", content));
		}
		if (encrypted != null) {
			item.put("encrypted_content", encrypted);
		}
		return item.put("summary", parts("summary_text", summary)).build();
	}

	private static List<JsonObject> parts(String type, List<Deltas> texts) {
		List<JsonObject> parts = new ArrayList<>(texts.size());
		texts.forEach((text) -> parts.add(part(type, text.text())));
		return Collections.unmodifiableList(parts);
	}

	static JsonObject part(String type, String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { type, text });
	}

	/**
	 * Return a call of a function tool.
	 * @param id the id of the item
	 * @param callId the id of the call
	 * @param name the name of the tool
	 * @param arguments the arguments as the model writes them
	 * @param status its status
	 * @return a call of a function tool
	 */
	public static JsonObject functionCall(String id, String callId, String name, String arguments, String status) {
		return JsonObject.ofShared(CALL_KEYS, new Object[] { id, "function_call", status, arguments, callId, name });
	}

	public static JsonObject webSearch(SdkProfile profile, String id, String query) {
		JsonObject action = JsonObject.of("type", "search", "query", query);
		return JsonObject.of("id", id, "type", "web_search_call", "status", "completed", "action",
				(profile == SdkProfile.V0_2) ? action : action.with("queries", List.of(query)));
	}

	/**
	 * Return a list of the tools of an MCP server.
	 * @param id the id of the item
	 * @param serverLabel the label of the server
	 * @param tools the tools
	 * @param error why they cannot be listed, or {@code null}
	 * @return a list of the tools of an MCP server
	 */
	public static JsonObject mcpListTools(String id, String serverLabel, List<JsonObject> tools,
			@Nullable String error) {
		JsonObject item = JsonObject.of("id", id, "type", "mcp_list_tools", "server_label", serverLabel, "tools",
				tools);
		return (error != null) ? item.with("error", error) : item;
	}

	/**
	 * Return a call of a tool of an MCP server.
	 * @param profile the profile whose form it has
	 * @param id the id of the item
	 * @param serverLabel the label of the server
	 * @param name the name of the tool
	 * @param arguments the arguments, as the model writes them
	 * @param output what the tool returned, or {@code null}
	 * @param error why it failed: a text, or an object in the form of the API;
	 * {@code null} if it did not
	 * @return a call of a tool of an MCP server
	 */
	public static JsonObject mcpCall(SdkProfile profile, String id, String serverLabel, String name, String arguments,
			@Nullable String output, @Nullable Object error) {
		return JsonObject.of("id", id, "type", "mcp_call", "status", (error == null) ? "completed" : "failed",
				"approval_request_id", null, "arguments", arguments, "error",
				(error instanceof String text) ? mcpError(profile, text) : error, "name", name, "output", output,
				"server_label", serverLabel);
	}

	/**
	 * Return an error in the form of the profile's time: a text in 2025, later an object.
	 */
	private static Object mcpError(SdkProfile profile, String text) {
		return (profile == SdkProfile.V0_2) ? text : JsonObject.of("type", "mcp_tool_execution_error", "content",
				List.of(JsonObject.of("type", "text", "text", text)));
	}

	/**
	 * Return a request to approve a call.
	 * @param id the id of the item
	 * @param serverLabel the label of the server
	 * @param name the name of the tool
	 * @param arguments the arguments as the model writes them
	 * @return a request to approve a call
	 */
	public static JsonObject mcpApprovalRequest(String id, String serverLabel, String name, String arguments) {
		return JsonObject.of("id", id, "type", "mcp_approval_request", "arguments", arguments, "name", name,
				"server_label", serverLabel);
	}

}
