package io.mockagents.conversation;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Incorrect API key provided: sk-proj-abcDEF12**********wxyz. You can | Incorrect API key provided: sk-***. You can
					Authorization: Bearer eyJhbGciOi.abc-def_1=                         | Authorization: Bearer ***
					{"api_key": "abcdef", "n": 1}                                       | {"api_key": "***", "n": 1}
					jdbc:postgresql://db/x?user=me&password=geheim&ssl=true             | jdbc:postgresql://db/x?user=me&password=***&ssl=true
					https://me:geheim@example.org/v1                                    | https://me:***@example.org/v1
					Error code: 429 - {'error': {'message': 'Rate limit reached'}}      | Error code: 429 - {'error': {'message': 'Rate limit reached'}}
					token_usage: 5, ask-someone-else, basic set                         | token_usage: 5, ask-someone-else, basic set
					""")
	void credentialsAreHiddenAndNothingElse(String text, String hidden) {
		assertThat(Secrets.hide(text)).isEqualTo(hidden);
	}

	@Test
	void credentialsAreHiddenAtAnyDepth() {
		JsonObject context = JsonObject.of("password", "geheim", "urls",
				List.of("postgres://u:geheim@h/", JsonObject.of("apiKey", "x")), "n", 1);
		assertThat(Secrets.hideIn(context)).isEqualTo(JsonObject.of("password", "***", "urls",
				List.of("postgres://u:***@h/", JsonObject.of("apiKey", "***")), "n", 1));
	}

}
