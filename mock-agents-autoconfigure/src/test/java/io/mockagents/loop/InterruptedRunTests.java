package io.mockagents.loop;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffInputData;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Runs that wait for approval and go on, and what else recordings do not show.
 */
class InterruptedRunTests {

	private final Deque<List<JsonObject>> answers = new ArrayDeque<>();

	private final List<ModelRequest> requests = new ArrayList<>();

	private final List<String> paid = new ArrayList<>();

	private final Agent agent = Agent.builder("Cashier")
		.tools(FunctionTool.builder("pay")
			.parameter("amount", "integer", "How much")
			.needsApproval(true)
			.function((context, arguments) -> this.paid.add(arguments.json()) ? "paid" : "")
			.build())
		.build();

	private final LoopAgentRunner runner = new LoopAgentRunner(
			(request) -> new RunPlan.Ready(RunInfo.of("run", request, null), new AnsweringModel(), SdkProfile.V0_22,
					Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));

	@Test
	void callThatNeedsApprovalIsNotRunBeforeItIsApproved() {
		this.answers.add(List.of(call("call_1", 5)));
		this.answers.add(List.of(message("Done.")));
		RunResult interrupted = this.runner.run(this.agent, "Pay");
		assertThat(this.paid).isEmpty();
		assertThat(interrupted.finalOutput()).isNull();
		assertThat(interrupted.interruptions()).extracting(ToolApprovalItem::callId).containsExactly("call_1");
		RunState state = interrupted.toState();
		state.approve(state.interruptions().get(0));
		RunResult resumed = this.runner.run(this.agent, state);
		assertThat(this.paid).containsExactly("{\"amount\":5}");
		assertThat(resumed.finalOutput()).isEqualTo("Done.");
		assertThat(resumed.interruptions()).isEmpty();
	}

	@Test
	void rejectedCallIsNotRunAndTheModelReceivesTheReason() {
		this.answers.add(List.of(call("call_1", 5)));
		this.answers.add(List.of(message("Well.")));
		RunState state = this.runner.run(this.agent, "Pay").toState();
		state.reject(state.interruptions().get(0), false, "Too much.");
		this.runner.run(this.agent, state);
		assertThat(this.paid).isEmpty();
		List<JsonObject> input = this.requests.get(1).input();
		assertThat(input.get(input.size() - 1)).containsEntry("output", "Too much.");
	}

	@Test
	void callThatIsNotDecidedOnInterruptsTheRunOnceMore() {
		this.answers.add(List.of(call("call_1", 5), call("call_2", 6)));
		RunState state = this.runner.run(this.agent, "Pay").toState();
		state.approve(state.interruptions().get(1));
		RunResult resumed = this.runner.run(this.agent, state);
		assertThat(this.paid).containsExactly("{\"amount\":6}");
		assertThat(resumed.interruptions()).extracting(ToolApprovalItem::callId).containsExactly("call_1");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void stateIsNotUsedUpBeforeTheEventsAreAskedFor() {
		this.answers.add(List.of(call("call_1", 5)));
		this.answers.add(List.of(message("Done.")));
		RunState state = this.runner.run(this.agent, "Pay").toState();
		state.approve(state.interruptions().get(0));
		assertThat(this.runner.runStreamed(this.agent, state).currentTurn()).isOne();
		assertThat(this.runner.run(this.agent, state).finalOutput()).isEqualTo("Done.");
	}

	@Test
	void stateIsResumedOnce() {
		this.answers.add(List.of(call("call_1", 5)));
		this.answers.add(List.of(message("Done.")));
		RunState state = this.runner.run(this.agent, "Pay").toState();
		state.approve(state.interruptions().get(0));
		this.runner.run(this.agent, state);
		assertThatIllegalStateException().isThrownBy(() -> this.runner.run(this.agent, state))
			.withMessageContaining("resumed already");
	}

	@Test
	void runThatWasNotInterruptedHasNoState() {
		this.answers.add(List.of(message("Hi.")));
		RunResult result = this.runner.run(this.agent, "Hello");
		assertThat(result.interruptions()).isEmpty();
		assertThatIllegalStateException().isThrownBy(result::toState).withMessageContaining("no interruptions");
	}

	@Test
	void stateOfAnotherKindIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.runner.run(this.agent, mock(RunState.class)))
			.withMessageContaining("toState()");
	}

	@Test
	void handoffMayFilterWhatTheNextAgentSees() {
		Agent other = Agent.builder("Other").build();
		Handoff handoff = new Handoff("transfer_to_other", "", JsonObject.of(), "Other", () -> other, null,
				(data) -> new HandoffInputData(data.inputHistory(), List.of(), List.of()));
		Agent first = Agent.builder("First").handoffs(handoff).build();
		this.answers.add(List.of(JsonObject.of("id", "fc_1", "type", "function_call", "status", "completed",
				"arguments", "{}", "call_id", "call_1", "name", "transfer_to_other")));
		this.answers.add(List.of(message("Hi.")));
		RunResult result = this.runner.run(first, "Hello");
		assertThat(this.requests.get(1).input()).containsExactly(JsonObject.of("content", "Hello", "role", "user"));
		assertThat(result.newItems()).hasSize(1);
	}

	@Test
	void outputIsBoundToTheRecordOfItsType() {
		record Verdict(boolean approved, int lineCount) {
		}
		Agent judge = Agent.builder("Judge").outputType(OutputType.of(Verdict.class)).build();
		this.answers.add(List.of(message("{\"approved\":true,\"line_count\":2}")));
		assertThat(this.runner.run(judge, "Judge").finalOutput()).isEqualTo(new Verdict(true, 2));
	}

	@Test
	void agentThatWaitsForApprovalCannotBeAsked() {
		Agent boss = Agent.builder("Boss").tools(this.agent.asTool("ask_cashier", "Asks")).build();
		this.answers.add(List.of(JsonObject.of("id", "fc_1", "type", "function_call", "status", "completed",
				"arguments", "{\"input\":\"Pay\"}", "call_id", "call_0", "name", "ask_cashier")));
		this.answers.add(List.of(call("call_1", 5)));
		this.answers.add(List.of(message("Done.")));
		this.runner.run(boss, "Hello");
		assertThat(this.paid).isEmpty();
		List<JsonObject> input = this.requests.get(2).input();
		assertThat(input.get(input.size() - 1).string("output")).contains("'Cashier'", "need approval");
	}

	private static JsonObject call(String callId, int amount) {
		return JsonObject.of("id", "fc_" + callId, "type", "function_call", "status", "completed", "arguments",
				"{\"amount\":" + amount + "}", "call_id", callId, "name", "pay");
	}

	private static JsonObject message(String text) {
		return JsonObject.of("id", "msg_1", "type", "message", "status", "completed", "content",
				List.of(JsonObject.of("type", "output_text", "annotations", List.of(), "text", text)), "role",
				"assistant");
	}

	/**
	 * Answers each request with the next answer, whoever's run it is.
	 */
	private final class AnsweringModel implements Model {

		@Override
		public ModelStream stream(ModelRequest request) {
			InterruptedRunTests.this.requests.add(request);
			JsonObject response = JsonObject.of("id", "resp_1", "status", "completed", "output",
					InterruptedRunTests.this.answers.remove());
			Deque<ModelEvent> frames = new ArrayDeque<>(List.of(new ModelEvent(
					JsonObject.of("type", "response.completed", "sequence_number", 0, "response", response))));
			return frames::poll;
		}

	}

}
