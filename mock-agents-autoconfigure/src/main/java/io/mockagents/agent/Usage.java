package io.mockagents.agent;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * Tokens used, by one call of the model or by a whole run.
 *
 * @param requests the number of calls of the model
 * @param inputTokens tokens sent
 * @param inputTokensDetails of which kinds
 * @param outputTokens tokens received
 * @param outputTokensDetails of which kinds
 * @param totalTokens tokens sent and received
 * @param requestUsageEntries the usage of each call, in order; {@code null} in profile
 * 0.2, which does not keep them
 */
@JsonPropertyOrder({ "requests", "input_tokens", "input_tokens_details", "output_tokens", "output_tokens_details",
		"total_tokens", "request_usage_entries" })
public record Usage(int requests, @JsonProperty("input_tokens") long inputTokens,
		@JsonProperty("input_tokens_details") InputTokensDetails inputTokensDetails,
		@JsonProperty("output_tokens") long outputTokens,
		@JsonProperty("output_tokens_details") OutputTokensDetails outputTokensDetails,
		@JsonProperty("total_tokens") long totalTokens,
		@JsonProperty("request_usage_entries") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<RequestUsage> requestUsageEntries) {

	/**
	 * No usage, as profile 0.2 shows it.
	 */
	public static final Usage NONE = new Usage(0, 0, new InputTokensDetails(null, 0), 0, new OutputTokensDetails(0), 0,
			null);

	public Usage {
		requestUsageEntries = (requestUsageEntries != null) ? List.copyOf(requestUsageEntries) : null;
	}

	/**
	 * Return the sum of this usage and another.
	 * @param other what to add
	 * @return the sum, with the entries of both in order
	 */
	public Usage plus(Usage other) {
		return new Usage(this.requests + other.requests, this.inputTokens + other.inputTokens,
				this.inputTokensDetails.plus(other.inputTokensDetails), this.outputTokens + other.outputTokens,
				this.outputTokensDetails.plus(other.outputTokensDetails), this.totalTokens + other.totalTokens,
				concatenate(this.requestUsageEntries, other.requestUsageEntries));
	}

	private static @Nullable List<RequestUsage> concatenate(@Nullable List<RequestUsage> first,
			@Nullable List<RequestUsage> second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		List<RequestUsage> all = new ArrayList<>(first);
		all.addAll(second);
		return all;
	}

	/**
	 * Kinds of input tokens.
	 *
	 * @param cacheWriteTokens tokens written to the prompt cache; {@code null} in profile
	 * 0.2, which does not know them
	 * @param cachedTokens tokens read from the prompt cache
	 * @param further further fields: those that the profile's client has, in profile 0.24
	 * {@code cache_write_tokens_details}, and those that the API sent and the client does
	 * not know. A sum does not have the latter
	 */
	@JsonPropertyOrder({ "cache_write_tokens", "cached_tokens" })
	public record InputTokensDetails(
			@JsonProperty("cache_write_tokens") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long cacheWriteTokens,
			@JsonProperty("cached_tokens") long cachedTokens, @JsonAnyGetter JsonObject further) {

		/**
		 * Create details without further fields.
		 * @param cacheWriteTokens tokens written to the prompt cache, or {@code null}
		 * @param cachedTokens tokens read from the prompt cache
		 */
		public InputTokensDetails(@Nullable Long cacheWriteTokens, long cachedTokens) {
			this(cacheWriteTokens, cachedTokens, JsonObject.of());
		}

		/**
		 * Return these details with other further fields.
		 * @param fields the fields
		 * @return the details
		 */
		public InputTokensDetails withFurther(JsonObject fields) {
			return new InputTokensDetails(this.cacheWriteTokens, this.cachedTokens, fields);
		}

		InputTokensDetails plus(InputTokensDetails other) {
			Long written = (this.cacheWriteTokens == null || other.cacheWriteTokens == null)
					? ((this.cacheWriteTokens != null) ? this.cacheWriteTokens : other.cacheWriteTokens)
					: Long.valueOf(this.cacheWriteTokens + other.cacheWriteTokens);
			return new InputTokensDetails(written, this.cachedTokens + other.cachedTokens);
		}

	}

	/**
	 * Kinds of output tokens.
	 *
	 * @param reasoningTokens tokens spent on reasoning
	 * @param further fields that the API sent and the client does not know. A sum does
	 * not have them
	 */
	public record OutputTokensDetails(@JsonProperty("reasoning_tokens") long reasoningTokens,
			@JsonAnyGetter JsonObject further) {

		/**
		 * Create details without further fields.
		 * @param reasoningTokens tokens spent on reasoning
		 */
		public OutputTokensDetails(long reasoningTokens) {
			this(reasoningTokens, JsonObject.of());
		}

		OutputTokensDetails plus(OutputTokensDetails other) {
			return new OutputTokensDetails(this.reasoningTokens + other.reasoningTokens);
		}

	}

	/**
	 * The usage of one call of the model.
	 *
	 * @param inputTokens tokens sent
	 * @param inputTokensDetails of which kinds
	 * @param outputTokens tokens received
	 * @param outputTokensDetails of which kinds
	 * @param totalTokens tokens sent and received
	 */
	@JsonPropertyOrder({ "input_tokens", "output_tokens", "total_tokens", "input_tokens_details",
			"output_tokens_details" })
	public record RequestUsage(@JsonProperty("input_tokens") long inputTokens,
			@JsonProperty("input_tokens_details") InputTokensDetails inputTokensDetails,
			@JsonProperty("output_tokens") long outputTokens,
			@JsonProperty("output_tokens_details") OutputTokensDetails outputTokensDetails,
			@JsonProperty("total_tokens") long totalTokens) {
	}

}
