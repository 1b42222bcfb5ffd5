package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.scenario.match.MatchSubject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultPlayWarnings}.
 */
class DefaultPlayWarningsTests {

	private static final Scenario DEFAULT = Scenarios.BUILT_IN.get("comment_approved");

	private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

	private final DefaultPlayWarnings plays = new DefaultPlayWarnings(Scenarios.BUILT_IN, this.warnings::add);

	@Test
	void warningNamesInputAgentAndDefaultAndShowsTheScenarioToWrite() {
		play(RunRequest.of(agent("Support desk"), "How do I get a refund for the order that I placed yesterday?"));
		assertThat(this.warnings).containsExactly(
				"""
						No scenario matches the input "How do I get a refund for the order" of agent "Support desk", so the \
						default 'comment_addition_approved' is played. To script the agent, save this as \
						src/main/resources/mock-agents/scenarios/support_desk_answer.yaml (the warning appears once for each agent):

						name: support_desk_answer
						match:
						  - agent: "Support desk"
						    input_contains: "How do I get a refund for the order"
						turns:
						  - steps:
						      - message: "The answer of the agent"
						""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Support            | Hello
					`Quote "it" \\ now` | `Say "yes": {a}, [b] # c \\ d`
					Прийом             | 返品したいのですが、どうすればいいですか。よろしくお願いいたします。注文番号は四十二です。
					text_response_mode | `  two words  `
					42                 | 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀
					""")
	void scenarioOfTheWarningIsValidAndMatches(String agent, String input) {
		RunRequest run = RunRequest.of(agent(agent), input);
		play(run);
		Scenario shown = shown();
		assertThat(Scenarios.BUILT_IN.find(shown.name())).isEmpty();
		ScenarioSelector.Selection selection = new ScenarioSelector(new ScenarioLibrary(List.of(shown))).select(run,
				SelectionSettings.of(null, Map.of(), true, null), () -> 0);
		assertThat(selection.scenario()).isSameAs(shown);
	}

	@Test
	void scenarioOfTheWarningHasNoCharactersThatYamlRefuses() {
		scenarioOfTheWarningIsValidAndMatches("A\u0085\u202eB", "- x\u0007y\u2028z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\n\n" })
	void inputWithoutTextIsNotACondition(String input) {
		play(RunRequest.of(agent("A"), input));
		assertThat(shown().match()).singleElement().satisfies((rule) -> assertThat(rule.inputContains()).isEmpty());
	}

	@Test
	void messageFitsTheOutputTypeOfTheAgent() {
		JsonObject schema = JsonCodec.parseObject("""
				{"type": "object", "properties": {"approved": {"type": "boolean"}, "kind": {"enum": ["a", "b"]},
				 "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}, "minItems": 1},
				 "note": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
				 "$defs": {"Line": {"type": "object", "properties": {"amount": {"type": "number", "minimum": 1}}}}}""");
		play(RunRequest.of(Agent.builder("A").outputType(OutputType.of(Object.class, schema)).build(), "x"));
		Step.Message message = (Step.Message) shown().turns().get(0).steps().get(0);
		assertThat(message.parts().get(0).text().source()).isEqualTo(JsonCodec
			.parseObject("{\"approved\": true, \"kind\": \"a\", \"lines\": [{\"amount\": 1}], \"note\": \"\"}"));
	}

	@Test
	void agentIsWarnedOfOnceHoweverManyThreadsRunIt() {
		IntStream.range(0, 200).parallel().forEach((i) -> play(RunRequest.of(agent("A" + i % 4), "x")));
		assertThat(this.warnings).hasSize(4);
	}

	@Test
	void atMostAHundredAgentsAreKept() {
		for (int i = 0; i < 300; i++) {
			play(RunRequest.of(agent("A" + i), "x"));
		}
		assertThat(this.warnings).hasSize(100);
	}

	private static Agent agent(String name) {
		return Agent.builder(name).build();
	}

	private void play(RunRequest run) {
		this.plays.played(DEFAULT, run, new MatchSubject(run));
	}

	private Scenario shown() {
		assertThat(this.warnings).hasSize(1);
		return Scenarios.yaml(this.warnings.get(0).split("\n\n", 2)[1]);
	}

}
