package io.mockagents.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Verbosity;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolChoice;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of the request that the SDK sends to {@code POST /v1/responses}: the
 * same keys in the same order, and no key that the SDK leaves out.
 */
public final class RequestBody {

	private static final Set<String> HOSTED = Set.of("code_interpreter", "computer_use_preview", "file_search",
			"image_generation", "mcp", "web_search_preview");

	private static final Set<String> HOSTED_LATER = Set.of("programmatic_tool_calling", "web_search");

	private static final String TIMEOUT = "timeout";

	private static final Set<String> EXTRAS = Set.of("extra_headers", "extra_query", "extra_body");

	private static final Set<String> ALWAYS_GIVEN = Set.of("extra_headers", "extra_query", "extra_body", "include",
			"input", "instructions", "max_output_tokens", "metadata", "model", "parallel_tool_calls",
			"previous_response_id", "reasoning", "store", "stream", "temperature", "text", "tool_choice", "tools",
			"top_p", "truncation");

	private RequestBody() {
	}

	/**
	 * Return the body of a request.
	 * @param request what the model is sent
	 * @param profile the SDK that sends it
	 * @return the body, in the SDK's key order
	 */
	public static JsonObject of(ModelRequest request, SdkProfile profile) {
		String model = (request.model() != null) ? request.model() : ModelDefaults.model(profile);
		ModelSettings settings = request.modelDefaults()
				? ModelDefaults.settings(model, profile).resolve(request.modelSettings()) : request.modelSettings();
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		if (settings.extraArgs() != null) {
			fields.putAll(settings.extraArgs());
			fields.remove(TIMEOUT);
		}
		fields.putAll(fields(request, model, settings, profile));
		JsonObject.Builder body = JsonObject.builder();
		for (String name : ResponseShapes.of(profile).requestFields()) {
			if (fields.containsKey(name)) {
				body.put(name, fields.get(name));
			}
		}
		if (settings.extraBody() != null) {
			body.putAll(settings.extraBody());
		}
		return body.build();
	}

	/**
	 * Return the fields of a request that are not extra, in any order.
	 */
	private static JsonObject fields(ModelRequest request, String model, ModelSettings settings, SdkProfile profile) {
		JsonObject.Builder body = JsonObject.builder();
		putUnlessNull(body, "conversation", request.conversationId());
		body.put("include", include(request.tools(), settings)).put("input", request.input());
		putUnlessNull(body, "instructions", request.systemInstructions());
		putUnlessNull(body, "max_output_tokens", settings.maxTokens());
		putUnlessNull(body, "metadata", settings.metadata());
		body.put("model", model);
		putUnlessNull(body, "parallel_tool_calls", parallelToolCalls(request, settings, profile));
		putUnlessNull(body, "previous_response_id", request.previousResponseId());
		if (settings.reasoning() != null) {
			body.put("reasoning", reasoning(settings.reasoning()));
		}
		putUnlessNull(body, "store", settings.store());
		if (request.stream() || profile == SdkProfile.V0_2) {
			body.put("stream", request.stream());
		}
		putUnlessNull(body, "temperature", settings.temperature());
		JsonObject text = text(request.outputType(), settings.verbosity());
		if (!text.isEmpty()) {
			body.put("text", text);
		}
		if (settings.toolChoice() != null) {
			body.put("tool_choice", toolChoice(settings.toolChoice(), profile));
		}
		body.put("tools", tools(request, profile));
		putUnlessNull(body, "top_logprobs", settings.topLogprobs());
		putUnlessNull(body, "top_p", settings.topP());
		putUnlessNull(body, "truncation", (settings.truncation() != null) ? settings.truncation().value() : null);
		return body.build();
	}

	/**
	 * Check that the client takes the extra arguments of a request.
	 * @param request what the model is sent
	 * @param profile the SDK that sends it
	 * @throws PythonException if the client does not know an argument, or is given it by
	 * another setting; the message is that of the {@code TypeError} which the SDK raises
	 */
	public static void checkExtraArgs(ModelRequest request, SdkProfile profile) {
		JsonObject extra = request.modelSettings().extraArgs();
		if (extra == null) {
			return;
		}
		List<String> twice = extra.keySet().stream().filter(given(request, profile)::contains).toList();
		if (!twice.isEmpty() && profile == SdkProfile.V0_2) {
			throw new PythonException("TypeError",
					"openai.resources.responses.responses.AsyncResponses.create() got multiple values for keyword argument '"
							+ twice.get(0) + "'",
					null);
		}
		if (!twice.isEmpty()) {
			String names = twice.stream().sorted().map((name) -> "'" + name + "'").collect(Collectors.joining(", "));
			throw new PythonException("TypeError", "responses.create() got multiple values for keyword argument"
					+ ((twice.size() > 1) ? "s " : " ") + names, null);
		}
		List<String> known = ResponseShapes.of(profile).requestFields();
		extra.keySet()
			.stream()
			.filter((name) -> !known.contains(name) && !name.equals(TIMEOUT))
			.findFirst()
			.ifPresent((name) -> {
				throw new PythonException("TypeError",
						"AsyncResponses.create() got an unexpected keyword argument '" + name + "'", null);
			});
	}

	/**
	 * Return the arguments that the SDK itself passes to the client: in profile 0.2 all
	 * that it has settings for, later those that are set.
	 */
	private static Set<String> given(ModelRequest request, SdkProfile profile) {
		if (profile == SdkProfile.V0_2) {
			return ALWAYS_GIVEN;
		}
		Set<String> given = new HashSet<>(fields(request, "", request.modelSettings(), profile).keySet());
		given.addAll(EXTRAS);
		given.remove("top_logprobs");
		return given;
	}

