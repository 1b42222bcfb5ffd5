package io.mockagents.agent;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
@JsonPropertyOrder({ "output", "usage", "response_id" })
public record ModelResponse(List<JsonObject> output, Usage usage,
		@JsonProperty("response_id") @Nullable String responseId, @JsonIgnore @Nullable String requestId,
		@JsonIgnore @Nullable JsonObject rawUsage) {

	public ModelResponse {
		output = List.copyOf(output);
	}

	/**
	 * Return the fields that profile 0.2 does not have.
	 */
	@JsonAnyGetter
	JsonObject details() {
		return (this.usage.requestUsageEntries() == null) ? JsonObject.of()
				: JsonObject.of("request_id", this.requestId, "raw_usage", this.rawUsage);
	}

}
