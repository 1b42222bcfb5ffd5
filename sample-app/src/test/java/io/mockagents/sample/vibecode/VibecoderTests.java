package io.mockagents.sample.vibecode;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Vibecoder} and {@link Evaluator}, with the tool's own code at work.
 */
class VibecoderTests {

	private static final String CODE = "def main():\n    print('Ready for vibecoding!')\n";

	private static final String PATCH = "@@ -1,2 +1,3 @@\n+# A comment\n def main():\n     print('Ready for vibecoding!')\n";

	private static final String OTHER_PATCH = "@@ -1,1 +1,1 @@\n-def other():\n+def main():\n";

	@Test
	void answersAQuestionInText() {
		Outcome outcome = request(new PlayedModel(PlayedModel.message("It prints.")), "What does this code do?");
		assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, (answered) -> {
			assertThat(answered.text()).isEqualTo("It prints.");
			assertThat(answered.usage().totalTokens()).isEqualTo(42);
		});
	}

	@Test
	void asksTheEvaluatorAboutAPatchThatApplies() {
		PlayedModel model = new PlayedModel(PlayedModel.submitPatch(PATCH), PlayedModel.verdict(true, "Good"),
				PlayedModel.message("Done."));
		Outcome outcome = request(model, "Add a comment");
		assertThat(outcome).isInstanceOfSatisfying(Outcome.Approved.class, (approved) -> {
			assertThat(approved.patch()).isEqualTo(PATCH);
			assertThat(approved.result()).isEqualTo(new EvaluationResult(true, "Good", "Change something"));
			assertThat(approved.usage().totalTokens()).as("without the evaluator's").isEqualTo(84);
		});
		assertThat(model.prompts("Vibecoder"))
			.containsExactly("Current code:\n```python\n" + CODE + "\n```\n\nUser request: Add a comment");
		assertThat(model.prompts("Evaluator"))
			.containsExactly("Review this patch:\n\n" + PATCH + "\n\nDescription: A change");
	}

	@Test
	void sendsCodeThatContainsFencesInALongerFence() {
		assertThat(Vibecoder.prompt("#\n#```\n", "Explain"))
			.isEqualTo("Current code:\n````python\n#\n#```\n\n````\n\nUser request: Explain");
	}

	@Test
	void rejectsAPatchThatDoesNotApplyWithoutAskingAnybody() {
		PlayedModel model = new PlayedModel(PlayedModel.submitPatch(OTHER_PATCH), PlayedModel.message("Rejected."),
				PlayedModel.submitPatch(PATCH), PlayedModel.verdict(true, "Good"), PlayedModel.message("Done."));
		Outcome outcome = request(model, "Add a comment");
		assertThat(outcome).isInstanceOf(Outcome.Approved.class);
		assertThat(model.prompts("Evaluator")).hasSize(1);
		assertThat(model.prompts("Vibecoder")).last()
			.asString()
			.contains("The evaluator rejected your patch. Feedback: The patch does not apply to the current code");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{not json", "", "[]", "{}", "{\"patch\": null, \"description\": \"x\"}",
			"{\"patch\": 5, \"description\": \"x\"}", "{\"patch\": \"x\"}" })
	void reportsInvalidArgumentsToTheModel(String arguments) {
		PlayedModel model = new PlayedModel(PlayedModel.callSubmitPatch(arguments), PlayedModel.submitPatch(PATCH),
				PlayedModel.verdict(true, "Good"), PlayedModel.message("Done."));
		assertThat(request(model, "Add a comment")).isInstanceOfSatisfying(Outcome.Approved.class,
				(approved) -> assertThat(approved.patch()).isEqualTo(PATCH));
		assertThat(model.requests().get(1).input()).last()
			.satisfies((output) -> assertThat(output.string("output"))
				.startsWith("An error occurred while running the tool. Please try again. Error: "));
	}

	@Test
	void triesAgainWithTheEvaluatorsReasoning() {
		PlayedModel model = new PlayedModel(PlayedModel.submitPatch(PATCH), PlayedModel.verdict(false, "Too short"),
				PlayedModel.message("Rejected."), PlayedModel.submitPatch(PATCH), PlayedModel.verdict(true, "Good"),
				PlayedModel.message("Done."));
		assertThat(request(model, "Add a comment")).isInstanceOf(Outcome.Approved.class);
		assertThat(model.prompts("Vibecoder")).last()
			.isEqualTo(
					"Current code:\n```python\n" + CODE + "\n```\n\nUser request: The evaluator rejected your patch. "
							+ "Feedback: Too short\n\nPlease try again.");
	}

	@Test
	void remembersEarlierIterations() {
		PlayedModel model = new PlayedModel(PlayedModel.submitPatch(PATCH), PlayedModel.verdict(false, "Too short"),
				PlayedModel.message("Rejected."), PlayedModel.message("I give up."));
		request(model, "Add a comment");
		assertThat(model.requests().get(3).input()).extracting((item) -> item.getOrDefault("type", item.get("role")))
			.containsExactly("user", "function_call", "function_call_output", "message", "user");
	}

	@Test
	void stopsAfterThreeIterations() {
		JsonObject patch = PlayedModel.submitPatch(PATCH);
		JsonObject rejected = PlayedModel.verdict(false, "No");
		JsonObject message = PlayedModel.message("Rejected.");
		PlayedModel model = new PlayedModel(patch, rejected, message, patch, rejected, message, patch, rejected,
				message);
		assertThat(request(model, "Add a comment")).isInstanceOf(Outcome.NotApproved.class);
		assertThat(model.requests()).hasSize(9);
	}

	@Test
	void lastVerdictOfARunCounts() {
		PlayedModel model = new PlayedModel(PlayedModel.submitPatch(OTHER_PATCH), PlayedModel.submitPatch(PATCH),
				PlayedModel.verdict(true, "Good"), PlayedModel.message("Done."));
		assertThat(request(model, "Add a comment")).isInstanceOfSatisfying(Outcome.Approved.class,
				(approved) -> assertThat(approved.patch()).isEqualTo(PATCH));
	}

	@Test
	void failureOfTheRunComesThrough() {
		PlayedModel model = new PlayedModel() {

			@Override
			public ModelStream stream(ModelRequest request) {
				throw new OpenAiException("Connection error.", null, null);
			}

		};
		assertThatExceptionOfType(OpenAiException.class).isThrownBy(() -> request(model, "Add a comment"))
			.withMessage("Connection error.");
	}

	private static Outcome request(PlayedModel model, String prompt) {
		Project project = mock();
		given(project.getId()).willReturn("p");
		given(project.getCurrentCode()).willReturn(CODE);
		VibecodeSession session = session("s", "project_demo");
		VibecodeSession evaluatorSession = session("e", "project_demo_evaluator");
		SessionService sessions = mock();
		given(sessions.openForEvaluator("p")).willReturn(evaluatorSession);
		given(sessions.exists(any())).willReturn(true);
		AgentMemories memories = new AgentMemories(sessions);
		Evaluator evaluator = new Evaluator(model.runner(), sessions, memories);
		return new Vibecoder(model.runner(), evaluator, memories).request(project, session,
				new UserMessage("m", prompt));
	}

	private static VibecodeSession session(String id, String key) {
		VibecodeSession session = mock();
		given(session.getId()).willReturn(id);
		given(session.getOpenaiSessionKey()).willReturn(key);
		return session;
	}

}
