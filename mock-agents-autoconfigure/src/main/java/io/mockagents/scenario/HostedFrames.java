package io.mockagents.scenario;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an item of a tool that the API hosts: the item, what happens to it, and
 * the item with its result.
 */
abstract class HostedFrames implements ItemFrames {

	final ScriptedStream stream;

	final String id;

	private int state;

	HostedFrames(ScriptedStream stream, String prefix) {
		this.stream = stream;
		this.id = stream.newId(prefix);
	}

	@Override
	public final @Nullable JsonObject next() {
		if (this.state < 0) {
			return null;
		}
		int state = this.state++;
		if (state == 0) {
			return this.stream.added(begun());
		}
		JsonObject between = between(state);
		if (between == null) {
			this.state = -1;
			return this.stream.done(ended(), length());
		}
		return between;
	}

	/**
	 * Return a frame between the start and the end of the item.
	 * @param state the number of the frame, from 1
	 * @return the frame, or {@code null} if there is none of that number
	 */
	abstract @Nullable JsonObject between(int state);

	abstract JsonObject begun();

	abstract JsonObject ended();

	int length() {
		return 0;
	}

	final JsonObject phase(String type) {
		return this.stream.wire().itemPhase.frame(type, this.stream.nextSequence(), this.id, this.stream.outputIndex());
	}

	/**
	 * A search of the web.
	 */
	static final class WebSearch extends HostedFrames {

		private final String query;

		WebSearch(ScriptedStream stream, String query) {
			super(stream, "ws");
			this.query = query;
		}

		@Override
		@Nullable JsonObject between(int state) {
			return switch (state) {
				case 1 -> phase("response.web_search_call.in_progress");
				case 2 -> phase("response.web_search_call.searching");
				case 3 -> phase("response.web_search_call.completed");
				default -> null;
			};
		}

		@Override
		JsonObject begun() {
			return JsonObject.of("id", this.id, "type", "web_search_call", "status", "in_progress");
		}

		@Override
		JsonObject ended() {
			JsonObject action = JsonObject.of("type", "search", "query", this.query);
			return JsonObject.of("id", this.id, "type", "web_search_call", "status", "completed", "action",
					(this.stream.wire().profile == SdkProfile.V0_2) ? action
							: action.with("queries", List.of(this.query)));
		}

	}

	/**
	 * The list of the tools of an MCP server.
	 */
	static final class McpListTools extends HostedFrames {

		private final Step.McpListTools step;

		McpListTools(ScriptedStream stream, Step.McpListTools step) {
			super(stream, "mcpl");
			this.step = step;
		}

		@Override
		@Nullable JsonObject between(int state) {
			return switch (state) {
				case 1 -> phase("response.mcp_list_tools.in_progress");
				case 2 -> phase("response.mcp_list_tools.completed");
				default -> null;
			};
		}

		@Override
		JsonObject begun() {
			return item(List.of());
		}

		@Override
		JsonObject ended() {
			return item(this.step.tools());
		}

		private JsonObject item(List<JsonObject> tools) {
			return JsonObject.of("id", this.id, "type", "mcp_list_tools", "server_label", this.step.serverLabel(),
					"tools", tools);
		}

	}

	/**
	 * A call of a tool of an MCP server.
	 */
	static final class McpCall extends HostedFrames {

		private final Step.McpCall step;

		private final Deltas arguments;

		private final @Nullable String output;

		private final @Nullable String error;

		McpCall(ScriptedStream stream, Step.McpCall step, PlaceholderScope scope) {
			super(stream, "mcp");
			this.step = step;
			this.arguments = step.arguments().deltas(scope);
			this.output = (step.output() != null) ? step.output().deltas(scope).text() : null;
			this.error = (step.error() != null) ? step.error().deltas(scope).text() : null;
		}

		@Override
		@Nullable JsonObject between(int state) {
			int deltas = this.arguments.size();
			if (state == 1) {
				return phase("response.mcp_call.in_progress");
			}
			if (state <= deltas + 1) {
				return this.stream.wire().argumentsDelta.frame("response.mcp_call_arguments.delta",
						this.stream.nextSequence(), this.id, this.stream.outputIndex(), this.arguments.piece(state - 2),
						this.stream.obfuscation(this.arguments, state - 2));
			}
			if (state == deltas + 2) {
				return this.stream.wire().argumentsDone.frame("response.mcp_call_arguments.done",
						this.stream.nextSequence(), this.id, this.stream.outputIndex(), this.arguments.text());
			}
			return (state == deltas + 3)
					? phase((this.error == null) ? "response.mcp_call.completed" : "response.mcp_call.failed") : null;
		}

		@Override
		JsonObject begun() {
			return item("in_progress", "", null, null);
		}

		@Override
		JsonObject ended() {
			return item((this.error == null) ? "completed" : "failed", this.arguments.text(), this.error, this.output);
		}

		@Override
		int length() {
			return this.arguments.text().length();
		}

		private JsonObject item(String status, String arguments, @Nullable String error, @Nullable String output) {
			return JsonObject.of("id", this.id, "type", "mcp_call", "status", status, "approval_request_id", null,
					"arguments", arguments, "error", (error != null) ? error(error) : null, "name", this.step.name(),
					"output", output, "server_label", this.step.serverLabel());
		}

		/**
		 * Return the error in the form of the profile's time: a text in 2025, later an
		 * object.
		 */
		private Object error(String text) {
			return (this.stream.wire().profile == SdkProfile.V0_2) ? text : JsonObject.of("type",
					"mcp_tool_execution_error", "content", List.of(JsonObject.of("type", "text", "text", text)));
		}

	}

	/**
	 * A request to approve a call of a tool of an MCP server. It comes as a whole.
	 */
	static final class McpApprovalRequest extends HostedFrames {

		private final JsonObject item;

		private final int length;

		McpApprovalRequest(ScriptedStream stream, Step.McpApprovalRequest step, PlaceholderScope scope) {
			super(stream, "mcpr");
			String arguments = step.arguments().deltas(scope).text();
			this.item = JsonObject.of("id", this.id, "type", "mcp_approval_request", "arguments", arguments, "name",
					step.name(), "server_label", step.serverLabel());
			this.length = arguments.length();
		}

		@Override
		@Nullable JsonObject between(int state) {
			return null;
		}

		@Override
		JsonObject begun() {
			return this.item;
		}

		@Override
		JsonObject ended() {
			return this.item;
		}

		@Override
		int length() {
			return this.length;
		}

	}

}
