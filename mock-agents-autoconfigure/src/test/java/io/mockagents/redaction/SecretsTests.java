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
	void onlyCredentialsAreHidden(String text, String hidden) {
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
			Cookie: session=ZZ9kq81; theme=dark             | Cookie: ***
			Set-Cookie: id=a3f; Path=/; HttpOnly            | Set-Cookie: ***
			AWS_SECRET_ACCESS_KEY=ZZ9kq81/maop              | AWS_SECRET_ACCESS_KEY=***
			export DB_PASSWORD_PROD=geheim                  | export DB_PASSWORD_PROD=***
			--password=geheim -Dpassword=geheim             | --password=*** -Dpassword=***
			{"id_token": "ZZ9kq81maop3"}                    | {"id_token": "***"}
			{'sessionToken': 'abc def'}                     | {'sessionToken': '***'}
			X-Auth-Token: ZZ9kq81maop3                      | X-Auth-Token: ***
			x-amz-security-token=abcdef                     | x-amz-security-token=***
			Ocp-Apim-Subscription-Key: 0a1b2c3d             | Ocp-Apim-Subscription-Key: ***
			[{"name": "api_key", "value": "abc"}]           | [{"name": "api_key", "value": "***"}]
			{\\"key\\":\\"X-Api-Key\\",\\"value\\":\\"abc\\"} | {\\"key\\":\\"X-Api-Key\\",\\"value\\":\\"***\\"}
			<password>geheim</password>                     | <password>***</password>
			<add key="DbPassword" value="geheim" />         | <add key="DbPassword" value="***" />
			AccountKey=Zm9vYmFy;EndpointSuffix=x            | AccountKey=***;EndpointSuffix=x
			$ curl -u me:geheim https://example.org         | $ curl -u me:*** https://example.org
			https://hooks.slack.com/services/T0/B0/abcdefghijklmnop | https://hooks.slack.com/services/***
			123456789:AAbcdefghijklmnopqrstuvwxyz01234567    | 123456789:A***
			""")
	void credentialsAreHiddenInTextsAndCode(String text, String hidden) {
		assertThat(Secrets.hide(text)).isEqualTo(hidden);
		assertThat(Secrets.hide(hidden)).isEqualTo(hidden);
	}

	@ParameterizedTest
	@ValueSource(strings = { "glpat-", "hf_", "npm_", "SG.", "shpat_", "dop_v1_", "glsa_", "pplx-", "rubygems_", "hvs.",
			"dp.pt.", "LTAI", "lin_api_", "pscale_pw_", "PMAK-", "whsec_", "rk_live_", "GOCSPX-", "ya29.", "ATATT3",
			"figd_", "xapp-", "sq0atp-", "pypi-AgEIcHlwaS5vcmc" })
	void keysOfVendorsAreHidden(String prefix) {
		String hidden = Secrets.hide("the key " + prefix + "ZZ9kq81maop3abcdefgh, and more");
		assertThat(hidden).startsWith("the key ").endsWith("***, and more").doesNotContain("ZZ9k");
	}

	@ParameterizedTest
	@ValueSource(strings = { "total_tokens: 120", "max_tokens=4096", "{\"next_page_token\": \"CAUQAA\"}", "eos_token=2",
			"the token: a word or a part of one", "token=word", "time_to_first_token: 0.5s", "npm_package_config_port",
			"hf_hub_download(repo)", "primary_key=id", "foreign_key: order_id", "key=value", "public_key: abc123",
			"Cookie: chocolate chip", "set cookie to true", "tokenizer: cl100k_base", "sort_key = name",
			"<name>geheim</name>", "{\"name\": \"city\", \"value\": \"Paris\"}",
			"cancellation_token: CancellationToken", "dapifunction", "key-value-store", "sha256:ab12", "1234:Abc",
			"ico-arrow-left-small-2x" })
	void namesAndWordsThatOnlyLookLikeCredentialsStayAsTheyAre(String text) {
		assertThat(Secrets.hide(text)).isEqualTo(text);
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
	void longLinesAreRead() {
		String line = "a:b \\n".repeat(100_000);
		assertThat(Secrets.hide("password: \"" + line)).isEqualTo("password: \"***" + line.substring(4));
		assertThat(Secrets.hide("{\"patch\": \"" + line + "\", \"password\": \"" + "x".repeat(100_000) + "\"}"))
			.isEqualTo("{\"patch\": \"" + line + "\", \"password\": \"***\"}");
	}

	@Test
	void valueOfAPairThatNamesACredentialIsHidden() {
		JsonObject pairs = JsonObject.of("env", List.of(JsonObject.of("value", "geheim", "name", "DB_PASSWORD"),
				JsonObject.of("name", "HOME", "value", "/")));
		assertThat(Secrets.hideIn(pairs)).isEqualTo(JsonObject.of("env", List
			.of(JsonObject.of("value", "***", "name", "DB_PASSWORD"), JsonObject.of("name", "HOME", "value", "/"))));
	}

	@Test
	void credentialsAreHiddenAtAnyDepth() {
		JsonObject context = JsonObject.of("password", "geheim", "urls",
				List.of("postgres://u:geheim@h/", JsonObject.of("apiKey", "x")), "n", 1);
		assertThat(Secrets.hideIn(context)).isEqualTo(JsonObject.of("password", "***", "urls",
				List.of("postgres://u:***@h/", JsonObject.of("apiKey", "***")), "n", 1));
	}

}
