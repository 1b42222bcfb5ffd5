package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ApiError;
import io.mockagents.scenario.match.IntRange;
import io.mockagents.scenario.match.MatchRule;
import io.mockagents.scenario.yaml.YamlWriter;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Writes scenarios as the files that {@link ScenarioLoader} reads: what is written and
 * read again is equal. The same scenario produces the same text.
 */
public final class ScenarioWriter {

	private ScenarioWriter() {
	}

	/**
	 * Write a scenario as YAML for people.
	 * @param scenario the scenario
	 * @return the content of a file, which ends with a line break
	 */
	public static String yaml(Scenario scenario) {
		return YamlWriter.write(json(scenario));
	}

	/**
	 * Write scenarios as YAML for people.
	 * @param scenarios the scenarios
	 * @return the content of a file with a list of them, which ends with a line break
	 */
	public static String yaml(List<Scenario> scenarios) {
		return YamlWriter.write(scenarios.stream().map(ScenarioWriter::json).toList());
	}

	/**
	 * Return a scenario in the form of its file.
	 * @param scenario the scenario
	 * @return the form of {@code META-INF/mock-agents/scenario.schema.json}
	 */
	public static JsonObject json(Scenario scenario) {
		Written written = new Written().put("name", scenario.name())
			.putUnlessEmpty("aliases", scenario.aliases())
			.putUnlessNull("description", scenario.description());
		if (scenario.weight() != 1) {
			written.put("weight", scenario.weight());
		}
		if (scenario.priority() != 0) {
			written.put("priority", scenario.priority());
		}
		return written.putUnlessEmpty("match", scenario.match().stream().map(ScenarioWriter::rule).toList())
			.put("turns", scenario.turns().stream().map(ScenarioWriter::turn).toList())
			.toJson();
	}

	private static JsonObject rule(MatchRule rule) {
		return new Written().putUnlessEmpty("agent", rule.agents())
			.putUnlessEmpty("input_equals", rule.inputEquals())
			.putUnlessEmpty("input_contains", rule.inputContains())
			.putUnlessNull("input_matches", (rule.inputMatches() != null) ? rule.inputMatches().pattern() : null)
			.putUnlessNull("iteration", range(rule.iteration()))
			.putUnlessNull("session_items", range(rule.sessionItems()))
			.putUnlessEmpty("session_contains", rule.sessionContains())
			.toJson();
	}

	private static @Nullable Object range(@Nullable IntRange range) {
		if (range == null || (range.max() != null && range.max() == range.min())) {
			return (range != null) ? range.min() : null;
		}
		return new Written().put("min", range.min()).putUnlessNull("max", range.max()).toJson();
	}

	private static JsonObject turn(Turn turn) {
		Written written = new Written();
		TurnCondition when = turn.when();
		if (when != null) {
			written.put("when",
					new Written().putUnlessNull("agent", when.agent())
						.putUnlessNull("user_message", when.userMessage())
						.putUnlessNull("tool_outputs", when.toolOutputs())
						.toJson());
		}
		written.putUnlessNull("response_id", turn.responseId()).put("steps", steps(turn.steps()));
		JsonObject response = turn.response();
		if (turn.tokens() != null) {
			written.put("usage", usage(turn.tokens()));
		}
		else if (response.containsKey("usage") && response.get("usage") == null) {
			written.put("usage", null);
			response = response.without("usage");
		}
		return written.putUnlessEmpty("response", response).toJson();
	}

	private static JsonObject usage(TokenUsage tokens) {
		return new Written().putUnlessNull("input_tokens", tokens.input())
			.putUnlessNull("cached_tokens", tokens.cached())
			.putUnlessNull("cache_write_tokens", tokens.cacheWrite())
			.putUnlessNull("output_tokens", tokens.output())
			.putUnlessNull("reasoning_tokens", tokens.reasoning())
			.putUnlessEmpty("fields", tokens.fields())
			.toJson();
	}

	private static List<JsonObject> steps(List<Step> steps) {
		List<JsonObject> written = new ArrayList<>();
		for (int i = 0; i < steps.size(); i++) {
			List<Object> outages = new ArrayList<>();
			while (i < steps.size() && steps.get(i) instanceof Failure.BeforeStream outage
					&& Integer.valueOf(1).equals(outage.times())) {
				outages.add(failure((outage instanceof Failure.Http http)
						? new Failure.Http(http.kind(), http.status(), http.error(), http.body(), http.headers(), null)
						: new Failure.Unreachable(((Failure.Unreachable) outage).timeout(), null)));
				i++;
			}
			if (outages.size() > 1 && i < steps.size() && steps.get(i) instanceof Failure.BeforeStream last
					&& last.times() == null) {
				outages.add(failure(last));
				written.add(JsonObject.of("failure", outages));
				continue;
			}
			i -= outages.size();
			written.add(step(steps.get(i)));
		}
		return written;
	}

