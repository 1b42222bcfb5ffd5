package io.mockagents.recording.export;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.JsonWalk;
import io.mockagents.python.PythonText;
import io.mockagents.recording.MessageMatch;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a run in the form of scenario files.
 */
final class ExportedRun {

	/**
	 * The client's exceptions for an answer that is cut, up to and from profile 0.24 on.
	 */
	private static final Set<String> CUTS = Set.of("RemoteProtocolError", "APIConnectionError");

	private static final Pattern NOT_FOUND = Pattern.compile("Tool (\\S+) not found in agent .*", Pattern.DOTALL);

	private static final Pattern TOOL_FAILED = Pattern.compile("Error running tool ([^:]+): (.*)", Pattern.DOTALL);

	private static final Pattern NO_RESPONSE = Pattern.compile(
			"(Responses stream ended with terminal event|Model did not produce a final response).*", Pattern.DOTALL);

	private static final Pattern LIST_OF = Pattern.compile("\\[([A-Za-z_][A-Za-z0-9_]*)\\(.*", Pattern.DOTALL);

	private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final Set<String> OF_CALL = Set.of("id", "type", "call_id", "name", "arguments", "parsed_arguments");

	private static final Set<String> ENDS = Set.of("completed", "incomplete", "in_progress");

	private static final List<Object> PHASES = List.of("commentary", "final_answer");

	private static final List<Object> REASONS = List.of("max_output_tokens", "content_filter");

	/** The data of a frame that is no JSON. */
	private static final String NO_JSON = "-";

	/** The result of a tool whose model has no known name. */
	private static final String ANY_MODEL = "BaseModel";

	private final RecordedRun run;

	private final boolean ids;

	private final boolean delays;

	private final long agents;

	private final List<JsonObject> turns = new ArrayList<>();

	private final Set<String> notes = new LinkedHashSet<>();

	/** The results by the id of the call, those of calls that share one in order. */
	private final Map<String, Deque<RecordedToolResult>> results = new HashMap<>();

	ExportedRun(RecordedRun run, boolean ids, boolean delays) {
		this.run = run;
		this.ids = ids;
		this.delays = delays;
		List<RecordedTurn> answers = new ArrayList<>();
		for (RecordedRun part : run.parts()) {
			for (RecordedTurn turn : part.turns()) {
				turn.toolResults()
					.forEach((result) -> this.results.computeIfAbsent(result.callId(), (id) -> new ArrayDeque<>())
						.add(result));
				if (!turn.isContinuation()) {
					answers.add(turn);
				}
			}
		}
		if (run.interrupted() != null) {
			this.notes.add("calls of the run needed approval, which the application's tools decide: "
					+ "set needsApproval on them, and the scenario's outputs are returned once a call is approved");
		}
		this.agents = answers.stream().map((turn) -> turn.agent().name()).distinct().count();
		for (int i = 0; i < answers.size(); i++) {
			add(answers, i);
		}
		addFailureOfRun(answers);
	}

	List<JsonObject> turns() {
		return this.turns;
	}

	List<String> notes() {
		return List.copyOf(this.notes);
	}

	private void add(List<RecordedTurn> answers, int index) {
		RecordedTurn turn = answers.get(index);
		String nextAgent = (index + 1 < answers.size()) ? answers.get(index + 1).agent().name() : null;
		JsonObject.Builder exported = JsonObject.builder();
		if (answers.size() > 1 && !repeatsUntilEnd(answers, index)) {
			exported.put("when", condition(turn));
		}
		JsonObject response = response(turn);
		if (this.ids && response != null && response.get("id") instanceof String id) {
			exported.put("response_id", id);
		}
		List<JsonObject> steps = steps(turn, nextAgent);
		JsonObject failure = failure(turn, response, endOf(answers, index));
		if (failure != null) {
			steps.add(JsonObject.of("failure", failure));
		}
		exported.put("steps", steps);
		JsonObject usage = (response != null) ? usage(response) : null;
		if (usage != null) {
			exported.put("usage", usage);
		}
		RecordedFailure end = endOf(answers, index);
		if (end != null && end.type().equals("JSONDecodeError")) {
			List<Object> frames = new ArrayList<>(turn.frames());
			frames.add(NO_JSON);
			this.turns.add(exported.put("steps", List.of(JsonObject.of("frames", frames))).build().without("usage"));
			return;
		}
		JsonObject fitted = new FittedTurn(this.run.profile(), turn).fit(exported.build());
		if (fitted.objects("steps").stream().anyMatch((step) -> step.containsKey("frames"))) {
			this.notes
				.add("turn " + (index + 1) + " has frames without a step of their own, so they are written unchanged; "
						+ "ids in them are those of the recording");
		}
		this.turns.add(fitted);
	}

