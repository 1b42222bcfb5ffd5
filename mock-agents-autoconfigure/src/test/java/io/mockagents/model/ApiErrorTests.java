package io.mockagents.model;

import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiError}.
 */
class ApiErrorTests {

	@Test
	void rateLimitReadsAsTheClientWritesIt() {
		OpenAiStatusException error = exception(ApiError.RATE_LIMIT, null, SdkProfile.V0_2);
		assertThat(error)
			.hasMessageStartingWith(
					"Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-5-mini in organization ")
			.hasMessageEndingWith("', 'type': 'tokens', 'param': None, 'code': 'rate_limit_exceeded'}}");
		assertThat(error.sdkName()).isEqualTo("RateLimitError");
		assertThat(error.code()).isEqualTo("rate_limit_exceeded");
		assertThat(error.requestId()).isEqualTo("req_1");
		assertThat(error.headers()).containsEntry("x-ratelimit-reset-tokens", "644ms").containsKey("retry-after-ms");
	}

	@Test
	void serverErrorReadsAsTheClientWritesIt() {
		OpenAiStatusException error = exception(ApiError.SERVER_ERROR, null, SdkProfile.V0_22);
		assertThat(error)
			.hasMessage("Error code: 500 - {'error': {'message': 'The server had an error while processing "
					+ "your request. Sorry about that!', 'type': 'server_error', 'param': None, 'code': None}}");
		assertThat(error.sdkName()).isEqualTo("InternalServerError");
		assertThat(error.headers()).doesNotContainKey("retry-after");
	}

	@Test
	void messageCanBeReplaced() {
		assertThat(exception(ApiError.SERVER_ERROR, "doesn't", SdkProfile.V0_2).getMessage())
			.isEqualTo("Error code: 500 - {'error': {'message': \"doesn't\", 'type': 'server_error', 'param': None, "
					+ "'code': None}}");
	}

	@Test
	void clientOfProfile024WritesTheMessageOnly() {
		assertThat(exception(ApiError.SERVER_ERROR, "doesn't", SdkProfile.V0_24))
			.hasMessage("Error code: 500 - doesn't");
	}

	private static OpenAiStatusException exception(ApiError error, @Nullable String message, SdkProfile profile) {
		return ApiError.exception(error, error.status(), "gpt-5-mini", "req_1",
				(message != null) ? JsonObject.of("message", message) : JsonObject.of(), null, Map.of(), profile);
	}

}
