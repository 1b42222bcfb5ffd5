package io.mockagents.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents;
import io.mockagents.scenario.FailureKind;
import io.mockagents.test.KitApplication.Desk;
import io.mockagents.test.KitApplication.Lookup;
import io.mockagents.test.KitApplication.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static io.mockagents.test.AgentScript.containing;
import static io.mockagents.test.AgentScript.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AgentScript}.
 */
@SpringBootTest(classes = KitApplication.class)
@MockAgentsTest
@Execution(ExecutionMode.CONCURRENT)
class AgentScriptTests {

	@Autowired
	private Desk desk;

	@BeforeEach
	void scriptOfSetUpIsThatOfTheTest(AgentScript script, TestInfo info) {
		if (info.getTags().contains("setup")) {
			script.onMessage(containing("hello")).answers("from set-up");
		}
	}

	@AfterEach
	void journalIsThereAfterTheTest(AgentScript script) {
		assertThat(script.runs()).allMatch(PlayedRun::isEnded);
	}

	@Test
	@Tag("setup")
	void setUpMayScript() {
		assertThat(this.desk.ask("hello")).isEqualTo("from set-up");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "two", "three" })
	void parameterizedTestHasAScriptForEachInvocation(String text, AgentScript script) {
		script.onAnyMessage().answers(text);
		assertThat(this.desk.ask("Say something")).isEqualTo(text);
		assertThat(script.runs()).hasSize(1);
	}

	@RepeatedTest(3)
	void repeatedTestHasAScriptForEachRepetition(AgentScript script) {
		script.onAnyMessage().answers("again");
		assertThat(this.desk.ask("Again")).isEqualTo("again");
		assertThat(script.runs()).hasSize(1);
	}

	@Test
	void sessionGoesBeforeMessageAndMessageBeforeAnyInTheOrderWritten(AgentScript script) {
		script.onAnyMessage().answers("any");
		script.onMessage(containing("parcel")).answers("first parcel");
		script.onMessage(containing("parcel")).answers("second parcel");
		script.onSession("s-order").answers("session");
		assertThat(this.desk.ask("my parcel")).isEqualTo("first parcel");
		assertThat(this.desk.ask("my parcel")).isEqualTo("second parcel");
		assertThat(this.desk.ask(RunRequest.builder(this.desk.triage(), "my parcel").sessionId("s-order").build()))
			.isEqualTo("session");
		assertThat(this.desk.ask("my parcel")).isEqualTo("any");
	}

	@Test
	void scriptIsPlayedAsOftenAsItSays(AgentScript script) {
		script.onMessage(containing("twice")).answers("twice").repeated(2);
		script.onMessage(containing("often")).answers("often").anyNumberOfTimes();
		assertThat(List.of(this.desk.ask("twice"), this.desk.ask("twice"))).containsOnly("twice");
		assertThat(List.of(this.desk.ask("often"), this.desk.ask("often"), this.desk.ask("often")))
			.containsOnly("often");
	}

	@Test
	void severalCallsReasoningAndUsageAreOneAnswer(AgentScript script) {
		script.onAnyMessage()
			.reasons("I need both orders")
			.callsTool("lookup_order", new Lookup("7"))
			.together()
			.callsTool("lookup_order", new Lookup("8"))
			.usage(100, 20)
			.answers("Both: ${outputs.lookup_order}")
			.usage(50, 5);
		assertThat(this.desk.ask("Where?")).isEqualTo("Both: order 8: shipped");
		assertThat(script.lastRun()).isCompleted()
			.calledTool("lookup_order", (call) -> call.hasArgument("order_id", "7").hasOutput("order 7: shipped"))
			.calledTool("lookup_order", (call) -> call.hasArgument("order_id", "8"))
			.usesAtMostTokens(175);
		assertThat(script.lastRun().totalTokens()).isEqualTo(175);
		assertThat(script.lastRun().requests()).hasSize(2);
	}

	@Test
	void retriesGetOverAFailureThatEnds(AgentScript script) {
		script.onAnyMessage().failsWith(FailureKind.RATE_LIMIT, times(2)).answers("at last");
		assertThat(this.desk.ask("Where?")).isEqualTo("at last");
	}

	@Test
	void failuresOfToolsAndOfTheStreamAreScripted(AgentScript script) {
		script.onMessage(containing("tool"))
			.callsTool("lookup_order", new Lookup("7"))
			.failsWith(FailureKind.TOOL_ERROR)
			.answers("no order");
		assertThat(this.desk.ask("tool")).isEqualTo("no order");
		assertThat(script.lastRun()).calledTool("lookup_order", (call) -> call.hasOutputContaining("The tool failed"));
		script.onMessage(containing("stream")).answers("A long answer").breaksWith(FailureKind.CONNECTION_DROPPED, 4);
		assertThat(this.desk.ask("stream")).isEqualTo("Sorry");
		assertThat(script.lastRun().frames()).hasSize(4);
		script.onMessage(containing("pause")).pauses(Duration.ofHours(1)).answers("no time passes");
		assertThat(this.desk.ask("pause")).isEqualTo("no time passes");
	}

	@Test
	void toolOutputMayBeScripted(AgentScript script) {
		script.onAnyMessage()
			.callsTool("lookup_order", Map.of("order_id", "7"), "order 7: lost")
			.answers("${outputs.lookup_order}");
		assertThat(this.desk.ask("Where?")).isEqualTo("order 7: lost");
	}

	@Test
	void handoffHasToReachTheAgent(AgentScript script) {
		script.onAnyMessage().handsOffTo("Refunds").as("Refunds").answers("Refunded");
		assertThat(this.desk.ask("refund")).isEqualTo("Refunded");
		assertThat(script.lastRun()).visitedAgents("Triage", "Refunds");
		assertThat(script.lastRun().request(2)).isOfAgent("Refunds");
	}

	@Test
	void answerIsJsonOfTheOutputType(AgentScript script) {
		script.onAnyMessage().answers(new Reply("Yes", 9));
		Reply reply = this.desk.runner().run(RunRequest.of(this.desk.typed(), "Sure?")).finalOutputAs(Reply.class);
		assertThat(reply).isEqualTo(new Reply("Yes", 9));
	}

	@Test
	void functionSeesTheRequest(AgentScript script) {
		script.answering((request) -> request.hasToolOutput() ? ModelAnswer.answer(request.toolOutput())
				: ModelAnswer.toolCall("lookup_order", new Lookup(request.message())));
		assertThat(this.desk.ask("12")).isEqualTo("order 12: shipped");
		assertThat(this.desk.ask("13")).isEqualTo("order 13: shipped");
	}

	@Test
	void yamlAndBackIsEqual(AgentScript script) {
		ScriptedRun written = script.onMessage(containing("parcel"))
			.startingWith("Triage")
			.reasons("Hm")
			.callsTool("lookup_order", new Lookup("7"))
			.failsWith(FailureKind.RATE_LIMIT, times(2))
			.answers(new Reply("Yes", 9))
			.usage(10, 20);
		ScriptedRun read = script.fromYaml(written.toYaml());
		assertThat(read.toScenario()).isEqualTo(written.toScenario());
		assertThat(this.desk.ask("my parcel")).contains("Yes");
		assertThat(this.desk.ask("my parcel")).contains("Yes");
	}

	@Test
	void callsOnMockAgentsApplyToThisTestOnly(AgentScript script, @Autowired MockAgents mockAgents) {
		mockAgents.failures(1, FailureKind.SERVER_ERROR);
		script.onAnyMessage().answers("never").anyNumberOfTimes();
		assertThat(this.desk.ask("Where?")).isEqualTo("Sorry");
		TestIdentity.with(RunningTest.start("another", Object.class).id(),
				() -> assertThat(mockAgents.settings().failures().rate()).isLessThan(1));
		mockAgents.reset();
		assertThat(this.desk.ask("Where?")).isEqualTo("never");
	}

	@Test
	void contextPropagationCarriesTheTestToAnotherThread(AgentScript script) {
		script.onAnyMessage().answers("carried").repeated(2);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			ExecutorService carrying = ContextExecutorService.wrap(executor,
					ContextSnapshotFactory.builder().build()::captureAll);
			assertThat(CompletableFuture.supplyAsync(() -> this.desk.ask("Where?"), carrying).join())
				.isEqualTo("carried");
			assertThat(CompletableFuture.supplyAsync(() -> this.desk.ask("Where?"), carrying).join())
				.isEqualTo("carried");
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void ownSessionIsOfThisTestOnAnyThread(AgentScript script) {
		script.onSession("s-own").answers("mine");
		RunRequest request = RunRequest.builder(this.desk.triage(), "Where?").sessionId("s-own").build();
		assertThat(CompletableFuture.supplyAsync(() -> this.desk.ask(request)).join()).isEqualTo("mine");
	}

	@Test
	void promptIsASnapshotBesideTheTest(AgentScript script) {
		script.onAnyMessage().answers("Hi");
		this.desk.ask("Hello");
		script.lastRun().request(1).matchesSnapshot("first-prompt");
	}

	@Test
	void assertionSaysWhatTheRunDid(AgentScript script) {
		script.onAnyMessage().callsTool("lookup_order", new Lookup("7")).answers("Hi");
		this.desk.ask("Hello");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(script.lastRun()).failedWith(ModelBehaviorException.class))
			.withMessageContaining("ModelBehaviorException")
			.withMessageContaining("message 'Hello'")
			.withMessageContaining("TOOL_CALLED")
			.withMessageContaining("outcome: completed");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(script.lastRun())
			.calledTool("lookup_order", (call) -> call.hasArgument("order_id", "8")))
			.withMessageContaining("\"order_id\":\"7\"");
	}

	@Test
	void scriptIsNotABean(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(AgentScript.class)).isEmpty();
	}

	@Nested
	class Inner {

		@Test
		void nestedClassIsMocked(AgentScript script) {
			script.onAnyMessage().answers("nested");
			assertThat(AgentScriptTests.this.desk.ask("Where?")).isEqualTo("nested");
		}

	}

}
