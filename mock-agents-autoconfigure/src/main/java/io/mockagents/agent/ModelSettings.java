package io.mockagents.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How a model is to answer, as {@code ModelSettings} of the SDK: of an
 * {@linkplain Agent#modelSettings() agent}, or of {@linkplain RunConfig#modelSettings()
 * all agents of a run}. A {@code null} value is not set: it is left out of the request,
 * and the API decides. Not every model takes every setting.
 * <p>
 * These are the settings that both profiles of the SDK have and put into the body of a
 * request to the Responses API. Immutable. Values that no model takes are refused here,
 * where the SDK would only hear of it from the API.
 *
 * @param temperature how random the answer is, from 0 to 2
 * @param topP the share of the probability that tokens are taken from, from 0 to 1
 * @param toolChoice whether and which tool has to be called
 * @param parallelToolCalls whether an answer may have several tool calls. Where there are
 * no tools it is not sent, except for a {@code false} in profile 0.2; that profile does
 * not count handoffs as tools
 * @param truncation what becomes of a conversation that is too long
 * @param maxTokens the most tokens of an answer, those of reasoning included, at least 1;
 * {@code max_output_tokens} of the API
 * @param reasoning how much the model thinks
 * @param verbosity how long the text of the answer is
 * @param metadata what the API keeps with the response: at most 16 entries, keys of at
 * most 64 characters, values of at most 512
 * @param store whether the API keeps the response, as a later
 * {@code previous_response_id} needs
 * @param responseInclude further content of the response, such as
 * {@code reasoning.encrypted_content}. The SDK sends several of them in any order, this
 * engine in the given one
 * @param topLogprobs how many alternatives of each token are returned with their
 * probabilities, from 0 to 20; asks for {@code message.output_text.logprobs} too
 * @param extraBody fields of the request that have no setting, such as
 * {@code prompt_cache_key}. They replace those of the request, or follow them in their
 * order. All but {@code stream}
 * @param extraQuery parameters that are appended to the URL of the request, in their
 * order. Values are texts, numbers, booleans, or lists and objects of them, which are
 * written as {@code name[]=} and {@code name[key]=}
 * @param extraHeaders headers of the request, besides those of the client or in their
 * place
 * @param extraArgs arguments of the client's {@code responses.create}, such as
 * {@code service_tier}: fields of the request that stand where the client has them. Those
 * of a run are merged with those of the agent. An argument that the client does not know,
 * or that another setting sets, fails the run as it does in the SDK
 */
