package io.mockagents.sample.vibecode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;

/**
 * A model that gives prepared answers, one item each, and remembers what it was asked.
 */
class PlayedModel implements Model {

	private final Iterator<JsonObject> answers;

	private final List<ModelRequest> requests = new ArrayList<>();

	PlayedModel(JsonObject... answers) {
		this.answers = List.of(answers).iterator();
	}

	static JsonObject submitPatch(String patch) {
		return callSubmitPatch(JsonCodec.write(JsonObject.of("patch", patch, "description", "A change")));
	}

	static JsonObject callSubmitPatch(String arguments) {
		return JsonObject.of("id", id("fc"), "type", "function_call", "status", "completed", "arguments", arguments,
				"call_id", id("call"), "name", "submit_patch");
	}

	static JsonObject message(String text) {
		return JsonObject.of(
				"id", id("msg"), "type", "message", "status", "completed", "content", List.of(JsonObject.of("type",
						"output_text", "annotations", List.of(), "logprobs", List.of(), "text", text)),
				"role", "assistant");
	}

	static JsonObject verdict(boolean approved, String reasoning) {
		return message(JsonCodec
			.write(JsonObject.of("approved", approved, "reasoning", reasoning, "commit_message", "Change something")));
	}

	private static String id(String prefix) {
		return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
	}

	AgentRunner runner() {
		return new LoopAgentRunner(
				(request) -> new RunPlan.Ready(RunInfo.of(id("run"), request, null), this, SdkProfile.V0_2, Pacing.NONE,
						Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));
	}

	/**
	 * Return what an agent was asked, the newest message of each call.
	 */
	List<Object> prompts(String agent) {
		return this.requests.stream()
			.filter((request) -> request.agent().name().equals(agent))
			.map((request) -> request.input().get(request.input().size() - 1))
			.filter((item) -> "user".equals(item.get("role")))
			.map((item) -> (Object) item.string("content"))
			.toList();
	}

	List<ModelRequest> requests() {
		return this.requests;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		this.requests.add(request);
		JsonObject usage = JsonObject.of("input_tokens", 30, "input_tokens_details", JsonObject.of("cached_tokens", 0),
				"output_tokens", 12, "output_tokens_details", JsonObject.of("reasoning_tokens", 0), "total_tokens", 42);
		JsonObject response = JsonObject.of("id", id("resp"), "object", "response", "created_at", 1, "status",
				"completed", "error", null, "incomplete_details", null, "instructions", null, "model", request.model(),
				"output", List.of(this.answers.next()), "parallel_tool_calls", true, "tool_choice", "auto", "tools",
				List.of(), "usage", usage, "metadata", JsonObject.of());
		Iterator<ModelEvent> frames = List
			.of(new ModelEvent(JsonObject.of("type", "response.completed", "sequence_number", 0, "response", response)))
			.iterator();
		return () -> frames.hasNext() ? frames.next() : null;
	}

}
