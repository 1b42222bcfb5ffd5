package io.mockagents.sample.usecases;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.test.AgentScript;
import io.mockagents.test.MockAgentsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that ask the same at the same time, over HTTP, and get their own answers.
 */
class InlineScriptsOverHttpTests {

	@Test
	void eachOfTwoTestsGetsItsOwnAnswers() {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(Asking.class))
				.filters(EngineFilter.includeEngines("junit-jupiter"))
				.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
				.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
				.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
				.build(), listener);
		assertThat(listener.getSummary().getFailures()).isEmpty();
		assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(2);
	}

	/**
	 * The two tests: each waits for the script of the other before it asks.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "spring.autoconfigure.exclude="
					+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
					+ "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
					+ "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration,"
					+ "io.mockagents.sample.postgres.EmbeddedPostgresAutoConfiguration,"
					+ "io.mockagents.sample.postgres.SharedPostgresAutoConfiguration")
	@AutoConfigureMockMvc
	@AutoConfigureRestTestClient
	@MockAgentsTest
	@Execution(ExecutionMode.CONCURRENT)
	static class Asking {

		private static final CountDownLatch ALL = new CountDownLatch(2);

		@Test
		void clientsOfTheFirstGetItsAnswers(AgentScript script, @Autowired RestTestClient client,
				@Autowired MockMvc mockMvc, @Autowired Asker asker) throws Exception {
			asksAndGets("first", script, client, mockMvc, asker);
		}

		@Test
		void clientsOfTheSecondGetItsAnswers(AgentScript script, @Autowired RestTestClient client,
				@Autowired MockMvc mockMvc, @Autowired Asker asker) throws Exception {
			asksAndGets("second", script, client, mockMvc, asker);
		}

		private void asksAndGets(String answer, AgentScript script, RestTestClient client, MockMvc mockMvc, Asker asker)
				throws Exception {
			script.onAnyMessage().answers(answer).repeated(3);
			ALL.countDown();
			assertThat(ALL.await(60, TimeUnit.SECONDS)).isTrue();
			client.get().uri("/ask?question=Hello").exchange().expectBody(String.class).isEqualTo(answer);
			mockMvc.perform(MockMvcRequestBuilders.get("/ask?question=Hello"))
				.andExpect(MockMvcResultMatchers.content().string(answer));
			assertThat(asker.askLater("Hello").get(30, TimeUnit.SECONDS)).isEqualTo(answer);
			assertThat(script.runs()).hasSize(3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	static class Application {

		@Bean
		Asker asker(AgentRunner runner) {
			return new Asker(runner);
		}

	}

	@RestController
	static class Asker {

		private final AgentRunner runner;

		Asker(AgentRunner runner) {
			this.runner = runner;
		}

		@GetMapping("/ask")
		String ask(@RequestParam String question) {
			return String
				.valueOf(this.runner.run(RunRequest.of(Agent.builder("Triage").build(), question)).finalOutput());
		}

		@Async
		CompletableFuture<String> askLater(String question) {
			return CompletableFuture.completedFuture(ask(question));
		}

	}

}
