package io.mockagents.agent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SnakeCase}.
 */
class SnakeCaseTests {

	@ParameterizedTest
	@CsvSource({ "name, name", "commitMessage, commit_message", "baseURLPath, base_url_path", "URL, url",
			"HTTPServer, http_server", "userID, user_id", "aB, a_b", "md5Sum, md5_sum", "htmlBody2, html_body2",
			"already_snake, already_snake", "größeÄndern, größe_ändern" })
	void wordsAreInLowerCaseAndApart(String name, String expected) {
		assertThat(SnakeCase.of(name)).isEqualTo(expected);
	}

}
