package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the model.
 *
 * @param output the items of the answer, in order, as the SDK dumps them
 * @param usage the tokens it took
 * @param responseId the id of the answer, {@code resp_...}
 * @param requestId the id of the HTTP request, {@code req_...}, from profile 0.22 on
 * @param rawUsage the usage as the API gave it, from profile 0.22 on
 */
public record ModelResponse(List<JsonObject> output, Usage usage, @Nullable String responseId,
		@Nullable String requestId, @Nullable JsonObject rawUsage) {

	public ModelResponse {
		output = List.copyOf(output);
	}

}