public record ModelSettings(@Nullable Double temperature, @Nullable Double topP, @Nullable ToolChoice toolChoice,
		@Nullable Boolean parallelToolCalls, @Nullable Truncation truncation, @Nullable Integer maxTokens,
		@Nullable Reasoning reasoning, @Nullable Verbosity verbosity, @Nullable Map<String, String> metadata,
		@Nullable Boolean store, @Nullable List<String> responseInclude, @Nullable Integer topLogprobs,
		@Nullable JsonObject extraBody, @Nullable JsonObject extraQuery, @Nullable Map<String, String> extraHeaders,
		@Nullable JsonObject extraArgs) {

	/**
	 * No settings. Not the same as an agent without settings in profile 0.22, which then
	 * sets what suits a model of the family gpt-5; with these it sets nothing.
	 */
	public static final ModelSettings NONE = new ModelSettings(null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null);

	private static final int MAX_TEMPERATURE = 2;

	private static final int MAX_TOP_LOGPROBS = 20;

	private static final int MAX_METADATA = 16;

	private static final int MAX_METADATA_KEY = 64;

	private static final int MAX_METADATA_VALUE = 512;

	public ModelSettings {
		checkNumber("temperature", temperature, 0, MAX_TEMPERATURE);
		checkNumber("topP", topP, 0, 1);
		checkNumber("maxTokens", maxTokens, 1, Integer.MAX_VALUE);
		checkNumber("topLogprobs", topLogprobs, 0, MAX_TOP_LOGPROBS);
		metadata = (metadata != null) ? metadata(metadata) : null;
		responseInclude = (responseInclude != null) ? List.copyOf(responseInclude) : null;
		extraHeaders = (extraHeaders != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(extraHeaders)) : null;
		checkStream("extraBody", extraBody);
		checkStream("extraArgs", extraArgs);
	}

	private static void checkStream(String field, @Nullable JsonObject fields) {
		if (fields != null && fields.containsKey("stream")) {
			throw new IllegalArgumentException(field + " contains 'stream': " + fields.get("stream")
					+ ". Remove it, and call run or runStreamed of the runner.");
		}
	}

	private static void checkNumber(String field, @Nullable Number value, int min, int max) {
		if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
			throw new IllegalArgumentException(field + " is " + value + ". Use a number "
					+ ((max < Integer.MAX_VALUE) ? "from " + min + " to " + max : "of at least " + min)
					+ ", or omit it for the API's default.");
		}
	}

	private static Map<String, String> metadata(Map<String, String> given) {
		Map<String, String> metadata = Collections.unmodifiableMap(new LinkedHashMap<>(given));
		if (metadata.size() > MAX_METADATA) {
			throw new IllegalArgumentException("metadata has " + metadata.size() + " entries. Use at most "
					+ MAX_METADATA + ", the most that the API keeps.");
		}
		metadata.forEach((key, value) -> {
			checkLength("The key '" + key + "' of metadata", key, MAX_METADATA_KEY);
			checkLength("The value of '" + key + "' in metadata", value, MAX_METADATA_VALUE);
		});
		return metadata;
	}

	private static void checkLength(String what, @Nullable String text, int max) {
		if (text == null) {
			throw new IllegalArgumentException(what + " is null. Use a text, or remove the entry.");
		}
		if (text.length() > max) {
			throw new IllegalArgumentException(
					what + " has " + text.length() + " characters. Use at most " + max + ".");
		}
	}

	/**
	 * Return a builder of settings.
	 * @return a new builder, which sets nothing
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return these settings with those of others on top, {@code resolve} of the SDK.
	 * @param override what counts where it is set, or {@code null} for nothing
	 * @return the settings; what neither sets is {@code null}
	 */
	public ModelSettings resolve(@Nullable ModelSettings override) {
		if (override == null || override == NONE) {
			return this;
		}
		return new ModelSettings(either(override.temperature, this.temperature), either(override.topP, this.topP),
				either(override.toolChoice, this.toolChoice),
				either(override.parallelToolCalls, this.parallelToolCalls),
				either(override.truncation, this.truncation), either(override.maxTokens, this.maxTokens),
				either(override.reasoning, this.reasoning), either(override.verbosity, this.verbosity),
				either(override.metadata, this.metadata), either(override.store, this.store),
				either(override.responseInclude, this.responseInclude), either(override.topLogprobs, this.topLogprobs),
				either(override.extraBody, this.extraBody), either(override.extraQuery, this.extraQuery),
				either(override.extraHeaders, this.extraHeaders), merge(this.extraArgs, override.extraArgs));
	}

	private static @Nullable JsonObject merge(@Nullable JsonObject arguments, @Nullable JsonObject override) {
		JsonObject.Builder merged = JsonObject.builder();
		if (arguments != null) {
			merged.putAll(arguments);
		}
		if (override != null) {
			merged.putAll(override);
		}
		JsonObject all = merged.build();
		return all.isEmpty() ? null : all;
	}

	private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

	/**
	 * Return these settings without a choice of tools.
	 * @return the settings, in which the model decides about tools
	 */
	public ModelSettings withoutToolChoice() {
		return new ModelSettings(this.temperature, this.topP, null, this.parallelToolCalls, this.truncation,
				this.maxTokens, this.reasoning, this.verbosity, this.metadata, this.store, this.responseInclude,
				this.topLogprobs, this.extraBody, this.extraQuery, this.extraHeaders, this.extraArgs);
	}

	/**
	 * The treatment of a conversation that is longer than the model's context.
	 */
	public enum Truncation {

		/**
		 * Items in the middle are dropped.
		 */
		AUTO,

		/**
		 * The request fails. The API's default.
		 */
		DISABLED;

		/**
		 * Return the truncation as it is written on the wire.
		 * @return the name in lower case
		 */
		public String value() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How long the text of an answer is.
	 */
	public enum Verbosity {

		/**
		 * Terse.
		 */
		LOW,

		/**
		 * The API's default.
		 */
		MEDIUM,

		/**
		 * At length.
		 */
		HIGH;

		/**
		 * Return the verbosity as it is written on the wire.
		 * @return the name in lower case
		 */
		public String value() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How much a model thinks. A {@code null} value is left to the API.
	 *
	 * @param effort how hard
	 * @param summary whether the answer contains summaries of the thoughts, and which
	 */
	public record Reasoning(@Nullable Effort effort, @Nullable Summary summary) {

		/**
		 * Return the reasoning of an effort, without summaries.
		 * @param effort the effort
		 * @return the reasoning
		 */
		public static Reasoning of(Effort effort) {
			return new Reasoning(effort, null);
		}

		/**
		 * How hard a model thinks. The client of profile 0.2 knows those from
		 * {@link #MINIMAL} to {@link #HIGH}; which of them a model takes, the API says.
		 */
		public enum Effort {

			/**
			 * Not at all.
			 */
			NONE,

			/**
			 * As little as possible.
			 */
			MINIMAL,

			/**
			 * A little.
			 */
			LOW,

			/**
			 * The API's default for most models.
			 */
			MEDIUM,

			/**
			 * Hard.
			 */
			HIGH,

			/**
			 * Harder.
			 */
			XHIGH,

			/**
			 * As hard as possible.
			 */
			MAX;

			/**
			 * Return the effort as it is written on the wire.
			 * @return the name in lower case
			 */
			public String value() {
				return name().toLowerCase(Locale.ROOT);
			}

		}

		/**
		 * The summaries of its thoughts that a model returns.
		 */
		public enum Summary {

			/**
			 * The most detailed that the model has.
			 */
			AUTO,

			/**
			 * Short ones.
			 */
			CONCISE,

			/**
			 * Detailed ones.
			 */
			DETAILED;

			/**
			 * Return the kind of summary as it is written on the wire.
			 * @return the name in lower case
			 */
			public String value() {
				return name().toLowerCase(Locale.ROOT);
			}

		}

	}

	/**
	 * Builds {@link ModelSettings}. Values that are not set, or {@code null}, are left to
	 * the API.
	 */
	public static final class Builder {

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable ToolChoice toolChoice;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable Truncation truncation;

		private @Nullable Integer maxTokens;

		private @Nullable Reasoning reasoning;

		private @Nullable Verbosity verbosity;

		private @Nullable Map<String, String> metadata;

		private @Nullable Boolean store;

		private @Nullable List<String> responseInclude;

		private @Nullable Integer topLogprobs;

		private @Nullable JsonObject extraBody;

		private @Nullable JsonObject extraQuery;

		private @Nullable Map<String, String> extraHeaders;

		private @Nullable JsonObject extraArgs;

		private Builder() {
		}

		/**
		 * Set how random the answer is.
		 * @param temperature the temperature, from 0 to 2
		 * @return this builder
		 */
		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		/**
		 * Set the share of the probability that tokens are taken from.
		 * @param topP the share, from 0 to 1
		 * @return this builder
		 */
		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		/**
		 * Set whether and which tool has to be called.
		 * @param toolChoice the choice
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Set whether and which tool has to be called.
		 * @param name {@code auto}, {@code required}, {@code none} or a tool, see
		 * {@link ToolChoice#of(String)}
		 * @return this builder
		 */
		public Builder toolChoice(String name) {
			return toolChoice(ToolChoice.of(name));
		}

		/**
		 * Set whether an answer may have several tool calls.
		 * @param parallelToolCalls whether it may
		 * @return this builder
		 */
		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		/**
		 * Set what becomes of a conversation that is too long.
		 * @param truncation what
		 * @return this builder
		 */
		public Builder truncation(@Nullable Truncation truncation) {
			this.truncation = truncation;
			return this;
		}

		/**
		 * Set the most tokens of an answer.
		 * @param maxTokens how many, at least 1
		 * @return this builder
		 */
		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		/**
		 * Set how much the model thinks.
		 * @param reasoning how much
		 * @return this builder
		 */
		public Builder reasoning(@Nullable Reasoning reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Set how long the text of the answer is.
		 * @param verbosity how long
		 * @return this builder
		 */
		public Builder verbosity(@Nullable Verbosity verbosity) {
			this.verbosity = verbosity;
			return this;
		}

		/**
		 * Set what the API keeps with the response.
		 * @param metadata the entries, whose order is kept
		 * @return this builder
		 */
		public Builder metadata(@Nullable Map<String, String> metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Set whether the API keeps the response.
		 * @param store whether it does
		 * @return this builder
		 */
		public Builder store(@Nullable Boolean store) {
			this.store = store;
			return this;
		}

		/**
		 * Set further content of the response.
		 * @param include the names of it; those of an earlier call are replaced
		 * @return this builder
		 */
		public Builder responseInclude(String... include) {
			this.responseInclude = List.of(include);
			return this;
		}

		/**
		 * Set how many alternatives of each token are returned.
		 * @param topLogprobs how many, from 0 to 20
		 * @return this builder
		 */
		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		/**
		 * Set fields of the request that have no setting.
		 * @param extraBody the fields, all but {@code stream}
		 * @return this builder
		 */
		public Builder extraBody(@Nullable JsonObject extraBody) {
			this.extraBody = extraBody;
			return this;
		}

		/**
		 * Set parameters that are appended to the URL of the request.
		 * @param extraQuery the parameters, whose order is kept
		 * @return this builder
		 */
		public Builder extraQuery(@Nullable JsonObject extraQuery) {
			this.extraQuery = extraQuery;
			return this;
		}

		/**
		 * Set headers of the request.
		 * @param extraHeaders the headers, whose order is kept
		 * @return this builder
		 */
		public Builder extraHeaders(@Nullable Map<String, String> extraHeaders) {
			this.extraHeaders = extraHeaders;
			return this;
		}

		/**
		 * Set arguments of the client that have no setting, such as {@code service_tier}.
		 * @param extraArgs the arguments, all but {@code stream}
		 * @return this builder
		 */
		public Builder extraArgs(@Nullable JsonObject extraArgs) {
			this.extraArgs = extraArgs;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if a value is outside of its range; the
		 * message names the field, the value and the range
		 */
		public ModelSettings build() {
			return new ModelSettings(this.temperature, this.topP, this.toolChoice, this.parallelToolCalls,
					this.truncation, this.maxTokens, this.reasoning, this.verbosity, this.metadata, this.store,
					this.responseInclude, this.topLogprobs, this.extraBody, this.extraQuery, this.extraHeaders,
					this.extraArgs);
		}

	}

}
