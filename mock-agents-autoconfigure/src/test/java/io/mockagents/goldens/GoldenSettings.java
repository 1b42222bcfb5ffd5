package io.mockagents.goldens;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Reasoning.Effort;
import io.mockagents.agent.ModelSettings.Reasoning.Summary;
import io.mockagents.agent.ModelSettings.Truncation;
import io.mockagents.agent.ModelSettings.Verbosity;
import io.mockagents.agent.ToolChoice;
import org.jspecify.annotations.Nullable;

/**
 * The model settings of a recording, which have the SDK's names.
 */
final class GoldenSettings {

	private GoldenSettings() {
	}

	static @Nullable ModelSettings of(@Nullable JsonObject recorded) {
		if (recorded == null) {
			return null;
		}
		ModelSettings.Builder settings = ModelSettings.builder();
		recorded.forEach((name, value) -> set(settings, name, value));
		return settings.build();
	}

	private static void set(ModelSettings.Builder settings, String name, @Nullable Object value) {
		switch (name) {
			case "temperature" -> settings.temperature(decimal(value));
			case "top_p" -> settings.topP(decimal(value));
			case "tool_choice" -> settings.toolChoice(toolChoice(value));
			case "parallel_tool_calls" -> settings.parallelToolCalls((Boolean) value);
			case "truncation" -> settings.truncation(constant(Truncation.class, value));
			case "max_tokens" -> settings.maxTokens((Integer) value);
			case "reasoning" -> settings.reasoning(reasoning(value));
			case "verbosity" -> settings.verbosity(constant(Verbosity.class, value));
			case "metadata" -> settings.metadata(texts(value));
			case "store" -> settings.store((Boolean) value);
			case "response_include" ->
				settings.responseInclude(((List<?>) value).stream().map(String::valueOf).toArray(String[]::new));
			case "top_logprobs" -> settings.topLogprobs((Integer) value);
			case "extra_body" -> settings.extraBody((JsonObject) value);
			case "extra_query" -> settings.extraQuery((JsonObject) value);
			case "extra_headers" -> settings.extraHeaders(texts(value));
			case "extra_args" -> settings.extraArgs((JsonObject) value);
			default -> throw new IllegalArgumentException("No setting '" + name + "' of a recording is known");
		}
	}

	private static @Nullable Double decimal(@Nullable Object value) {
		return (value instanceof Number number) ? number.doubleValue() : null;
	}

	private static ToolChoice toolChoice(@Nullable Object value) {
		return (value instanceof JsonObject mcp) ? ToolChoice.mcp(mcp.string("server_label"), mcp.string("name"))
				: ToolChoice.of(String.valueOf(value));
	}

	private static @Nullable Reasoning reasoning(@Nullable Object value) {
		return (value instanceof JsonObject reasoning) ? new Reasoning(constant(Effort.class, reasoning.get("effort")),
				constant(Summary.class, reasoning.get("summary"))) : null;
	}

	private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable Object value) {
		return (value instanceof String name) ? Enum.valueOf(type, name.toUpperCase(Locale.ROOT)) : null;
	}

	private static @Nullable Map<String, String> texts(@Nullable Object value) {
		if (!(value instanceof JsonObject recorded)) {
			return null;
		}
		Map<String, String> texts = new LinkedHashMap<>();
		recorded.forEach((key, text) -> texts.put(key, String.valueOf(text)));
		return texts;
	}

}