	private static JsonObject step(Step step) {
		if (step instanceof Step.Message message) {
			return JsonObject.of("message", message(message));
		}
		if (step instanceof Step.ToolCall call) {
			return JsonObject.of("tool_call", toolCall(call));
		}
		if (step instanceof Step.Reasoning reasoning) {
			return JsonObject.of("reasoning", reasoning(reasoning));
		}
		if (step instanceof Step.Refusal refusal) {
			return JsonObject.of("refusal", orObject("text", refusal.text().source(), refusal.id()));
		}
		if (step instanceof Step.Handoff handoff) {
			JsonObject written = new Written().put("agent", handoff.agent())
				.putArguments(handoff.arguments())
				.putUnlessNull("id", handoff.id())
				.putUnlessNull("call_id", handoff.callId())
				.toJson();
			return JsonObject.of("handoff", (written.size() == 1) ? handoff.agent() : written);
		}
		if (step instanceof Step.Item item) {
			return JsonObject.of("item", item.item());
		}
		if (step instanceof Step.Frames frames) {
			return JsonObject.of("frames", frames.frames());
		}
		if (step instanceof Step.Delay delay) {
			return JsonObject.of("delay_ms", delay.duration().toMillis());
		}
		return (step instanceof Failure failure) ? JsonObject.of("failure", failure(failure)) : hosted(step);
	}

	private static JsonObject hosted(Step step) {
		if (step instanceof Step.WebSearch search) {
			return JsonObject.of("web_search", orObject("query", search.query().source(), search.id()));
		}
		if (step instanceof Step.McpListTools list) {
			return JsonObject.of("mcp_list_tools",
					new Written().put("server_label", list.serverLabel())
						.putUnlessEmpty("tools", list.tools())
						.putUnlessNull("error", source(list.error()))
						.putUnlessNull("id", list.id())
						.toJson());
		}
		if (step instanceof Step.McpCall call) {
			return JsonObject.of("mcp_call",
					new Written().put("server_label", call.serverLabel())
						.put("name", call.name())
						.putArguments(call.arguments())
						.putUnlessNull("output", source(call.output()))
						.putUnlessNull("error", source(call.error()))
						.putUnlessNull("id", call.id())
						.toJson());
		}
		if (step instanceof Step.McpApprovalRequest request) {
			return JsonObject.of("mcp_approval_request",
					new Written().put("server_label", request.serverLabel())
						.put("name", request.name())
						.putArguments(request.arguments())
						.putUnlessNull("id", request.id())
						.toJson());
		}
		throw new IllegalStateException("No form for " + step);
	}

	private static @Nullable Object source(@Nullable Template template) {
		return (template != null) ? template.source() : null;
	}

	private static @Nullable Object orObject(String key, @Nullable Object value, @Nullable String id) {
		return (id != null) ? JsonObject.of(key, value, "id", id) : value;
	}

	private static Object message(Step.Message message) {
		Written written = new Written();
		if (message.parts().size() == 1 && !message.parts().get(0).refusal()) {
			written.putAll(part(message.parts().get(0)));
		}
		else {
			written.put("content",
					message.parts()
						.stream()
						.map(ScenarioWriter::part)
						.map((part) -> (part.size() == 1 && part.get("text") instanceof String text) ? text : part)
						.toList());
		}
		JsonObject all = written.putUnlessNull("phase", message.phase()).putUnlessNull("id", message.id()).toJson();
		return (all.size() == 1 && all.get("text") instanceof String text) ? text : all;
	}

	private static JsonObject part(Step.Message.Part part) {
		String key = part.refusal() ? "refusal" : part.text().isText() ? "text" : "json";
		return new Written().put(key, part.text().source())
			.putUnlessEmpty("annotations", part.annotations())
			.putUnlessEmpty("logprobs", part.logprobs())
			.toJson();
	}

	private static Object reasoning(Step.Reasoning reasoning) {
		List<@Nullable Object> summary = sources(reasoning.summary());
		if (reasoning.content().isEmpty() && reasoning.encryptedContent() == null && reasoning.id() == null) {
			return summary;
		}
		return new Written().put("summary", summary)
			.putUnlessEmpty("content", sources(reasoning.content()))
			.putUnlessNull("encrypted_content", reasoning.encryptedContent())
			.putUnlessNull("id", reasoning.id())
			.toJson();
	}

	private static List<@Nullable Object> sources(List<Template> texts) {
		List<@Nullable Object> sources = new ArrayList<>();
		texts.forEach((text) -> sources.add(text.source()));
		return sources;
	}

	private static JsonObject toolCall(Step.ToolCall call) {
		Written written = new Written().put("name", call.name()).putArguments(call.arguments());
		Step.ToolOutput output = call.output();
		if (output != null) {
			written.put(output.isError() ? "error" : "output", output.value().source())
				.putUnlessNull("output_type", output.type())
				.putUnlessNull("output_text", output.text());
		}
		return written.putUnlessEmpty("fields", call.fields())
			.putUnlessNull("id", call.id())
			.putUnlessNull("call_id", call.callId())
			.toJson();
	}

