package io.mockagents.sample.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContextLock;
import io.mockagents.sample.Gate;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.TcpProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The database goes away in the middle of a run, and comes back.
 */
@AutoConfigureRestTestClient
@Import({ SampleApi.class, PublishedEvents.class, Gate.class, DatabaseOutageTests.Outage.class })
@ResourceLock(providers = ContextLock.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"OPENAI_MOCK_CONFIGS={\"mock_base_delay_ms\": 1, \"mock_delay_range_ms\": 0, \"mock_log_events\": false, "
				+ "\"mock_scenarios\": [\"classpath:unscripted/*.yaml\"]}",
		"spring.datasource.hikari.connection-timeout=10000" })
class DatabaseOutageTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private Gate gate;

	@Autowired
	private Outage outage;

	@AfterEach
	void restore() {
		this.gate.open();
		this.outage.end();
	}

	@Test
	void isStoredAsTheFailureOfTheRunOnceItEnds() {
		JsonObject session = this.api.newSession("Outage");
		JsonObject other = this.api.newSession("Other");
		this.gate.closeAt("Vibecoder");
		CompletableFuture<JsonObject> pending = this.api.sendAsync(session, "Name the license");
		await().until(() -> this.gate.held() == 1);
		this.outage.begin();
		this.gate.open();
		JsonObject answer = pending.join();
		assertThat(answer).containsEntry("diff_id", null)
			.containsEntry("token_usage", JsonObject.of())
			.containsEntry("error",
					"The run was stopped because the conversation could not be stored: see the application's log");
		assertThat(this.api.get("/health").status()).isEqualTo(503);
		assertThat(this.api.statusOfBroken("/projects")).as("answered all the same").isEqualTo(500);
		this.outage.end();
		await().until(() -> this.api.get("/health").status() == 200);
		assertThat(this.api.send(other, "Name the license").string("diff_id")).isNotBlank();
		await().atMost(Duration.ofMinutes(3)).until(() -> errors(session).size() == 1);
		JsonObject error = errors(session).get(0);
		assertThat(error).containsEntry("role", "system")
			.containsEntry("stream_sequence", 99999)
			.containsEntry("content", "Error: " + answer.string("error"));
		assertThat(error.object("event_data").object("context")).containsEntry("prompt", "Name the license");
		assertThat(this.api.events(session)).extracting((row) -> row.get("stream_event_type"))
			.containsExactly("agent_updated_stream_event");
		assertThat(this.api.send(session, "Name the license").string("diff_id")).isNotBlank();
		assertThat(this.api.events(session)).extracting((row) -> row.get("stream_sequence"))
			.isEqualTo(IntStream.rangeClosed(1, 5).boxed().toList());
		assertThat(this.api.messages(session)).extracting((row) -> row.get("message_type"))
			.as("at the time of the failure")
			.startsWith("user_input", "stream_event", "error", "user_input");
	}

	private List<JsonObject> errors(JsonObject session) {
		return this.api.messages(session).stream().filter((row) -> row.string("message_type").equals("error")).toList();
	}

	/**
	 * Leads all connections to the database over a proxy, whatever server that is.
	 */
	static class Outage implements BeanPostProcessor, DisposableBean {

		private static final Pattern URL = Pattern.compile("(jdbc:postgresql://)([^:/]+)(?::(\\d+))?(/.*)");

		private @Nullable TcpProxy proxy;

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof JdbcConnectionDetails details)) {
				return bean;
			}
			Matcher url = URL.matcher(details.getJdbcUrl());
			assertThat(url.matches()).as(details.getJdbcUrl()).isTrue();
			this.proxy = new TcpProxy(url.group(2), (url.group(3) != null) ? Integer.parseInt(url.group(3)) : 5432);
			return new Proxied(details, url.group(1) + "localhost:" + this.proxy.port() + url.group(4));
		}

		void begin() {
			this.proxy.cut();
		}

		void end() {
			this.proxy.restore();
		}

		@Override
		public void destroy() throws Exception {
			this.proxy.close();
		}

	}

	/**
	 * The details of a connection over a proxy.
	 */
	private record Proxied(JdbcConnectionDetails details, String url) implements JdbcConnectionDetails {

		@Override
		public @Nullable String getUsername() {
			return this.details.getUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.details.getPassword();
		}

		@Override
		public String getJdbcUrl() {
			return this.url;
		}

	}

}
