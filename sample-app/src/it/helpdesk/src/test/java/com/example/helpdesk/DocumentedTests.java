package com.example.helpdesk;

import java.time.Duration;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents;
import io.mockagents.scenario.FailureKind;
import io.mockagents.test.AgentScript;
import io.mockagents.test.MockAgentsTest;
import io.mockagents.test.ModelAnswer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.mockagents.test.AgentScript.containing;
import static io.mockagents.test.AgentScript.times;
import static io.mockagents.test.ModelAnswer.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the page on testing.
 */
@SpringBootTest
@MockAgentsTest
class DocumentedTests {

	@Autowired
	Helpdesk helpdesk;

	@Test
	void answersInSeveralTurns(AgentScript script) {
		script.onMessage(containing("both"))
			.reasons("The customer has two orders")
			.callsTool("lookup_order", Map.of("order_id", "7"))
			.together()
			.callsTool("lookup_order", Map.of("order_id", "8"))
			.usage(120, 30)
			.pauses(Duration.ofSeconds(2))
			.answers(new Answer("The last: ${outputs.lookup_order}", "order", 9));

		helpdesk.ask("Where are both orders?");

		assertThat(script.lastRun()).isCompleted().hasRowsEqualToEvents().usesAtMostTokens(1_000);
		assertThat(script.lastSession()).hasGaplessRows().hasNoRowTwice();
	}

	@Test
	void answersOnceTheApiIsBack(AgentScript script) {
		script.onAnyMessage().failsWith(FailureKind.RATE_LIMIT, times(2)).answers(new Answer("Here", "order", 9));

		assertThat(helpdesk.ask("Where?").getAnswer()).isEqualTo("Here");
	}

	@Test
	void saysSorryWhenTheConnectionBreaks(AgentScript script) {
		script.onAnyMessage()
			.answers(new Answer("A long answer", "order", 9))
			.breaksWith(FailureKind.CONNECTION_DROPPED, 5);

		assertThat(helpdesk.ask("Where?").getAnswer()).startsWith("Sorry");
	}

	@Test
	void playsAnAnswerOfSeveralParts(AgentScript script) {
		script.onAnyMessage()
			.then(toolCall("lookup_order", Map.of("order_id", "7")), toolCall("lookup_order", Map.of("order_id", "8")))
			.then(ModelAnswer.answer(new Answer("Both", "order", 9)).usage(200, 10));

		assertThat(helpdesk.ask("Where?").getAnswer()).isEqualTo("Both");
	}

	@Test
	void becomesAFile(AgentScript script) {
		String yaml = script.onMessage(containing("parcel")).answers(new Answer("Here", "order", 9)).toYaml();
		script.fromYaml(yaml);

		helpdesk.ask("My parcel?");
		helpdesk.ask("My parcel?");
	}

	@Test
	void ownsASession(AgentScript script, @Autowired AgentRunner runner, @Autowired Agent triage) {
		script.ownsSession("s-1");
		script.onAnyMessage().answers(new Answer("Mine", "order", 9));

		Thread thread = new Thread(
				() -> runner.run(RunRequest.builder(triage, "Where?").sessionId("s-1").build()));
		thread.start();
		join(thread);

		assertThat(script.lastRun()).isCompleted();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void failsOnlyThisTest(AgentScript script, @Autowired MockAgents mockAgents) {
		mockAgents.failures(1, FailureKind.SERVER_ERROR);
		script.onAnyMessage().answers(new Answer("Never", "order", 9));

		assertThat(helpdesk.ask("Where?").getAnswer()).startsWith("Sorry");
	}

	@Test
	void sendsTheSamePrompt(AgentScript script) {
		script.onAnyMessage().answers(new Answer("Here", "order", 9));

		helpdesk.ask("Where is order 7?");

		script.lastRun().request(1).matchesSnapshot("first-prompt");
	}

}
