package com.example.secured;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint {@code mockagents} behind Spring Security.
 */
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_log_events\": false}")
@AutoConfigureMockMvc
class SecuredEndpointTests {

	private static final String ENDPOINT = "/actuator/mockagents";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void strangersAreRefused() {
		assertThat(this.mvc.get().uri(ENDPOINT)).hasStatus(401);
		assertThat(force("text_response_mode")).hasStatus(401);
	}

	@Test
	@WithMockUser(roles = "USER")
	void usersAreRefused() {
		assertThat(this.mvc.get().uri(ENDPOINT)).hasStatus(403);
		assertThat(force("text_response_mode")).hasStatus(403);
	}

	@Test
	@WithMockUser(roles = "DEVELOPER")
	void developersReadAndChangeTheMock() {
		assertThat(this.mvc.get().uri(ENDPOINT)).hasStatusOk();
		assertThat(force("text_response_mode")).hasStatusOk().bodyText().contains("text_response_mode");
		assertThat(this.mvc.delete().uri(ENDPOINT)).hasStatusOk();
	}

	private MockMvcTester.MockMvcRequestBuilder force(String scenario) {
		return this.mvc.post()
			.uri(ENDPOINT)
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"scenario\": \"" + scenario + "\"}");
	}

}