	/**
	 * Return whether a turn is given again and again until the run has no turns left, so
	 * that it must not depend on what the model sees.
	 */
	private boolean repeatsUntilEnd(List<RecordedTurn> answers, int index) {
		RecordedFailure failure = this.run.failure();
		return index == answers.size() - 1 && failure != null && failure.type().equals("MaxTurnsExceeded");
	}

	private JsonObject condition(RecordedTurn turn) {
		JsonObject.Builder condition = JsonObject.builder();
		if (this.agents > 1) {
			condition.put("agent", turn.agent().name());
		}
		String message = turn.key().userMessage();
		if (message != null && !message.equals(this.run.input()) && !withoutCode(message).isEmpty()) {
			condition.put("user_message", withoutCode(message));
		}
		condition.put("tool_outputs", turn.key().toolOutputs());
		return condition.build();
	}

	private static @Nullable JsonObject response(RecordedTurn turn) {
		for (int i = turn.frames().size() - 1; i >= 0; i--) {
			JsonObject response = turn.frames().get(i).objectOrNull("response");
			if (response != null) {
				return response;
			}
		}
		return null;
	}

	private static @Nullable JsonObject usage(JsonObject response) {
		JsonObject usage = response.objectOrNull("usage");
		if (usage == null) {
			return null;
		}
		JsonObject.Builder exported = JsonObject.builder();
		putCount(exported, "input_tokens", usage, true);
		JsonObject input = usage.objectOrNull("input_tokens_details");
		putCount(exported, "cached_tokens", input, false);
		putCount(exported, "cache_write_tokens", input, false);
		putCount(exported, "output_tokens", usage, true);
		putCount(exported, "reasoning_tokens", usage.objectOrNull("output_tokens_details"), false);
		return exported.build();
	}

	private static void putCount(JsonObject.Builder usage, String key, @Nullable JsonObject counts, boolean zero) {
		Object count = (counts != null) ? counts.get(key) : null;
		if ((count instanceof Integer || count instanceof Long) && ((Number) count).longValue() >= (zero ? 0 : 1)) {
			usage.put(key, count);
		}
	}

	private List<JsonObject> steps(RecordedTurn turn, @Nullable String nextAgent) {
		List<JsonObject> steps = new ArrayList<>();
		long written = 0;
		for (AnsweredItems.Part part : AnsweredItems.of(turn.frames())) {
			long pause = pause(turn, written, part.lastFrame());
			written = Math.max(written, part.lastFrame() + 1L);
			if (pause > 0) {
				steps.add(JsonObject.of("delay_ms", pause));
			}
			steps.add(step(part.item(), nextAgent));
		}
		return steps;
	}

	/**
	 * Return the pauses before some frames of a turn, in milliseconds.
	 */
	private long pause(RecordedTurn turn, long from, int to) {
		Duration pause = Duration.ZERO;
		for (long i = from; this.delays && i <= to && i < turn.pauses().size(); i++) {
			pause = pause.plus(turn.pauses().get((int) i));
		}
		return Math.min(pause.toMillis(), Duration.ofDays(1).toMillis());
	}

	private JsonObject step(JsonObject item, @Nullable String nextAgent) {
		JsonObject step = switch (String.valueOf(item.get("type"))) {
			case "message" -> message(item);
			case "reasoning" -> reasoning(item);
			case "function_call" -> call(item, nextAgent);
			case "web_search_call" -> webSearch(item);
			case "mcp_list_tools" -> mcpListTools(item);
			case "mcp_call" -> mcpCall(item);
			case "mcp_approval_request" -> approvalRequest(item);
			default -> null;
		};
		return (step != null) ? step : JsonObject.of("item",
				FittedTurn.withoutUnset(this.run.profile(), this.ids ? item : item.without("id")));
	}

