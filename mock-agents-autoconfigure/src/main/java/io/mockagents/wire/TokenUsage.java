package io.mockagents.wire;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonWalk;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an answer uses. A {@code null} value is estimated at a token for every
 * four characters of the texts; the details are then zero.
 *
 * @param input tokens sent
 * @param cached of those, how many came from the prompt cache
 * @param cacheWrite of those, how many were written to the prompt cache
 * @param output tokens received
 * @param reasoning of those, how many were spent on reasoning
 * @param fields further fields, in the API's form, or other values of the usual ones;
 * those of an object are added to its own. Mostly empty
 */
public record TokenUsage(@Nullable Long input, @Nullable Long cached, @Nullable Long cacheWrite, @Nullable Long output,
		@Nullable Long reasoning, JsonObject fields) {

	public static final TokenUsage ESTIMATED = new TokenUsage(null, null, null, null, null, JsonObject.of());

	/**
	 * Create a usage of new input and output.
	 * @param input tokens sent
	 * @param output tokens received
	 */
	public TokenUsage(long input, long output) {
		this(input, null, null, output, null, JsonObject.of());
	}

	private static final int CHARACTERS_PER_TOKEN = 4;

	private static final String[] KEYS = { "input_tokens", "input_tokens_details", "output_tokens",
			"output_tokens_details", "total_tokens" };

	private static final String[] INPUT_KEYS_2025 = { "cached_tokens" };

	private static final String[] INPUT_KEYS_2026 = { "cache_write_tokens", "cached_tokens" };

	private static final String[] OUTPUT_KEYS = { "reasoning_tokens" };

	/**
	 * Return the usage as the API reports it.
	 * @param profile the profile whose form it has
	 * @param request what was asked for
	 * @param outputLength the number of characters the model wrote
	 * @return the usage as the API reports it
	 */
	public JsonObject toJson(SdkProfile profile, ModelRequest request, long outputLength) {
		long input = (this.input != null) ? this.input : estimate(inputLength(request));
		long output = (this.output != null) ? this.output : estimate(outputLength);
		Number cached = number(this.cached);
		JsonObject inputDetails = (profile == SdkProfile.V0_2)
				? JsonObject.ofShared(INPUT_KEYS_2025, new Object[] { cached })
				: JsonObject.ofShared(INPUT_KEYS_2026, new Object[] { number(this.cacheWrite), cached });
		JsonObject outputDetails = JsonObject.ofShared(OUTPUT_KEYS, new Object[] { number(this.reasoning) });
		JsonObject usage = JsonObject.ofShared(KEYS,
				new Object[] { number(input), inputDetails, number(output), outputDetails, number(input + output) });
		return this.fields.isEmpty() ? usage : merged(usage, this.fields);
	}

	private static JsonObject merged(JsonObject object, JsonObject fields) {
		JsonObject merged = object;
		for (String key : fields.keySet()) {
			merged = merged.with(key,
					(merged.get(key) instanceof JsonObject own && fields.get(key) instanceof JsonObject further)
							? merged(own, further) : fields.get(key));
		}
		return merged;
	}

	private static Number number(@Nullable Long count) {
		long number = (count != null) ? count : 0;
		return ((int) number == number) ? (Number) (int) number : (Number) number;
	}

	private static int estimate(long length) {
		return (int) Math.min(Integer.MAX_VALUE / 4, (length + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
	}

	private static long inputLength(ModelRequest request) {
		String instructions = request.systemInstructions();
		return ((instructions != null) ? instructions.length() : 0) + length(request.input());
	}

	private static long length(Object value) {
		long[] length = new long[1];
		JsonWalk.any(value, (key, part) -> {
			length[0] += (part instanceof String text) ? text.length() : 0;
			return false;
		});
		return length[0];
	}

}
