package io.mockagents.sample.page;

import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With the mocks off, the page says so, and offers no scenario.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "OPENAI_API_KEY=")
@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS=")
class NotMockedPageTests {

	@LocalServerPort
	private int port;

	@Test
	void pageSaysThatRunsAreNotMocked() {
		try (Browser browser = Browser.start()) {
			browser.use(1360, 900, "light");
			browser.open("http://localhost:" + this.port + "/");
			browser.waitFor("#mode", "Live: runs are not mocked");
			browser.fill("Name of a new project", "Live");
			browser.click("Create");
			browser.waitFor("#scenario", "start the service with OPENAI_MOCK_CONFIGS={}");
			assertThat(browser.hasButton("text_response_mode")).isFalse();
			browser.fill("Ask for a change, or a question about the code", "Add a comment");
			browser.click("Ask");
			browser.waitFor(".failure", "set OPENAI_MOCK_CONFIGS={}");
			browser.screenshot("not-mocked");
		}
	}

}
