package io.mockagents.wire;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an answer uses. What is {@code null} is estimated at a token for every
 * four characters of the texts; the details are then zero.
 *
 * @param input tokens sent
 * @param cached of those, how many came from the prompt cache
 * @param cacheWrite of those, how many were written to the prompt cache
 * @param output tokens received
 * @param reasoning of those, how many were spent on reasoning
 */
public record TokenUsage(@Nullable Integer input, @Nullable Integer cached, @Nullable Integer cacheWrite,
		@Nullable Integer output, @Nullable Integer reasoning) {

	public static final TokenUsage ESTIMATED = new TokenUsage(null, null, null, null, null);

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
	 */
	public JsonObject toJson(SdkProfile profile, ModelRequest request, long outputLength) {
		int input = (this.input != null) ? this.input : estimate(inputLength(request));
		int output = (this.output != null) ? this.output : estimate(outputLength);
		Integer cached = orZero(this.cached);
		JsonObject inputDetails = (profile == SdkProfile.V0_2)
				? JsonObject.ofShared(INPUT_KEYS_2025, new Object[] { cached })
				: JsonObject.ofShared(INPUT_KEYS_2026, new Object[] { orZero(this.cacheWrite), cached });
		JsonObject outputDetails = JsonObject.ofShared(OUTPUT_KEYS, new Object[] { orZero(this.reasoning) });
		return JsonObject.ofShared(KEYS, new Object[] { input, inputDetails, output, outputDetails, input + output });
	}

	private static Integer orZero(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

	private static int estimate(long length) {
		return (int) Math.min(Integer.MAX_VALUE / 4, (length + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
	}

	private static long inputLength(ModelRequest request) {
		String instructions = request.systemInstructions();
		return ((instructions != null) ? instructions.length() : 0) + length(request.input());
	}

	private static long length(@Nullable Object value) {
		if (value instanceof String text) {
			return text.length();
		}
		long length = 0;
		if (value instanceof JsonObject object) {
			for (int i = 0; i < object.size(); i++) {
				length += length(object.valueAt(i));
			}
		}
		else if (value instanceof List<?> list) {
			for (int i = 0; i < list.size(); i++) {
				length += length(list.get(i));
			}
		}
		return length;
	}

}
