package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * The items that a run has been given so far, and the outputs of its tool calls.
 */
final class PlayedItems {

	private final List<Call> calls = new ArrayList<>(2);

	private final Map<String, Step> steps = new HashMap<>();

	/**
	 * Keep the step of an item.
	 * @param id the call id of a function call, the id of any other item
	 * @param step the step
	 */
	void add(String id, Step step) {
		this.steps.put(id, step);
	}

	/**
	 * Return the step of an item.
	 * @param id the call id of a function call, the id of any other item
	 * @return the step, or {@code null} if none was kept
	 */
	@Nullable Step step(String id) {
		return this.steps.get(id);
	}

	void add(String callId, String tool, @Nullable ToolResult scripted) {
		this.calls.add(new Call(callId, tool, scripted, null));
	}

	void addFailing(String callId, String tool, Failure.OfTool failure) {
		this.calls.add(new Call(callId, tool, null, failure));
	}

	/**
	 * Return how a call fails.
	 */
	Failure.@Nullable OfTool failure(String callId) {
		for (Call call : this.calls) {
			if (call.callId().equals(callId)) {
				return call.failure();
			}
		}
		return null;
	}

	/**
	 * Return the scripted output of a call.
	 */
	@Nullable ToolResult scripted(String callId) {
		for (Call call : this.calls) {
			if (call.callId().equals(callId)) {
				return call.scripted();
			}
		}
		return null;
	}

	/**
	 * Return what the last call of a tool gave: what is scripted, or what the
	 * conversation says.
	 */
	@Nullable ToolResult last(String tool, List<JsonObject> conversation) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			Call call = this.calls.get(i);
			if (call.tool().equals(tool)) {
				ToolResult output = (call.scripted() != null) ? call.scripted() : said(call.callId(), conversation);
				if (output != null) {
					return output;
				}
			}
		}
		return null;
	}

	private static @Nullable ToolResult said(String callId, List<JsonObject> conversation) {
		for (int i = conversation.size() - 1; i >= 0; i--) {
			JsonObject item = conversation.get(i);
			if ("function_call_output".equals(item.get("type")) && callId.equals(item.get("call_id"))) {
				Object output = item.get("output");
				return new ToolResult(output, String.valueOf(output));
			}
		}
		return null;
	}

	private record Call(String callId, String tool, @Nullable ToolResult scripted, Failure.@Nullable OfTool failure) {
	}

}
