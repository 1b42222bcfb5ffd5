package io.mockagents.redaction;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			password: hunter2 is mine                       | password: *** is mine
			password: geheim                                | password: ***
			passwd=geheim, user=me                          | passwd=***, user=me
			password = "correct horse battery"              | password = "***"
			{\\"password\\": \\"geheim\\", \\"n\\": 1}         | {\\"password\\": \\"***\\", \\"n\\": 1}
			OPENAI_API_KEY=abcdef ./run                     | OPENAI_API_KEY=*** ./run
			secret: 4711470815                              | secret: ***
			Basic dXNlcjpnZWhlaW0=                          | Basic ***
			Authorization: Basic Z2VoZWltMQ                 | Authorization: Basic ***
			Authorization: Token geheim, x                  | Authorization: Token ***, x
			github_pat_11ABCDEFG0abcdef and ghp_abcdefg123  | github_pat_*** and ghp_***
			eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl.         | eyJ***.
			AKIAIOSFODNN7EXAMPLE                            | AKIA***
			-----BEGIN PRIVATE KEY----- MIIE+a/ -----END    | -----BEGIN PRIVATE KEY-----***-----END
			""")
	void credentialsAreHiddenInTextsAndCode(String text, String hidden) {
		assertThat(Secrets.hide(text)).isEqualTo(hidden);
		assertThat(Secrets.hide(hidden)).isEqualTo(hidden);
	}

	@ParameterizedTest
	@ValueSource(strings = { "password: see docs", "The password: it has to be long enough, 8 characters or more.",
			"What is the secret: patience.", "token: 5", "Basic introduction", "Write a basic JavaScript function",
			"a basic snake_case name", "Basic setup/installation", "basic internationalization", "Basic HTML/CSS page",
			"bearer authentication/authorization", "def login(user: str, password: str) -> bool:",
			"def login(user, password=None):", "login(user, password=password)", "this.password = user.password;",
			"password = getPassword()", "API_KEY=${OPENAI_API_KEY}", "api_key=os.environ[0]", "password: string;",
			"sess_timeout_handler", "PWD=/home/me/project", "The secret: patience, and time", "Password:\n\nEnter",
			"if password==other:", "if password == other:", "sk_buff_head", "a sk-learn-based model",
			"password: <your password>" })
	void ordinaryTextsAndCodeStayAsTheyAre(String text) {
		assertThat(Secrets.hide(text)).isEqualTo(text);
	}

	@Test
	void longLinesAreNoProblem() {
		String line = "a:b \\n".repeat(100_000);
		assertThat(Secrets.hide("password: \"" + line)).isEqualTo("password: \"***" + line.substring(4));
		assertThat(Secrets.hide("{\"patch\": \"" + line + "\", \"password\": \"" + "x".repeat(100_000) + "\"}"))
			.isEqualTo("{\"patch\": \"" + line + "\", \"password\": \"***\"}");
	}

	@Test
	void credentialsAreHiddenAtAnyDepth() {
		JsonObject context = JsonObject.of("password", "geheim", "urls",
				List.of("postgres://u:geheim@h/", JsonObject.of("apiKey", "x")), "n", 1);
		assertThat(Secrets.hideIn(context)).isEqualTo(JsonObject.of("password", "***", "urls",
				List.of("postgres://u:***@h/", JsonObject.of("apiKey", "***")), "n", 1));
	}

}
