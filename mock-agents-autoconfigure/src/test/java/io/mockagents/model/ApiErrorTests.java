package io.mockagents.model;

import io.mockagents.agent.OpenAiStatusException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiError}.
 */
class ApiErrorTests {

	@Test
	void rateLimitReadsAsTheClientWritesIt() {
		OpenAiStatusException error = ApiError.RATE_LIMIT.exception("gpt-5-mini", "req_1", null);
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
		OpenAiStatusException error = ApiError.SERVER_ERROR.exception("gpt-5-mini", "req_1", null);
		assertThat(error)
			.hasMessage("Error code: 500 - {'error': {'message': 'The server had an error while processing "
					+ "your request. Sorry about that!', 'type': 'server_error', 'param': None, 'code': None}}");
		assertThat(error.sdkName()).isEqualTo("InternalServerError");
		assertThat(error.headers()).doesNotContainKey("retry-after");
	}

	@Test
	void messageCanBeReplaced() {
		assertThat(ApiError.SERVER_ERROR.exception("m", "req_1", "doesn't").getMessage())
			.isEqualTo("Error code: 500 - {'error': {'message': \"doesn't\", 'type': 'server_error', 'param': None, "
					+ "'code': None}}");
	}

	@Test
	void everyErrorIsFoundByItsKind() {
		assertThat(ApiError.kinds()).contains("rate_limit", "server_error", "not_found");
		assertThat(ApiError.kinds()).allSatisfy((kind) -> assertThat(ApiError.ofKind(kind)).isNotNull());
		assertThat(ApiError.ofKind("teapot")).isNull();
	}

}
