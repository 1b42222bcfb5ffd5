package io.mockagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of the request that the SDK sends to {@code POST /v1/responses}: the
 * same keys in the same order, and no key that the SDK leaves out.
 */
public final class RequestBody {

	private static final Pattern CHAT_MODEL = Pattern.compile("gpt-5(\\.[123])?-chat-latest");

	private static final String DATE = "(-\\d{4}-\\d{2}-\\d{2})?";

	private static final Pattern LOW_EFFORT = Pattern.compile("gpt-5" + DATE + "|gpt-5\\.2-codex");

	private static final Pattern MEDIUM_EFFORT = Pattern.compile("gpt-5\\.[24]-pro" + DATE);

	private static final Pattern NO_EFFORT = Pattern
		.compile("gpt-5\\.([1256]|4(-mini|-nano)?|6-(sol|terra|luna))" + DATE + "|gpt-5\\.3-codex");

	private RequestBody() {
	}

	/**
	 * Return the body of a request.
	 * @param request what the model is sent
	 * @param profile the SDK that sends it
	 * @return the body, in the SDK's key order
	 */
	public static JsonObject of(ModelRequest request, SdkProfile profile) {
		String model = (request.model() != null) ? request.model() : defaultModel(profile);
		JsonObject.Builder body = JsonObject.builder().put("include", List.of()).put("input", request.input());
		putUnlessNull(body, "instructions", request.systemInstructions());
		body.put("model", model);
		putUnlessNull(body, "previous_response_id", request.previousResponseId());
		boolean tuned = profile == SdkProfile.V0_22 && model.startsWith("gpt-5")
				&& !CHAT_MODEL.matcher(model).matches();
		String effort = tuned ? reasoningEffort(model) : null;
		if (effort != null) {
			body.put("reasoning", JsonObject.of("effort", effort));
		}
		if (request.stream() || profile == SdkProfile.V0_2) {
			body.put("stream", request.stream());
		}
		JsonObject text = text(request.outputType(), tuned);
		if (!text.isEmpty()) {
			body.put("text", text);
		}
		return body.put("tools", tools(request, profile)).build();
	}

	private static void putUnlessNull(JsonObject.Builder body, String key, @Nullable String value) {
		if (value != null) {
			body.put(key, value);
		}
	}

	/**
	 * Return the model of an agent that names none.
	 * @param profile the SDK that sends the request
	 * @return the name of the model
	 */
	public static String defaultModel(SdkProfile profile) {
		return switch (profile) {
			case V0_2 -> "gpt-4.1";
			case V0_22 -> "gpt-5.6-luna";
		};
	}

	private static @Nullable String reasoningEffort(String model) {
		if (LOW_EFFORT.matcher(model).matches()) {
			return "low";
		}
		if (MEDIUM_EFFORT.matcher(model).matches()) {
			return "medium";
		}
		return NO_EFFORT.matcher(model).matches() ? "none" : null;
	}

	private static JsonObject text(@Nullable OutputType<?> outputType, boolean tuned) {
		JsonObject.Builder text = JsonObject.builder();
		if (outputType != null) {
			text.put("format", JsonObject.of("type", "json_schema", "name", "final_output", "schema",
					outputType.jsonSchema(), "strict", outputType.strictJsonSchema()));
		}
		if (tuned) {
			text.put("verbosity", "low");
		}
		return text.build();
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
