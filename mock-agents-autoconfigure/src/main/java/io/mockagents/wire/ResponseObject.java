package io.mockagents.wire;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The {@code response} object of the API: an echo of what was asked for, and what became
 * of it.
 */
public final class ResponseObject {

	private static final Form FORM_2025 = new Form("id", "object", "created_at", "status", "background", "error",
			"incomplete_details", "instructions", "max_output_tokens", "max_tool_calls", "model", "output",
			"parallel_tool_calls", "previous_response_id", "prompt_cache_key", "reasoning", "safety_identifier",
			"service_tier", "store", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p",
			"truncation", "usage", "user", "metadata");

	private static final Form FORM_2026 = new Form("id", "object", "created_at", "status", "background", "completed_at",
			"error", "frequency_penalty", "incomplete_details", "instructions", "max_output_tokens", "max_tool_calls",
			"model", "moderation", "output", "parallel_tool_calls", "presence_penalty", "previous_response_id",
			"prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store",
			"temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "usage", "user",
			"metadata");

	private static final String[] REASON_KEYS = { "reason" };

	private static final String[] ERROR_KEYS = { "code", "message" };

	private final Form form;

	private final String id;

	private final JsonObject inProgress;

	public ResponseObject(SdkProfile profile, String id, Number createdAt, ModelRequest request, RequestEcho echo) {
		this.form = (profile == SdkProfile.V0_2) ? FORM_2025 : FORM_2026;
		this.id = id;
		@Nullable Object[] values = this.form.defaults.clone();
		values[0] = id;
		values[this.form.at("created_at")] = createdAt;
		values[this.form.at("instructions")] = request.systemInstructions();
		values[this.form.at("model")] = echo.model();
		values[this.form.at("previous_response_id")] = request.previousResponseId();
		values[this.form.at("reasoning")] = echo.reasoning();
		values[this.form.at("text")] = echo.text();
		values[this.form.at("tools")] = echo.tools();
		echo.sent().forEach((key, value) -> values[this.form.at(key)] = value);
		this.inProgress = JsonObject.ofShared(this.form.keys, values);
	}

	String id() {
		return this.id;
	}

	public JsonObject inProgress() {
		return this.inProgress;
	}

	public JsonObject completed(List<JsonObject> output, JsonObject usage, Number completedAt) {
		@Nullable Object[] values = ended("completed", output, usage, "default");
		if (this.form.places.containsKey("completed_at")) {
			values[this.form.at("completed_at")] = completedAt;
		}
		return JsonObject.ofShared(this.form.keys, values);
	}

	public JsonObject incomplete(List<JsonObject> output, JsonObject usage, String reason) {
		@Nullable Object[] values = ended("incomplete", output, usage, "default");
		values[this.form.at("incomplete_details")] = JsonObject.ofShared(REASON_KEYS, new Object[] { reason });
		return JsonObject.ofShared(this.form.keys, values);
	}

	public JsonObject failed(List<JsonObject> output, String code, String message, String serviceTier) {
		@Nullable Object[] values = ended("failed", output, null, serviceTier);
		values[this.form.at("error")] = JsonObject.ofShared(ERROR_KEYS, new Object[] { code, message });
		return JsonObject.ofShared(this.form.keys, values);
	}

	private @Nullable Object[] ended(String status, List<JsonObject> output, @Nullable JsonObject usage,
			String serviceTier) {
		int size = this.form.keys.length;
		@Nullable Object[] values = new Object[size];
		for (int i = 0; i < size; i++) {
			values[i] = this.inProgress.valueAt(i);
		}
		values[this.form.at("status")] = status;
		values[this.form.at("output")] = output;
		values[this.form.at("usage")] = usage;
		values[this.form.at("service_tier")] = serviceTier;
		return values;
	}

	/**
	 * The keys of a response, where they are, and the values of most of them.
	 */
	private static final class Form {

		private final String[] keys;

		private final Map<String, Integer> places = new HashMap<>();

		private final @Nullable Object[] defaults;

		Form(String... keys) {
			this.keys = keys;
			this.defaults = Arrays.stream(keys).map(Form::defaultValue).toArray();
			for (String key : keys) {
				this.places.put(key, this.places.size());
			}
		}

		/**
		 * Return the place of a key that the form has.
		 */
		int at(String key) {
			return Objects.requireNonNull(this.places.get(key));
		}

		private static @Nullable Object defaultValue(String key) {
			return switch (key) {
				case "object" -> "response";
				case "status" -> "in_progress";
				case "background" -> Boolean.FALSE;
				case "output" -> List.of();
				case "parallel_tool_calls", "store" -> Boolean.TRUE;
				case "service_tier", "tool_choice" -> "auto";
				case "temperature", "top_p" -> new BigDecimal("1.0");
				case "frequency_penalty", "presence_penalty" -> new BigDecimal("0.0");
				case "top_logprobs" -> 0;
				case "truncation" -> "disabled";
				case "metadata" -> JsonObject.of();
				default -> null;
			};
		}

	}

}