	private static Object failure(Failure failure) {
		JsonObject written = fields(failure);
		return (written.size() == 1 && written.get("kind") instanceof String kind) ? kind : written;
	}

	private static JsonObject fields(Failure failure) {
		if (failure instanceof Failure.Http http) {
			ApiError kind = http.kind();
			return new Written().put((kind != null) ? "kind" : "status", (kind != null) ? kind.kind() : http.status())
				.putAll(http.error())
				.putUnlessNull("body", body(http.body()))
				.putUnlessEmpty("headers", JsonObject.copyOf(new TreeMap<>(http.headers())))
				.putUnlessNull("times", http.times())
				.toJson();
		}
		if (failure instanceof Failure.Unreachable unreachable) {
			return kind(unreachable.timeout() ? FailureKind.CONNECTION_TIMEOUT : FailureKind.CONNECTION_ERROR)
				.putUnlessNull("times", unreachable.times())
				.toJson();
		}
		if (failure instanceof Failure.StreamError error) {
			return kind(error.nested() ? FailureKind.STREAM_ERROR : FailureKind.FLAT_STREAM_ERROR).putAll(error.error())
				.putUnlessNull("after_events", error.afterEvents())
				.toJson();
		}
		if (failure instanceof Failure.Failed failed) {
			return kind(FailureKind.FAILED).put("code", failed.code())
				.put("message", failed.message())
				.putUnlessNull("after_events", failed.afterEvents())
				.toJson();
		}
		if (failure instanceof Failure.Incomplete incomplete) {
			return kind(FailureKind.INCOMPLETE).put("reason", incomplete.reason()).toJson();
		}
		if (failure instanceof Failure.ConnectionDropped dropped) {
			return kind(FailureKind.CONNECTION_DROPPED).putUnlessNull("after_events", dropped.afterEvents()).toJson();
		}
		return fieldsOfRun(failure);
	}

	private static JsonObject fieldsOfRun(Failure failure) {
		if (failure instanceof Failure.UnknownTool unknown) {
			return kind(FailureKind.UNKNOWN_TOOL).put("name", unknown.name())
				.putArguments(unknown.arguments())
				.toJson();
		}
		if (failure instanceof Failure.InputGuardrail guardrail) {
			return kind(FailureKind.INPUT_GUARDRAIL).putUnlessNull("name", guardrail.name())
				.putUnlessNull("output_info", guardrail.outputInfo())
				.toJson();
		}
		if (failure instanceof Failure.OutputGuardrail guardrail) {
			return kind(FailureKind.OUTPUT_GUARDRAIL).putUnlessNull("name", guardrail.name())
				.putUnlessNull("output_info", guardrail.outputInfo())
				.toJson();
		}
		if (failure instanceof Failure.ToolError error) {
			return kind(error.fatal() ? FailureKind.FATAL_TOOL_ERROR : FailureKind.TOOL_ERROR)
				.put("message", error.message())
				.toJson();
		}
		if (failure instanceof Failure.ToolTimeout timeout) {
			return kind(timeout.fatal() ? FailureKind.FATAL_TOOL_TIMEOUT : FailureKind.TOOL_TIMEOUT)
				.putUnlessNull("timeout_ms", timeout.timeoutMs())
				.toJson();
		}
		return kind(FailureKind.MAX_TURNS).toJson();
	}

	private static Written kind(FailureKind kind) {
		return new Written().put("kind", kind.kind());
	}

	/**
	 * Return a body as a value if that produces the same text again, otherwise as text.
	 */
	private static @Nullable Object body(@Nullable String body) {
		if (body == null) {
			return null;
		}
		try {
			Object json = JsonCodec.parse(body);
			return (!(json instanceof String) && json != null && JsonCodec.write(json).equals(body)) ? json : body;
		}
		catch (IllegalArgumentException ex) {
			return body;
		}
	}

	/**
	 * An object that leaves out what says nothing.
	 */
	private static final class Written {

		private final JsonObject.Builder object = JsonObject.builder();

		Written put(String key, @Nullable Object value) {
			this.object.put(key, value);
			return this;
		}

		Written putAll(JsonObject fields) {
			this.object.putAll(fields);
			return this;
		}

		Written putUnlessNull(String key, @Nullable Object value) {
			return (value != null) ? put(key, value) : this;
		}

		Written putUnlessEmpty(String key, List<?> values) {
			return values.isEmpty() ? this : put(key, values);
		}

		Written putUnlessEmpty(String key, Map<String, ?> values) {
			return values.isEmpty() ? this : put(key, values);
		}

		Written putArguments(Template arguments) {
			return JsonObject.of().equals(arguments.source()) ? this : put("arguments", arguments.source());
		}

		JsonObject toJson() {
			return this.object.build();
		}

	}

}
