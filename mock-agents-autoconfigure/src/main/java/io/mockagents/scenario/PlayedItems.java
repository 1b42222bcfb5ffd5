package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * The items that a run has been given so far, and the outputs of its tool calls.
 */
final class PlayedItems {

	private final List<Call> calls = new ArrayList<>(2);

	/** The calls that were asked for, by identity. */
	private final Set<Call> taken = new HashSet<>();

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

	/**
	 * Keep a call.
	 */
	void add(Call call) {
		this.calls.add(call);
		this.steps.put(call.callId(), call.step());
	}

	/**
	 * Return the first call with an id that was not requested yet, otherwise the last
	 * one.
	 * @return the call, or {@code null} if there is none with that id
	 */
	@Nullable Call take(String callId) {
		Call found = null;
		for (Call call : this.calls) {
			if (call.callId().equals(callId)) {
				found = call;
				if (this.taken.add(call)) {
					return call;
				}
			}
		}
		return found;
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

	/**
	 * A call of a tool or a handoff.
	 */
	static final class Call {

		private final String callId;

		private final String tool;

		private final Step step;

		private final @Nullable ToolResult scripted;

		private final Failure.@Nullable OfTool failure;

		/**
		 * Create a call.
		 * @param tool the name of what is called
		 * @param step the step that calls it
		 * @param scripted its output, or {@code null} if that is not scripted
		 * @param failure how it fails, or {@code null}
		 */
		Call(String callId, String tool, Step step, @Nullable ToolResult scripted, Failure.@Nullable OfTool failure) {
			this.callId = callId;
			this.tool = tool;
			this.step = step;
			this.scripted = scripted;
			this.failure = failure;
		}

		String callId() {
			return this.callId;
		}

		String tool() {
			return this.tool;
		}

		Step step() {
			return this.step;
		}

		@Nullable ToolResult scripted() {
			return this.scripted;
		}

		Failure.@Nullable OfTool failure() {
			return this.failure;
		}

	}

}