	/**
	 * Return the parameters that are appended to the URL of a request.
	 * @param settings the settings of the request
	 * @param profile the SDK that sends it
	 * @return names and values as they are before they are encoded, in order
	 */
	public static List<Map.Entry<String, String>> query(ModelSettings settings, SdkProfile profile) {
		List<Map.Entry<String, String>> parameters = new ArrayList<>();
		if (settings.extraQuery() != null) {
			settings.extraQuery().forEach((name, value) -> addParameter(parameters, name, value, profile));
		}
		return parameters;
	}

	private static void addParameter(List<Map.Entry<String, String>> parameters, String name, @Nullable Object value,
			SdkProfile profile) {
		if (value instanceof JsonObject object) {
			object.forEach((key, entry) -> addParameter(parameters, name + "[" + key + "]", entry, profile));
		}
		else if (value instanceof List<?> list) {
			list.forEach((entry) -> addParameter(parameters, name + "[]", entry, profile));
		}
		else if (value != null && !(value.equals("") && profile != SdkProfile.V0_24)) {
			parameters.add(Map.entry(name, (value instanceof Boolean) ? value.toString() : PythonText.str(value)));
		}
	}

	private static void putUnlessNull(JsonObject.Builder body, String key, @Nullable Object value) {
		if (value != null) {
			body.put(key, value);
		}
	}

	private static List<String> include(List<Tool> tools, ModelSettings settings) {
		Set<String> include = new LinkedHashSet<>();
		if (tools.stream().anyMatch((tool) -> tool instanceof HostedTool hosted && hosted.includeSearchResults())) {
			include.add("file_search_call.results");
		}
		if (settings.responseInclude() != null) {
			include.addAll(settings.responseInclude());
		}
		if (settings.topLogprobs() != null) {
			include.add("message.output_text.logprobs");
		}
		return List.copyOf(include);
	}

	private static @Nullable Boolean parallelToolCalls(ModelRequest request, ModelSettings settings,
			SdkProfile profile) {
		Boolean parallel = settings.parallelToolCalls();
		boolean sent = switch (profile) {
			case V0_2 -> Boolean.FALSE.equals(parallel) || !request.tools().isEmpty();
			case V0_22, V0_24 -> !request.tools().isEmpty() || !request.handoffs().isEmpty();
		};
		return sent ? parallel : null;
	}

	private static JsonObject reasoning(Reasoning reasoning) {
		JsonObject.Builder body = JsonObject.builder();
		putUnlessNull(body, "effort", (reasoning.effort() != null) ? reasoning.effort().value() : null);
		putUnlessNull(body, "summary", (reasoning.summary() != null) ? reasoning.summary().value() : null);
		return body.build();
	}

	private static JsonObject text(@Nullable OutputType<?> outputType, @Nullable Verbosity verbosity) {
		JsonObject.Builder text = JsonObject.builder();
		if (outputType != null) {
			text.put("format", JsonObject.of("type", "json_schema", "name", "final_output", "schema",
					outputType.jsonSchema(), "strict", outputType.strictJsonSchema()));
		}
		if (verbosity != null) {
			text.put("verbosity", verbosity.value());
		}
		return text.build();
	}

	private static Object toolChoice(ToolChoice choice, SdkProfile profile) {
		String name = choice.name();
		if (choice.serverLabel() != null) {
			return JsonObject.of("server_label", choice.serverLabel(), "type", "mcp", "name", name);
		}
		if (choice.equals(ToolChoice.AUTO) || choice.equals(ToolChoice.REQUIRED) || choice.equals(ToolChoice.NONE)) {
			return name;
		}
		if (HOSTED.contains(name) || (profile != SdkProfile.V0_2 && HOSTED_LATER.contains(name))) {
			return JsonObject.of("type", name);
		}
		return JsonObject.of("type", "function", "name", name);
	}

	private static List<JsonObject> tools(ModelRequest request, SdkProfile profile) {
		List<JsonObject> tools = new ArrayList<>(request.tools().size() + request.handoffs().size());
		for (Tool tool : request.tools()) {
			if (tool instanceof HostedTool hosted) {
				tools.add(hosted.definition());
			}
			else if (tool instanceof FunctionTool function) {
				tools.add(function(function.name(), parameters(function, profile), function.strictJsonSchema(),
						function.description()));
			}
		}
		for (Handoff handoff : request.handoffs()) {
			tools.add(function(handoff.toolName(), handoff.inputJsonSchema(), true, handoff.toolDescription()));
		}
		return tools;
	}

	/**
	 * Return the schema of a tool's arguments as the SDK sends it. That of an agent's
	 * tool is titled after the tool in profile 0.2, and describes itself in the later
	 * one.
	 * @param function the tool
	 * @param profile the SDK that sends it
	 * @return the schema
	 */
	public static JsonObject parameters(FunctionTool function, SdkProfile profile) {
		JsonObject schema = function.paramsJsonSchema();
		if (profile == SdkProfile.V0_2 && function.agent() != null && "AgentAsToolInput".equals(schema.get("title"))) {
			return schema.without("description").with("title", function.name() + "_args");
		}
		return schema;
	}

	private static JsonObject function(String name, JsonObject parameters, boolean strict, String description) {
		return JsonObject.of("name", name, "parameters", parameters, "strict", strict, "type", "function",
				"description", description);
	}

}
