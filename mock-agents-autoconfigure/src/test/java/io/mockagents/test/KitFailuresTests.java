package io.mockagents.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mockagents.test.KitApplication.Desk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.mockagents.test.AgentScript.containing;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the failures that the kit adds to tests.
 */
class KitFailuresTests {

	@Test
	void eachTestFailsWithWhatIsWrongAndNoOtherDoes() {
		LaunchedTests results = LaunchedTests.run(Failing.class, 1);
		assertThat(results.successes()).isEqualTo(2);
		Map<String, Throwable> failures = results.failures();
		assertThat(failures).containsOnlyKeys("unscripted(AgentScript)", "unused(AgentScript)",
				"argumentsThatDoNotFit(AgentScript)", "answersLeft(AgentScript)", "failsByItself(AgentScript)",
				"playedTwice(AgentScript)", "wrongArgument(AgentScript)", "noFile()");
		assertThat(failures.get("unscripted(AgentScript)")).hasMessageContainingAll(
				"Agent 'Triage' was run with the message 'Where is my parcel?', but Failing.unscripted",
				"1. onMessage(containing(\"parcels\")) at KitFailuresTests.java:",
				"the message does not match, the nearest word is 'parcel'", "Add script.onMessage(...)");
		assertThat(failures.get("unused(AgentScript)")).hasMessageContainingAll(
				"A script was not used up: onMessage(containing(\"refund\")) at KitFailuresTests.java:",
				"was played in no run");
		assertThat(failures.get("argumentsThatDoNotFit(AgentScript)")).hasMessageContainingAll("lookup_order",
				"order_id");
		assertThat(failures.get("answersLeft(AgentScript)"))
			.hasMessageContaining("has 2 answers, but the run asked only for 1");
		assertThat(failures.get("failsByItself(AgentScript)")).hasMessageContaining("expected")
			.satisfies((failure) -> assertThat(failure.getSuppressed())
				.anyMatch((suppressed) -> String.valueOf(suppressed.getMessage()).contains("has no script for it")));
		assertThat(failures.get("playedTwice(AgentScript)"))
			.hasMessageContaining("it was played already. For more runs, add repeated(n) or anyNumberOfTimes()");
		assertThat(failures.get("noFile()")).hasStackTraceContaining("no_such_scenario");
	}

	@Test
	void runWithoutIdentityThatMayBeOfTwoTestsFailsAndNamesBoth() {
		LaunchedTests results = LaunchedTests.run(Ambiguous.class, 2);
		assertThat(results.failures()).isEmpty();
		assertThat(results.successes()).isEqualTo(2);
	}

	/**
	 * The page shows the texts of typical failures, with other names and lines.
	 */
	@Test
	void textsOnThePageAreThoseThatAPersonSees() throws IOException {
		Map<String, Throwable> failures = new TreeMap<>(LaunchedTests.run(Failing.class, 1).failures());
		String page = neutral(Files.readString(Path.of("../docs/testing.md")));
		for (String test : List.of("unscripted", "unused", "argumentsThatDoNotFit", "wrongArgument", "playedTwice")) {
			assertThat(page).contains(neutral(String.valueOf(failures.get(test + "(AgentScript)").getMessage())));
		}
	}

	private static String neutral(String text) {
		return text.replaceAll("\\w+Tests(\\.java:|-)\\d+", "T$10")
			.replaceAll("(Failing|HelpdeskTests)\\.\\w+", "T.t")
			.replaceAll("session: .*", "session: s");
	}

	@Test
	void constructorHasNoScript() {
		assertThat(LaunchedTests.run(InConstructor.class, 1).failures()).hasSize(1)
			.allSatisfy((name, failure) -> assertThat(failure)
				.hasStackTraceContaining("AgentScript belongs to one test: declare it as a parameter of a test"));
	}

	@SpringBootTest(classes = KitApplication.class)
	@MockAgentsTest
	static class Failing {

		@Autowired
		Desk desk;

		@Test
		void passes(AgentScript script) {
			script.onAnyMessage().answers("Hi");
			assertThat(this.desk.ask("Hello")).isEqualTo("Hi");
		}

		@Test
		void passesWithoutRun() {
		}

		@Test
		void unscripted(AgentScript script) {
			script.onMessage(containing("parcels")).answers("Here");
			this.desk.ask("Where is my parcel?");
		}

		@Test
		void unused(AgentScript script) {
			script.onMessage(containing("refund")).answers("Refunded");
			script.onMessage(containing("hello")).answers("Hi");
			this.desk.ask("hello");
		}

		@Test
		void argumentsThatDoNotFit(AgentScript script) {
			script.onAnyMessage().callsTool("lookup_order", Map.of("order_id", 7)).answers("Here");
			this.desk.ask("Where?");
		}

		@Test
		void wrongArgument(AgentScript script) {
			script.onAnyMessage().callsTool("lookup_order", Map.of("order_id", "7")).answers("It is on its way");
			this.desk.ask("Where is my parcel?");
			assertThat(script.lastRun()).calledTool("lookup_order", (call) -> call.hasArgument("order_id", "8"));
		}

		@Test
		void answersLeft(AgentScript script) {
			script.onAnyMessage().answers("Here").answers("And here");
			this.desk.ask("Where?");
		}

		@Test
		void failsByItself(AgentScript script) {
			assertThat(this.desk.ask("Where?")).as("the answer expected").isEqualTo("Here");
		}

		@Test
		void playedTwice(AgentScript script) {
			script.onAnyMessage().answers("Here");
			this.desk.ask("Where?");
			this.desk.ask("Where?");
		}

		@Test
		@PlayScenario("no_such_scenario")
		void noFile() {
			this.desk.ask("Where?");
		}

	}

	@SpringBootTest(classes = KitApplication.class)
	@MockAgentsTest
	@TestInstance(Lifecycle.PER_CLASS)
	@Execution(ExecutionMode.CONCURRENT)
	static class Ambiguous {

		private final CountDownLatch both = new CountDownLatch(2);

		private final CountDownLatch asked = new CountDownLatch(1);

		@Autowired
		Desk desk;

		@Test
		void first(AgentScript script) throws Exception {
			script.onMessage(containing("parcel")).answers("first").anyNumberOfTimes();
			meet();
			assertThat(CompletableFuture.supplyAsync(() -> failure("my parcel")).join()).contains("Ambiguous.first",
					"Ambiguous.second");
			assertThat(CompletableFuture.supplyAsync(() -> this.desk.ask("my refund")).join()).isEqualTo("second");
			this.asked.countDown();
			assertThat(script.runs()).isEmpty();
		}

		@Test
		void second(AgentScript script) throws Exception {
			script.onMessage(containing("parcel")).answers("second").anyNumberOfTimes();
			script.onMessage(containing("refund")).answers("second");
			meet();
			assertThat(this.asked.await(30, TimeUnit.SECONDS)).isTrue();
		}

		private void meet() throws InterruptedException {
			this.both.countDown();
			assertThat(this.both.await(30, TimeUnit.SECONDS)).isTrue();
		}

		private String failure(String question) {
			try {
				return this.desk.ask(question);
			}
			catch (IllegalStateException ex) {
				return String.valueOf(ex.getMessage());
			}
		}

	}

	@SpringBootTest(classes = KitApplication.class)
	@MockAgentsTest
	static class InConstructor {

		InConstructor(AgentScript script) {
		}

		@Test
		void neverRuns() {
		}

	}

}
