package io.mockagents.goldens;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.InputGuardrailTripwireTriggeredException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelRefusalException;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.RunErrorDetails;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunResultBase;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.SdkException;
import io.mockagents.agent.Session;
import io.mockagents.agent.ToolGuardrailFunctionOutput;
import io.mockagents.agent.ToolInputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolOutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolTimeoutException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, in the form of the lines of {@code result.json}. Each line is made
 * when it is asked for, as some of them change the session.
 *
 * @param recording what was played
 * @param result the result, or {@code null} if there is none
 * @param maxTurns the number of turns the run may take
 * @param raised what the run threw, or {@code null}
 * @param session the session, or {@code null} if there is none
 */
record GoldenResult(GoldenRecording recording, @Nullable RunResultBase result, int maxTurns,
		@Nullable RuntimeException raised, @Nullable Session session) {

	/**
	 * Keys of an exception that only Python can say.
	 */
	private static final List<String> PYTHON_ONLY = List.of("mro");

	/**
	 * Return a recorded line without what Java cannot say: the classes of Python's that
	 * an exception of another library extends, the class of its cause, and of the tables
	 * of the SDK's own store all but the messages.
	 */
	static JsonObject known(JsonObject line) {
		if (line.get("line").equals("sqlite")) {
			return JsonObject.of("line", "sqlite", "rows",
					line.array("rows").stream().map((row) -> ((List<?>) row).get(2)).toList());
		}
		JsonObject exception = line.objectOrNull("exception");
		if (exception == null) {
			return line;
		}
		if (!exception.array("mro").contains("AgentsException") && !exception.array("mro").contains("OpenAIError")) {
			exception = exception.without("mro");
		}
		if (isCausedByLibrary(exception)) {
			exception = exception.without("cause");
		}
		if (exception.get("cause") instanceof String cause) {
			exception = exception.with("cause", cause.substring(cause.indexOf(':') + 1).strip());
		}
		return line.with("exception", exception);
	}

	/**
	 * Return whether the cause of an exception is one of the HTTP library's.
	 */
	private static boolean isCausedByLibrary(JsonObject exception) {
		return exception.get("class").equals("APIConnectionError");
	}

	/**
	 * Return the line of the kind of a recorded one.
	 */
	@Nullable Object line(JsonObject recorded) {
		return switch (recorded.string("line")) {
			case "raised" -> (this.raised != null) ? raised(recorded) : "nothing was raised";
			case "result" -> (this.result != null) ? result(recorded, this.result) : "there is no result";
			case "session_items" -> sessionItems(recorded);
			case "sqlite" -> JsonObject.of("line", "sqlite", "rows",
					items(null).stream().map((item) -> JsonCodec.writePython(item)).toList());
			default -> "the kind of line is unknown";
		};
	}

	private List<JsonObject> items(@Nullable Integer limit) {
		return (this.session != null) ? this.session.getItems(limit) : List.of();
	}

	private JsonObject sessionItems(JsonObject recorded) {
		if ("clear".equals(recorded.get("after")) && this.session != null) {
			this.session.clearSession();
		}
		JsonObject.Builder line = JsonObject.builder();
		recorded.forEach((key, value) -> {
			switch (key) {
				case "items" -> line.put(key, items(null));
				case "popped" -> line.put(key, (this.session != null) ? this.session.popItem() : null);
				case "after_pop" -> line.put(key, items(null).size());
				case "line", "run", "after" -> line.put(key, value);
				default -> line.put(key,
						key.matches("last\\d+") ? items(Integer.valueOf(key.substring(4))) : "the key is unknown");
			}
		});
		return line.build();
	}

	private JsonObject result(JsonObject recorded, RunResultBase result) {
		RunResultStreaming streamed = (result instanceof RunResultStreaming streaming) ? streaming : null;
		JsonObject.Builder line = JsonObject.builder()
			.put("line", "result")
			.put("run", recorded.get("run"))
			.put("final_output_type", typeName(result))
			.put("final_output", shown(json(result.finalOutput())))
			.put("is_complete", (streamed != null) ? streamed.isComplete() : null)
			.put("current_turn", (streamed != null) ? streamed.currentTurn() : null)
			.put("max_turns", (streamed != null || this.recording.profile() != SdkProfile.V0_2) ? this.maxTurns : null)
			.put("input", input(result.input()))
			.put("new_items", result.newItems().stream().map(GoldenResult::item).toList())
			.put("raw_responses", json(result.rawResponses()))
			.put("last_response_id", result.lastResponseId())
			.put("input_guardrail_results",
					result.inputGuardrailResults().stream().map((found) -> guardrail(found.output())).toList())
			.put("output_guardrail_results",
					result.outputGuardrailResults().stream().map((found) -> guardrail(found.output())).toList())
			.put("context_usage", json(result.contextWrapper().usage()))
			.put("last_agent", result.lastAgent().name())
			.put("to_input_list", result.toInputList());
		if (this.recording.profile() != SdkProfile.V0_2) {
			line.put("interruptions", json(result.interruptions()));
		}
		return line.put("str(result)", result.toString()).build();
	}

	private static String typeName(RunResultBase result) {
		OutputType<?> outputType = result.lastAgent().outputType();
		Object output = result.finalOutput();
		return (outputType != null && output != null) ? PythonText.typeName(outputType, output)
				: PythonText.typeName(output);
	}

	/**
	 * Return a value as recordings show it: floats that JSON cannot hold with their text.
	 */
	private static @Nullable Object shown(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			JsonObject.Builder shown = JsonObject.builder();
			object.forEach((key, member) -> shown.put(key, shown(member)));
			return shown.build();
		}
		return (value instanceof Double number && !Double.isFinite(number))
				? JsonObject.of("_type", "float", "str", PythonText.str(number)) : value;
	}

	private static Object input(RunInput input) {
		return (input instanceof RunInput.Text text) ? text.text() : input.toItems();
	}

	private static JsonObject item(RunItem item) {
		JsonObject.Builder line = JsonObject.builder()
			.put("class", item.getClass().getSimpleName().replace("Mcp", "MCP"));
		return line.putAll((JsonObject) json(item)).build();
	}

	private static JsonObject guardrail(GuardrailFunctionOutput output) {
		return JsonObject.of("output_info", output.outputInfo(), "tripwire_triggered", output.tripwireTriggered());
	}

	private JsonObject raised(JsonObject recorded) {
		RuntimeException raised = this.raised;
		JsonObject expected = recorded.object("exception");
		JsonObject.Builder exception = JsonObject.builder();
		for (String key : expected.keySet()) {
			if (key.equals("cause") && isCausedByLibrary(expected)) {
				continue;
			}
			if (!PYTHON_ONLY.contains(key) || !superclasses(raised).isEmpty()) {
				exception.put(key, field(key, raised, expected));
			}
		}
		boolean streamed = this.recording.isStreamed();
		return JsonObject.of("line", "raised", "run", recorded.get("run"), "where", streamed ? "stream_events" : "run",
				"exception", exception.build());
	}

	private static @Nullable Object field(String key, RuntimeException raised, JsonObject expected) {
		return switch (key) {
			case "class" -> className(raised);
			case "mro" -> superclasses(raised);
			case "str", "message" -> raised.getMessage();
			case "cause" -> cause(raised);
			case "run_data" -> (raised instanceof AgentsException exception && exception.runData() != null)
					? runData(exception.runData()) : null;
			case "guardrail_result" -> guardrailResult(raised);
			case "refusal" -> (raised instanceof ModelRefusalException refused) ? refused.refusal() : null;
			case "tool_name" -> (raised instanceof ToolTimeoutException timeout) ? timeout.toolName() : null;
			case "timeout_seconds" ->
				(raised instanceof ToolTimeoutException timeout) ? seconds(timeout, expected.get(key)) : null;
			case "status_code" -> (raised instanceof OpenAiStatusException status) ? status.statusCode() : null;
			case "request_id" -> (raised instanceof OpenAiStatusException status) ? status.requestId() : null;
			case "body" -> (raised instanceof OpenAiException api) ? api.body() : null;
			case "code" -> (raised instanceof OpenAiException api) ? field(api, key, api.code(), expected) : null;
			case "param" -> (raised instanceof OpenAiException api) ? field(api, key, api.param(), expected) : null;
			case "type" -> (raised instanceof OpenAiException api) ? field(api, key, api.type(), expected) : null;
			default -> "the field is unknown";
		};
	}

	private static Object seconds(ToolTimeoutException timeout, @Nullable Object expected) {
		double seconds = timeout.timeout().toNanos() / 1e9;
		return (expected instanceof Integer) ? (Object) (int) seconds : seconds;
	}

	private static String className(RuntimeException raised) {
		return SdkException.nameOf(raised);
	}

	private static List<String> superclasses(RuntimeException raised) {
		List<String> names = new ArrayList<>();
		if (raised instanceof PythonException || (raised instanceof OpenAiConnectionException connection
				&& !connection.sdkName().startsWith("API"))) {
			return names;
		}
		names.add(className(raised));
		if (raised instanceof AgentsException) {
			names.add("AgentsException");
		}
		else if (raised instanceof OpenAiException) {
			if (raised instanceof OpenAiStatusException && !names.contains("APIStatusError")) {
				names.add("APIStatusError");
			}
			if (!names.contains("APIError")) {
				names.add("APIError");
			}
			names.add("OpenAIError");
		}
		names.add("Exception");
		names.add("BaseException");
		return names;
	}

	private static @Nullable Object cause(RuntimeException raised) {
		Throwable cause = (raised instanceof OpenAiConnectionException
				&& !(raised.getCause() instanceof OpenAiConnectionException)) ? raised : raised.getCause();
		return (cause == null) ? null : (cause.getMessage() != null) ? cause.getMessage() : "";
	}

	private static JsonObject runData(RunErrorDetails details) {
		return JsonObject.of("input", input(details.input()), "new_items", json(details.newItems()),
				"raw_responses_count", details.rawResponses().size(), "last_agent", details.lastAgent().name(), "usage",
				json(details.usage()));
	}

	/**
	 * Return a field of an error: its text, or where the SDK shows another value, that
	 * value of the body, of which the text has to be the form.
	 */
	private static @Nullable Object field(OpenAiException raised, String key, @Nullable String text,
			JsonObject expected) {
		boolean isOther = text != null && !(expected.get(key) instanceof String)
				&& raised.body() instanceof JsonObject body && text.equals(String.valueOf(body.get(key)));
		return isOther ? ((JsonObject) Objects.requireNonNull(raised.body())).get(key) : text;
	}

	private static @Nullable JsonObject guardrailResult(RuntimeException raised) {
		if (raised instanceof InputGuardrailTripwireTriggeredException tripped) {
			return JsonObject.of("guardrail_name", tripped.guardrailResult().guardrailName(), "output",
					guardrail(tripped.guardrailResult().output()));
		}
		if (raised instanceof OutputGuardrailTripwireTriggeredException tripped) {
			return JsonObject.of("guardrail_name", tripped.guardrailResult().guardrailName(), "output",
					guardrail(tripped.guardrailResult().output()));
		}
		if (raised instanceof ToolInputGuardrailTripwireTriggeredException tripped) {
			return guardrail(tripped.guardrailResult().guardrailName(), tripped.guardrailResult().output());
		}
		if (raised instanceof ToolOutputGuardrailTripwireTriggeredException tripped) {
			return guardrail(tripped.guardrailResult().guardrailName(), tripped.guardrailResult().output());
		}
		return null;
	}

	private static JsonObject guardrail(String name, ToolGuardrailFunctionOutput output) {
		return JsonObject.of("guardrail_name", name, "output", JsonObject.of("output_info", output.outputInfo(),
				"behavior", JsonObject.of("type", output.behavior().name().toLowerCase(Locale.ROOT))));
	}

	private static @Nullable Object json(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof JsonObject || value instanceof Map) {
			return value;
		}
		return JsonCodec.parse(GoldenRun.json(value));
	}

}
