package io.mockagents.sample.vibecode;

import java.util.List;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SubmittedPatches}.
 */
class SubmittedPatchesTests {

	private static final AgentSnapshot AGENT = new AgentSnapshot("Vibecoder", "gpt-5-mini", null, List.of());

	private static final JsonObject VERDICT = JsonObject.of("approved", true, "reasoning", "Good", "commit_message",
			"Do it");

	private final SubmittedPatches patches = new SubmittedPatches();

	@Test
	void verdictIsAboutThePatchOfItsCall() {
		call("{\"patch\": \"p\", \"description\": \"d\"}");
		output(VERDICT);
		assertThat(this.patches.last()).isNotNull().satisfies((evaluated) -> {
			assertThat(evaluated.patch()).isEqualTo("p");
			assertThat(evaluated.result()).isEqualTo(new EvaluationResult(true, "Good", "Do it"));
		});
	}

	@Test
	void callWithoutVerdictNeedsNoPatch() {
		call("{not json");
		output("An error occurred while running the tool");
		assertThat(this.patches.last()).isNull();
	}

	@Test
	void verdictAboutNoPatchIsAFailureForWhoNeedsThePatch() {
		call("{\"description\": \"d\"}");
		output(VERDICT);
		SubmittedPatches.Evaluated evaluated = this.patches.last();
		assertThat(evaluated).isNotNull();
		assertThatExceptionOfType(RunFailedException.class).isThrownBy(evaluated::patch)
			.withMessage("The verdict belongs to a call of submit_patch whose arguments contain no text 'patch': "
					+ "{\"description\": \"d\"}");
	}

	private void call(String arguments) {
		this.patches.onEvent(new RunItemStreamEvent(RunItemEventName.TOOL_CALLED,
				new ToolCallItem(AGENT, JsonObject.of("arguments", arguments, "call_id", "call_1", "name",
						"submit_patch", "type", "function_call"), JsonObject.of())));
	}

	private void output(Object output) {
		this.patches.onEvent(new RunItemStreamEvent(RunItemEventName.TOOL_OUTPUT,
				new ToolCallOutputItem(AGENT,
						JsonObject.of("call_id", "call_1", "output", "text", "type", "function_call_output"), output,
						JsonObject.of())));
	}

}
