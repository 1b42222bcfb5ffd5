package io.mockagents.scenario;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.scenario.NoScenarioMatchedException.Candidate;
import io.mockagents.scenario.match.MarkdownText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScenarioSelector}.
 */
class ScenarioSelectorTests {

	private static final Agent AGENT = Agent.builder("Vibecoder").build();

	private static final ScenarioSelector BUILT_IN = new ScenarioSelector(Scenarios.BUILT_IN);

	private static final SelectionSettings STRICT = new SelectionSettings(null, Map.of(), true, true);

	private static final RandomGenerator NO_CHOICE = () -> {
		throw new AssertionError("there is no choice to make");
	};

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What does this code do?              | text_response_mode
			Please explain this comment          | text_response_mode
			HOW DOES main work                   | text_response_mode
			explain the docstring                | text_response_mode
			Add a docstring                      | docstring_addition_approved
			add a docstring comment              | docstring_addition_approved
			Make it faster                       | comment_addition_approved
			""")
	void rulesDecide(String input, String expected) {
		ScenarioSelector.Selection selection = BUILT_IN.select(RunRequest.of(AGENT, input), SelectionSettings.DEFAULT,
				NO_CHOICE);
		assertThat(selection.scenario().name()).isEqualTo(expected);
		assertThat(selection.reason()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Add a comment", "Add a COMMENT explaining main", "add a comment to explain main",
			"comments please" })
	void commentIsDrawnByWeight(String input) {
		SplittableRandom random = new SplittableRandom(5);
		int approved = 0;
		for (int i = 0; i < 2000; i++) {
			ScenarioSelector.Selection selection = BUILT_IN.select(RunRequest.of(AGENT, input), STRICT, random);
			assertThat(selection.scenario().name()).startsWith("comment_addition_");
			approved += selection.scenario().name().equals("comment_addition_approved") ? 1 : 0;
		}
		assertThat(approved).isBetween(1340, 1460);
	}

	@Test
	void weightsCanBeReplaced() {
		RunRequest run = RunRequest.of(AGENT, "Add a comment");
		SelectionSettings settings = new SelectionSettings("comment_approved", Map.of("comment_approved", 0.0), false,
				true);
		assertThat(BUILT_IN.select(run, settings, NO_CHOICE).scenario().name())
			.isEqualTo("comment_addition_rejected_then_approved");
		SelectionSettings none = new SelectionSettings("text_response_mode",
				Map.of("comment_approved", 0.0, "comment_addition_rejected_then_approved", 0.0), false, true);
		assertThat(BUILT_IN.select(run, none, NO_CHOICE).scenario().name()).isEqualTo("text_response_mode");
	}

	@Test
	void codeIsNotLookedAt() {
		String prompt = "Current code:\n```python\n# a comment: what does it do\ndef main():\n    pass\n```\n\n"
				+ "User request: Add a docstring";
		assertThat(BUILT_IN.select(RunRequest.of(AGENT, prompt), STRICT, NO_CHOICE).scenario().name())
			.isEqualTo("docstring_addition_approved");
		assertThat(new MarkdownText(prompt).withoutCode()).isEqualTo("Current code:\n\nUser request: Add a docstring");
		assertThat(new MarkdownText("a\n````\n```\ncode\n````\nb").withoutCode()).isEqualTo("a\nb");
		assertThat(new MarkdownText("a\n~~~\ncode\n~~~").withoutCode()).isEqualTo("a");
		assertThat(new MarkdownText("a ``` b\n```\nno end").withoutCode()).isEqualTo("a ``` b\n```\nno end");
	}

	@Test
	void sameSeedSelectsTheSame() {
		RunRequest run = RunRequest.of(AGENT, "Add a comment");
		for (int seed = 0; seed < 20; seed++) {
			assertThat(BUILT_IN.select(run, STRICT, new SplittableRandom(seed)))
				.isEqualTo(BUILT_IN.select(run, STRICT, new SplittableRandom(seed)));
		}
	}

	@Test
	void strictFailureRanksTheNearestAndSaysWhy() {
		assertThatExceptionOfType(NoScenarioMatchedException.class)
			.isThrownBy(() -> BUILT_IN.select(RunRequest.of(AGENT, "Add a coment"), STRICT, NO_CHOICE))
			.withMessageContaining("'Add a coment' of agent 'Vibecoder'")
			.withMessageContaining(
					"1. comment_addition_approved: the input does not contain 'comment' " + "(nearest: 'coment')")
			.withMessageContaining("the input does not match /")
			.satisfies((failure) -> assertThat(failure.candidates()).extracting(Candidate::name)
				.startsWith("comment_addition_approved", "comment_addition_rejected_then_approved"));
	}

	@Test
	void scenarioOfTheApplicationGoesBeforeBuiltInOnesWhateverThePriorities() {
		ScenarioSelector selector = withBuiltIn("""
				- name: refund
				  priority: -100
				  match: [{ input_contains: refund }]
				  turns: [{ steps: [{ message: a }] }]
				- name: comment
				  match: [{ input_contains: comment }]
				  turns: [{ steps: [{ message: b }] }]
				""");
		for (SelectionSettings settings : List.of(SelectionSettings.DEFAULT, STRICT,
				SelectionSettings.of(null, Map.of(), true, null))) {
			assertThat(selector
				.select(RunRequest.of(AGENT, "How do I get a refund, what does it take?"), settings, NO_CHOICE)
				.scenario()
				.name()).isEqualTo("refund");
			assertThat(selector.select(RunRequest.of(AGENT, "add a comment to order 42"), settings, NO_CHOICE)
				.scenario()
				.name()).isEqualTo("comment");
		}
		assertThat(selector.select(RunRequest.of(AGENT, "explain it"), STRICT, NO_CHOICE).scenario().name())
			.isEqualTo("text_response_mode");
	}

	@Test
	void scenarioOfTheApplicationThatIsNeverDrawnLeavesTheChoiceToBuiltInOnes() {
		ScenarioSelector selector = withBuiltIn("""
				name: asked_for_by_name
				weight: 0
				match: [{ input_contains: docstring }]
				turns: [{ steps: [{ message: a }] }]
				""");
		assertThat(selector.select(RunRequest.of(AGENT, "Add a docstring"), STRICT, NO_CHOICE).scenario().name())
			.isEqualTo("docstring_addition_approved");
	}

	@Test
	void builtInScenariosThatAreLeftOutDoNotMatchAndCanBeTheDefault() {
		RunRequest run = RunRequest.of(AGENT, "Add a docstring");
		assertThat(
				BUILT_IN.select(run, SelectionSettings.of(null, Map.of(), false, false), NO_CHOICE).scenario().name())
			.isEqualTo("comment_addition_approved");
		assertThat(BUILT_IN.select(run, SelectionSettings.of("text_response_mode", Map.of(), true, false), NO_CHOICE)
			.scenario()
			.name()).isEqualTo("text_response_mode");
	}

	@Test
	void strictFailureNamesTheApplicationsScenariosAndLastTheBuiltInOnesThatAreLeftOutButMatch() {
		ScenarioSelector selector = withBuiltIn("""
				- name: refund
				  match: [{ input_contains: refund }]
				  turns: [{ steps: [{ message: a }] }]
				- name: unlike
				  match: [{ agent: Other, iteration: 3 }]
				  turns: [{ steps: [{ message: a }] }]
				""");
		assertThatExceptionOfType(NoScenarioMatchedException.class)
			.isThrownBy(() -> selector.select(RunRequest.of(AGENT, "Explain the refnud"),
					SelectionSettings.of(null, Map.of(), true, null), NO_CHOICE))
			.satisfies((failure) -> assertThat(failure.candidates()).extracting(Candidate::name)
				.containsExactly("refund", "unlike", "text_response_mode"))
			.withMessageContaining("it is built in, and 'mock_builtin_scenarios' excludes it");
	}

	@Test
	void strictFailureWithoutAnyScenarioSaysSo() {
		assertThatExceptionOfType(NoScenarioMatchedException.class)
			.isThrownBy(() -> BUILT_IN.select(RunRequest.of(AGENT, "Hm"),
					SelectionSettings.of(null, Map.of(), true, null), NO_CHOICE))
			.withMessageContaining("The application has no scenarios")
			.withMessageContaining("set mock_default_scenario");
	}

	@Test
	void settingsThatAreNotSetDependOnStrictness() {
		assertThat(SelectionSettings.DEFAULT)
			.isEqualTo(new SelectionSettings("comment_approved", Map.of(), false, true));
		assertThat(SelectionSettings.of(null, Map.of(), true, null))
			.isEqualTo(new SelectionSettings(null, Map.of(), true, false));
		assertThat(SelectionSettings.of("a", Map.of(), true, true))
			.isEqualTo(new SelectionSettings("a", Map.of(), true, true));
	}

	private static ScenarioSelector withBuiltIn(String own) {
		return new ScenarioSelector(new ScenarioLibrary(
				Stream.concat(Scenarios.BUILT_IN.scenarios().stream(), Scenarios.read("x.yaml", own).stream())
					.toList()));
	}

	@Test
	void unknownDefaultIsAnError() {
		assertThatExceptionOfType(UnknownScenarioException.class).isThrownBy(() -> BUILT_IN
			.select(RunRequest.of(AGENT, "hi"), new SelectionSettings("nope", Map.of(), false, true), NO_CHOICE));
	}

	@Test
	void ruleLooksAtAgentIterationAndSession() {
		ScenarioSelector selector = new ScenarioSelector(new ScenarioLibrary(Scenarios.read("x.yaml", """
				- name: second_try
				  match: [{ agent: vibecoder, iteration: { min: 1 } }]
				  turns: [{ steps: [{ message: a }] }]
				- name: after_talk
				  match: [{ session_items: { min: 1, max: 3 }, session_contains: [Hello] }]
				  turns: [{ steps: [{ message: b }] }]
				""")));
		InMemorySession session = new InMemorySession("s");
		session.addItems(List.of(JsonObject.of("content", List.of(JsonObject.of("text", "oh hello")), "role", "user")));
		assertThat(selector.select(RunRequest.builder(AGENT, "x").iteration(1).build(), STRICT, NO_CHOICE).scenario())
			.extracting(Scenario::name)
			.isEqualTo("second_try");
		assertThat(
				selector.select(RunRequest.builder(AGENT, "x").session(session).build(), STRICT, NO_CHOICE).scenario())
			.extracting(Scenario::name)
			.isEqualTo("after_talk");
		assertThatExceptionOfType(NoScenarioMatchedException.class)
			.isThrownBy(() -> selector.select(RunRequest.of(Agent.builder("Other").build(), "x"), STRICT, NO_CHOICE))
			.withMessageContaining("the agent is 'Other', not 'vibecoder'; the iteration is 0, not 1 or more")
			.withMessageContaining("the session has 0 items, not 1 to 3");
	}

	@Test
	void runawayExpressionDoesNotMatch() {
		ScenarioSelector selector = new ScenarioSelector(new ScenarioLibrary(Scenarios.read("x.yaml", """
				name: slow
				match: [{ input_matches: "(a+)+b" }]
				turns: [{ steps: [{ message: a }] }]
				""")));
		assertThatExceptionOfType(NoScenarioMatchedException.class)
			.isThrownBy(() -> selector.select(RunRequest.of(AGENT, "a".repeat(5000)), STRICT, NO_CHOICE));
	}

}