	private @Nullable JsonObject message(JsonObject item) {
		List<JsonObject> parts = new ArrayList<>();
		for (JsonObject part : item.objects("content")) {
			JsonObject exported = part(part);
			if (exported == null) {
				return null;
			}
			parts.add(exported);
		}
		if (parts.size() == 1 && parts.get(0).get("refusal") instanceof String refusal) {
			return JsonObject.of("refusal", withId(item, "text", refusal));
		}
		JsonObject.Builder message = JsonObject.builder();
		if (parts.size() == 1) {
			message.putAll(parts.get(0));
		}
		else {
			message.put("content", parts);
		}
		Object phase = item.get("phase");
		if (phase != null && PHASES.contains(phase)) {
			message.put("phase", phase);
		}
		else if (phase != null) {
			return null;
		}
		putIds(message, item);
		JsonObject built = message.build();
		return JsonObject.of("message", (built.size() == 1 && built.get("text") instanceof String text) ? text : built);
	}

	private static @Nullable JsonObject part(JsonObject part) {
		if (part.get("refusal") instanceof String refusal) {
			return JsonObject.of("refusal", escaped(refusal));
		}
		if (!(part.get("text") instanceof String text)) {
			return null;
		}
		JsonObject.Builder exported = JsonObject.builder().put("text", escaped(text));
		for (String key : List.of("annotations", "logprobs")) {
			if (part.get(key) instanceof List<?> list && !list.isEmpty()) {
				exported.put(key, list);
			}
		}
		return exported.build();
	}

	private @Nullable JsonObject reasoning(JsonObject item) {
		if (item.get("status") != null) {
			return null;
		}
		List<String> summary = texts(item, "summary");
		List<String> content = texts(item, "content");
		JsonObject.Builder reasoning = JsonObject.builder().put("summary", summary);
		if (!content.isEmpty()) {
			reasoning.put("content", content);
		}
		if (item.get("encrypted_content") instanceof String encrypted) {
			reasoning.put("encrypted_content", encrypted);
		}
		putIds(reasoning, item);
		JsonObject built = reasoning.build();
		return JsonObject.of("reasoning", (built.size() == 1) ? summary : built);
	}

	private static List<String> texts(JsonObject item, String key) {
		return (item.get(key) instanceof List<?>)
				? item.objects(key).stream().map((part) -> escaped(part.string("text"))).toList() : List.of();
	}

	private Object withId(JsonObject item, String key, Object value) {
		return (this.ids && item.get("id") instanceof String id) ? JsonObject.of(key, value, "id", id) : value;
	}

	private void putIds(JsonObject.Builder step, JsonObject item) {
		for (String key : List.of("id", "call_id")) {
			if (this.ids && item.get(key) instanceof String id) {
				step.put(key, id);
			}
		}
	}

	private JsonObject call(JsonObject item, @Nullable String nextAgent) {
		String name = item.string("name");
		Object arguments = arguments(item.string("arguments"));
		Deque<RecordedToolResult> results = this.results.get(item.stringOrNull("call_id"));
		RecordedToolResult result = (results == null) ? null : (results.size() > 1) ? results.poll() : results.peek();
		if (nextAgent != null && name.equals(Handoff.defaultToolName(nextAgent))) {
			JsonObject.Builder handoff = JsonObject.builder().put("agent", nextAgent);
			if (!arguments.equals(JsonObject.of())) {
				handoff.put("arguments", arguments);
			}
			putIds(handoff, item);
			JsonObject built = handoff.build();
			return JsonObject.of("handoff", (built.size() == 1) ? nextAgent : built);
		}
		if (!TOOL_NAME.matcher(name).matches()) {
			return JsonObject.of("item", FittedTurn.withoutUnset(this.run.profile(), item));
		}
		JsonObject.Builder call = JsonObject.builder().put("name", name);
		if (!arguments.equals(JsonObject.of())) {
			call.put("arguments", arguments);
		}
		if (result != null) {
			putOutput(call, result);
		}
		putFields(call, item);
		putIds(call, item);
		return JsonObject.of("tool_call", call.build());
	}

	private static void putFields(JsonObject.Builder call, JsonObject item) {
		JsonObject.Builder fields = JsonObject.builder();
		item.forEach((key, value) -> {
			boolean usual = OF_CALL.contains(key) || value == null || (key.equals("status") && ENDS.contains(value));
			if (!usual) {
				fields.put(key, value);
			}
		});
		JsonObject further = fields.build();
		if (!further.isEmpty()) {
			call.put("fields", further);
		}
	}

