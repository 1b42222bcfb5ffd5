package com.example.helpdesk;

import java.util.Map;

import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.test.AgentScript;
import io.mockagents.test.AutomaticAnswers;
import io.mockagents.test.CrashPoints;
import io.mockagents.test.MockAgentsTest;
import io.mockagents.test.PlayScenario;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static io.mockagents.scenario.FailureKind.RATE_LIMIT;
import static io.mockagents.test.AgentScript.containing;
import static io.mockagents.test.AgentScript.times;
import static io.mockagents.test.EventType.AGENT_UPDATED;
import static io.mockagents.test.EventType.MESSAGE_OUTPUT_CREATED;
import static io.mockagents.test.EventType.TOOL_CALLED;
import static io.mockagents.test.EventType.TOOL_OUTPUT;
import static io.mockagents.test.ModelAnswer.answer;
import static io.mockagents.test.ModelAnswer.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Helpdesk} that script the model themselves.
 */
@SpringBootTest
@MockAgentsTest
class HelpdeskTests {

	@Autowired
	Helpdesk helpdesk;

	@Test
	void looksUpTheOrderAndAnswers(AgentScript script) {
		script.onMessage(containing("parcel"))
			.callsTool("lookup_order", Map.of("order_id", "7"))
			.answers(new Answer("It is on its way", "order", 9));

		assertThat(helpdesk.ask("Where is my parcel?").getAnswer()).isEqualTo("It is on its way");

		assertThat(script.lastRun()).isCompleted()
			.calledTool("lookup_order", (call) -> call.hasArgument("order_id", "7").hasOutput("order 7: shipped"))
			.hasEvents(AGENT_UPDATED, TOOL_CALLED, TOOL_OUTPUT, MESSAGE_OUTPUT_CREATED)
			.hasStoredRows(4);
		assertThat(script.lastRun().request(2)).hasModel("gpt-5-mini")
			.offersTools("lookup_order")
			.hasInputContaining("order 7: shipped");
	}

	@Test
	void saysSorryWhenTheSecondCallIsLimited(AgentScript script) {
		script.onAnyMessage().callsTool("lookup_order", Map.of("order_id", "7")).failsWith(RATE_LIMIT, times(3));
		assertThat(helpdesk.ask("Where is my parcel?").getAnswer()).startsWith("Sorry");
		assertThat(script.lastRun()).failedWith(OpenAiStatusException.class).afterTurns(1);
	}

	@Test
	void handsOverRefunds(AgentScript script) {
		script.onMessage(containing("refund"))
			.handsOffTo("Refunds")
			.as("Refunds")
			.answers(new Answer("Refunded", "refund", 7));
		helpdesk.ask("I want a refund");
		assertThat(script.lastRun()).visitedAgents("Triage", "Refunds");
	}

	@Test
	@AutomaticAnswers
	void survivesWhateverTheModelSays() {
		assertThat(helpdesk.ask("anything").getCategory()).isNotNull();
	}

	@Test
	void functionAnswers(AgentScript script) {
		script.answering((request) -> request.hasToolOutput() ? answer(new Answer(request.toolOutput(), "order", 5))
				: toolCall("lookup_order", Map.of("order_id", "1")));
		assertThat(helpdesk.ask("Where?").getAnswer()).contains("order 1");
	}

	@Test
	@PlayScenario("refund_rejected")
	void playsAFile() {
		assertThat(helpdesk.ask("Money back").getAnswer()).isNotBlank();
	}

	@Test
	void losesNothingWhereverItDies(AgentScript script, CrashPoints points) {
		script.onAnyMessage()
			.callsTool("lookup_order", Map.of("order_id", "7"))
			.answers(new Answer("Shipped", "order", 9));
		points.during(() -> helpdesk.ask("Where?")).forEach((point) -> {
			helpdesk.recover();
			assertThat(script.lastSession()).as(point.toString())
				.hasGaplessRows()
				.hasNoRowTwice()
				.hasEveryRowThatWasAnnounced();
		});
	}

}
