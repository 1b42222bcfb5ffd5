package io.mockagents.model;

import java.util.Map;

import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiStatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientFailures}.
 */
class ClientFailuresTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"error": {"message": "no", "code": 7}}  | Error code: 418 - {'error': {'message': 'no', 'code': 7}} | Error code: 418 - no
					{"message": "bare"}                      | Error code: 418 - {'message': 'bare'}                     | Error code: 418 - bare
					{"error": {"message": ""}}               | Error code: 418 - {'error': {'message': ''}}              | Error code: 418
					{"error": {"message": 5}}                | Error code: 418 - {'error': {'message': 5}}               | Error code: 418
					{"error": "text"}                        | Error code: 418 - {'error': 'text'}                       | Error code: 418
					{"error": null, "message": "unseen"}     | Error code: 418 - {'error': None, 'message': 'unseen'}    | Error code: 418
					"just text"                              | Error code: 418 - just text                               | Error code: 418
					[1]                                      | Error code: 418 - [1]                                     | Error code: 418
					<html>                                   | <html>                                                    | Error code: 418
					` `                                      | Error code: 418                                           | Error code: 418
					""")
	void textOfAnHttpErrorIsThatOfTheClient(String body, String before, String since024) {
		assertThat(httpError(body, SdkProfile.V0_2)).hasMessage(before);
		assertThat(httpError(body, SdkProfile.V0_22)).hasMessage(before);
		assertThat(httpError(body, SdkProfile.V0_24)).hasMessage(since024);
		assertThat(httpError(body, SdkProfile.V0_24).body()).isEqualTo(httpError(body, SdkProfile.V0_2).body());
	}

	@Test
	void codeOfAnotherTypeBecomesText() {
		assertThat(httpError("{\"error\": {\"message\": \"no\", \"code\": 7}}", SdkProfile.V0_24).code())
			.isEqualTo("7");
	}

	@Test
	void answerThatBreaksOffRaisesWhatTheClientRaises() {
		assertThat(ClientFailures.cut(null, SdkProfile.V0_22).sdkName()).isEqualTo("RemoteProtocolError");
		OpenAiConnectionException cut = ClientFailures.cut(null, SdkProfile.V0_24);
		assertThat(cut).hasMessage("Connection error.");
		assertThat(cut.sdkName()).isEqualTo("APIConnectionError");
		assertThat(cut.getCause()).isInstanceOfSatisfying(OpenAiConnectionException.class,
				(cause) -> assertThat(cause.sdkName()).isEqualTo("RemoteProtocolError"));
		OpenAiConnectionException slow = ClientFailures
			.brokenOff(new OpenAiConnectionException("ReadTimeout", "slow", null), SdkProfile.V0_24);
		assertThat(slow.sdkName()).isEqualTo("APITimeoutError");
	}

	private static OpenAiStatusException httpError(String body, SdkProfile profile) {
		return ClientFailures.httpError(418, Map.of(), body, profile);
	}

}