	private static void putOutput(JsonObject.Builder call, RecordedToolResult result) {
		Object value = result.value();
		call.put("output", escapedJson(value));
		if (PythonText.str(value).equals(result.text())) {
			return;
		}
		String type = modelOf(value, result.text());
		call.put((type != null) ? "output_type" : "output_text", (type != null) ? type : result.text());
	}

	/**
	 * Return the name of the Python model whose text a value has, or {@code null} if its
	 * text is not that of a model.
	 */
	private static @Nullable String modelOf(@Nullable Object value, String text) {
		if (value instanceof JsonObject fields) {
			return PythonText.modelStr(fields).equals(text) ? ANY_MODEL : null;
		}
		Matcher list = LIST_OF.matcher(text);
		if (!(value instanceof List<?> elements) || !list.matches()) {
			return null;
		}
		String expected = elements.stream()
			.map((element) -> (element instanceof JsonObject fields) ? PythonText.modelRepr(list.group(1), fields)
					: PythonText.repr(element))
			.reduce((one, other) -> one + ", " + other)
			.orElse("");
		return text.equals("[" + expected + "]") ? list.group(1) : null;
	}

	private @Nullable JsonObject webSearch(JsonObject item) {
		JsonObject action = item.objectOrNull("action");
		if (action == null || !"search".equals(action.get("type")) || !"completed".equals(item.get("status"))
				|| !(action.get("query") instanceof String query) || action.get("sources") != null) {
			return null;
		}
		Object queries = action.get("queries");
		return (queries == null || queries.equals(List.of(query)))
				? JsonObject.of("web_search", withId(item, "query", escaped(query))) : null;
	}

	private @Nullable JsonObject mcpListTools(JsonObject item) {
		if (!(item.get("tools") instanceof List<?>)
				|| !(item.get("error") == null || item.get("error") instanceof String)) {
			return null;
		}
		JsonObject.Builder list = JsonObject.builder()
			.put("server_label", item.get("server_label"))
			.put("tools", item.get("tools"));
		if (item.get("error") instanceof String error) {
			list.put("error", escaped(error));
		}
		putIds(list, item);
		return JsonObject.of("mcp_list_tools", list.build());
	}

	private @Nullable JsonObject mcpCall(JsonObject item) {
		Object output = item.get("output");
		Object error = item.get("error");
		if (item.get("approval_request_id") != null || !(output == null || output instanceof String)
				|| !(error == null || error instanceof String || error instanceof JsonObject)
				|| (output != null && error != null)) {
			return null;
		}
		JsonObject.Builder call = JsonObject.builder()
			.put("server_label", item.get("server_label"))
			.put("name", item.get("name"))
			.put("arguments", arguments(item.string("arguments")));
		if (output != null) {
			call.put("output", escapedJson(output));
		}
		if (error != null) {
			call.put("error", escapedJson(error));
		}
		putIds(call, item);
		return JsonObject.of("mcp_call", call.build());
	}

	private JsonObject approvalRequest(JsonObject item) {
		this.notes.add("a hosted MCP server asks for approval, which the application decides: "
				+ "set onApprovalRequest on the agent's hosted tool, or decide on the run's interruption");
		JsonObject.Builder request = JsonObject.builder()
			.put("server_label", item.get("server_label"))
			.put("name", item.get("name"))
			.put("arguments", arguments(item.string("arguments")));
		putIds(request, item);
		return JsonObject.of("mcp_approval_request", request.build());
	}

	/**
	 * Return arguments as an object if that produces the same text again, otherwise as
	 * text.
	 */
	private static Object arguments(String text) {
		try {
			if (JsonCodec.parse(text) instanceof JsonObject object && JsonCodec.write(object).equals(text)) {
				return Objects.requireNonNull(escapedJson(object));
			}
		}
		catch (IllegalArgumentException ex) {
			return escaped(text);
		}
		return escaped(text);
	}

	/**
	 * Return what ended an answer early. Where something came of it before, only the run
	 * tells.
	 */
	private @Nullable RecordedFailure endOf(List<RecordedTurn> answers, int index) {
		RecordedFailure failure = answers.get(index).failure();
		return (failure == null && index == answers.size() - 1) ? this.run.failure() : failure;
	}

	private @Nullable JsonObject failure(RecordedTurn turn, @Nullable JsonObject response,
			@Nullable RecordedFailure failure) {
		if (turn.frames().isEmpty()) {
			return (failure != null) ? orUnknown(ofAnswer(failure), failure) : null;
		}
		JsonObject last = turn.frames().get(turn.frames().size() - 1);
		if (failure != null && failure.type().equals("APIError") && !last.containsKey("error")) {
			return within("stream_error",
					(failure.body() instanceof JsonObject error) ? error : JsonObject.of("message", failure.message()),
					AnsweredItems.cutAfter(turn.frames()));
		}
		Integer cut = AnsweredItems.cutAfter(turn.frames());
		if (cut != null) {
			this.notes.add("an answer breaks off within a text. Deltas of scenarios are cut differently: "
					+ "check 'after_events' of its failure");
		}
		for (JsonObject frame : turn.frames()) {
			if ("error".equals(frame.get("type"))) {
				JsonObject error = frame.objectOrNull("error");
				return within((error != null) ? "stream_error" : "flat_stream_error", (error != null) ? error : frame,
						cut);
			}
		}
		switch (String.valueOf(last.get("type"))) {
			case "response.failed" -> {
				JsonObject error = (response != null) ? response.objectOrNull("error") : null;
				return within("failed", (error != null) ? error : JsonObject.of(), cut);
			}
			case "response.incomplete" -> {
				JsonObject details = (response != null) ? response.objectOrNull("incomplete_details") : null;
				Object reason = (details != null) ? details.get("reason") : null;
				return (reason != null && REASONS.contains(reason))
						? JsonObject.of("kind", "incomplete", "reason", reason) : JsonObject.of("kind", "incomplete");
			}
			case "response.completed" -> {
				return (failure != null && CUTS.contains(failure.type())) ? JsonObject.of("kind", "connection_dropped")
						: null;
			}
			default -> {
				if (failure == null || failure.isCutOff() || failure.type().equals("ModelBehaviorError")
						|| failure.type().endsWith("GuardrailTripwireTriggered")) {
					return null;
				}
				if (!CUTS.contains(failure.type())) {
					this.notes.add("an answer ends early with " + failure.type() + ": " + failure.message()
							+ "; the scenario drops the connection instead");
				}
				JsonObject dropped = JsonObject.of("kind", "connection_dropped");
				return (cut != null) ? dropped.with("after_events", cut) : dropped;
			}
		}
	}

	private static JsonObject within(String kind, JsonObject error, @Nullable Integer cut) {
		JsonObject.Builder failure = JsonObject.builder().put("kind", kind);
		List<String> keys = kind.equals("stream_error") ? List.of("message", "type", "param", "code")
				: kind.equals("failed") ? List.of("message", "code") : List.of("message", "param", "code");
		for (String key : keys) {
			boolean none = error.containsKey(key) && error.get(key) == null && !key.equals("message")
					&& !kind.equals("failed");
			if (none || (error.get(key) instanceof String text && !text.isEmpty())) {
				failure.put(key, error.get(key));
			}
		}
		if (cut != null) {
			failure.put("after_events", cut);
		}
		return failure.build();
	}

	/**
	 * Return the failure of an answer of which nothing is known but how it failed.
	 */
	private @Nullable JsonObject ofAnswer(RecordedFailure failure) {
		if (failure.type().equals("APITimeoutError")) {
			return JsonObject.of("kind", "connection_timeout");
		}
		if (failure.type().equals("APIConnectionError")) {
			return JsonObject.of("kind", "connection_error");
		}
		if (failure.isConnectionError()) {
			return JsonObject.of("kind", "connection_dropped");
		}
		if (failure.type().equals("APIError")) {
			return within("stream_error",
					(failure.body() instanceof JsonObject error) ? error : JsonObject.of("message", failure.message()),
					null);
		}
		Matcher notFound = NOT_FOUND.matcher(failure.message());
		if (failure.type().equals("ModelBehaviorError")) {
			return notFound.matches() ? JsonObject.of("kind", "unknown_tool", "name", notFound.group(1))
					: failure.message().contains("response.failed") ? JsonObject.of("kind", "failed")
							: NO_RESPONSE.matcher(failure.message()).matches() ? JsonObject.of("kind", "incomplete")
									: null;
		}
		return ofStatus(failure);
	}

	private @Nullable JsonObject ofStatus(RecordedFailure failure) {
		return (failure.status() != null && failure.status() >= 400 && failure.status() <= 599)
				? new ExportedError(this.run.profile(), failure.status(), failure).step() : null;
	}

	/**
	 * Add what ended the run to its last turn.
	 */
	private void addFailureOfRun(List<RecordedTurn> answers) {
		RecordedFailure failure = this.run.failure();
		if (failure == null || (!answers.isEmpty() && answers.get(answers.size() - 1).failure() != null)) {
			return;
		}
		if (this.turns.isEmpty()) {
			JsonObject only = failure.isCutOff() ? null : failure.type().equals("InputGuardrailTripwireTriggered")
					? guardrail("input", failure) : orUnknown(ofAnswer(failure), failure);
			if (only != null) {
				this.turns.add(turn(only));
			}
			return;
		}
		JsonObject turn = this.turns.get(this.turns.size() - 1);
		List<JsonObject> steps = new ArrayList<>(turn.objects("steps"));
		JsonObject last = steps.get(steps.size() - 1);
		if (last.containsKey("failure") || failure.type().equals("ModelRefusalError")) {
			return;
		}
		JsonObject call = last.objectOrNull("tool_call");
		Matcher notFound = NOT_FOUND.matcher(failure.message());
		Matcher toolFailed = TOOL_FAILED.matcher(failure.message());
		JsonObject exported = null;
		if (failure.type().equals("MaxTurnsExceeded")) {
			exported = JsonObject.of("kind", "max_turns");
		}
		else if (failure.type().endsWith("GuardrailTripwireTriggered")) {
			exported = guardrail(failure.type().startsWith("Input") ? "input" : "output", failure);
		}
		else if (call != null && notFound.matches() && notFound.group(1).equals(call.get("name")) && !this.ids) {
			steps.remove(steps.size() - 1);
			exported = JsonObject.of("kind", "unknown_tool", "name", call.get("name"));
			exported = call.containsKey("arguments") ? exported.with("arguments", call.get("arguments")) : exported;
		}
		else if (call != null && toolFailed.matches() && toolFailed.group(1).equals(call.get("name"))
				&& !call.containsKey("output")) {
			exported = JsonObject.of("kind", "fatal_tool_error", "message", toolFailed.group(2));
		}
		JsonObject next = (exported == null && (call == null || !notFound.matches())) ? ofAnswer(failure) : null;
		if (next != null) {
			this.turns.add(turn(next));
		}
		else if (exported != null) {
			steps.add(JsonObject.of("failure", exported));
			this.turns.set(this.turns.size() - 1, turn.with("steps", steps));
		}
		else if (failure.isCutOff()) {
			this.notes.add("the recording ends before the run does, and so does the scenario: add the missing turns");
		}
		else if (call == null || !notFound.matches()) {
			this.notes.add("scenarios do not support how the run ended: " + failure.type() + ": " + failure.message()
					+ ". The scenario ends after its last turn, unless the application itself fails");
		}
	}

	/**
	 * Return a failure, or one in the place of one that scenarios do not know.
	 */
	private JsonObject orUnknown(@Nullable JsonObject known, RecordedFailure failure) {
		if (known == null) {
			this.notes.add("scenarios do not support the failure " + failure.type() + ": " + failure.message()
					+ ". A dropped connection replaces it");
			return JsonObject.of("kind", "connection_dropped");
		}
		return known;
	}

	private static JsonObject turn(JsonObject failure) {
		return JsonObject.of("steps", List.of(JsonObject.of("failure", failure)));
	}

	private static JsonObject guardrail(String kind, RecordedFailure failure) {
		JsonObject guardrail = JsonObject.of("kind", kind + "_guardrail");
		return (failure.body() != null) ? guardrail.with("output_info", failure.body()) : guardrail;
	}

	/**
	 * Return a message without its code blocks, which rules do not look at; or with them,
	 * if there is nothing else.
	 */
	static String withoutCode(String message) {
		String words = MessageMatch.withoutCode(message);
		return words.isEmpty() ? message.strip() : words;
	}

	private static String escaped(String text) {
		return text.replace("${", "$${");
	}

	private static @Nullable Object escapedJson(@Nullable Object value) {
		return JsonWalk.mapTexts(value, (owner, key, text) -> escaped(text));
	}

}
