package io.mockagents.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ApiError;
import io.mockagents.scenario.match.IntRange;
import io.mockagents.scenario.match.MatchRule;
import io.mockagents.wire.TokenUsage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios that are written are read as equal ones.
 */
class ScenarioWriterTests {

	static List<Scenario> files() throws Exception {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
		List<Scenario> scenarios = new ArrayList<>();
		for (String location : List.of("classpath*:io/mockagents/scenario/*.yaml", "classpath:scenarios/**/*.yaml")) {
			for (Resource resource : resolver.getResources(location)) {
				scenarios.addAll(new ScenarioLoader(resolver).read(resource));
			}
		}
		return scenarios;
	}

	@ParameterizedTest
	@MethodSource("files")
	void scenarioOfAFileIsReadAsEqual(Scenario scenario) {
		assertThat(read(ScenarioWriter.yaml(scenario))).containsExactly(scenario);
	}

	@Property(tries = 400, seed = "20261201", edgeCases = EdgeCasesMode.NONE)
	void everyLanguageIsReadAsEqual(@ForAll("scenarios") Scenario scenario) {
		String yaml = ScenarioWriter.yaml(scenario);
		assertThat(read(yaml)).as(yaml).containsExactly(scenario);
		assertThat(ScenarioSchemaTests.problems(yaml)).as(yaml).isEmpty();
	}

	@Test
	void severalScenariosAreOneFile() {
		List<Scenario> scenarios = List.of(
				new Scenario("a", List.of(Turn.of(new Step.Message(Template.literal("hi"))))),
				new Scenario("b", List.of(Turn.of())));
		assertThat(read(ScenarioWriter.yaml(scenarios))).isEqualTo(scenarios);
	}

	@Test
	void yamlIsThatOfTheDocumentation() {
		Scenario scenario = new Scenario("refund", List.of(
				Turn.of(new Failure.Http(ApiError.RATE_LIMIT, 1),
						new Failure.Http(null, 503, JsonObject.of(), null, Map.of(), 2),
						new Step.ToolCall("refund_order", Template.json(JsonObject.of("order", 12)),
								new Step.ToolOutput(Template.json("done"), null, null))),
				Turn.of(new Step.Message(Template.text("Refunded: ${outputs.refund_order}")))))
			.withMatch(MatchRule.inputContains("refund"));
		assertThat(ScenarioWriter.yaml(scenario)).isEqualTo("""
				name: refund
				match:
				  - input_contains:
				      - refund
				turns:
				  - steps:
				      - failure:
				          kind: rate_limit
				          times: 1
				      - failure:
				          status: 503
				          times: 2
				      - tool_call:
				          name: refund_order
				          arguments:
				            order: 12
				          output: done
				  - steps:
				      - message: "Refunded: ${outputs.refund_order}"
				""");
	}

	@Test
	void placesDoNotDistinguishScenarios() {
		String text = "name: a\nturns: [{ steps: [{ message: hi }] }]\n";
		assertThat(read("\n\n" + text)).isEqualTo(read(text));
		assertThat(read(text.replace("hi", "ho"))).isNotEqualTo(read(text));
	}

	private static List<Scenario> read(String yaml) {
		return Scenarios.read("written.yaml", yaml);
	}

	@Provide
	Arbitrary<Scenario> scenarios() {
		Arbitrary<Turn> failing = Combinators.combine(Arbitraries.of(failures()), turns()).as((failure, turn) -> {
			List<Step> steps = new ArrayList<>(turn.steps());
			if (failure instanceof Failure.BeforeStream) {
				steps = new ArrayList<>(List.of(failure));
			}
			else if (failure instanceof Failure.OfTool || failure instanceof Failure.MaxTurns) {
				steps.add(new Step.ToolCall("t", Template.json(JsonObject.of()), null));
				steps.add(failure);
			}
			else {
				steps.add(new Step.Message(Template.literal("so far")));
				steps.add(failure);
			}
			return new Turn(steps, turn.tokens(), turn.when(), turn.responseId(), turn.response());
		});
		Arbitrary<List<Turn>> all = Combinators.combine(turns().list().ofMinSize(1).ofMaxSize(3), failing.optional(0.6))
			.as((turns, last) -> {
				List<Turn> joined = new ArrayList<>(turns);
				last.ifPresent((turn) -> joined
					.add((turn.failure() instanceof Failure.InputGuardrail) ? joined.remove(0) : turn));
				return joined;
			});
		Arbitrary<MatchRule> rules = Combinators
			.combine(names().list().ofMaxSize(2), names().list().ofMaxSize(2), names().list().ofMinSize(1).ofMaxSize(2),
					Arbitraries.of("a.*b", "\\d+", "x|y").injectNull(0.5),
					Arbitraries.of(new IntRange(0, 0), new IntRange(1, 3), new IntRange(2, null)).injectNull(0.5))
			.as((agents, equal, contained, pattern, range) -> new MatchRule(
					agents, equal, contained, (pattern != null)
							? Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE) : null,
					range, range, equal));
		return Combinators
			.combine(Arbitraries.of("a", "b.c-d_1"), Arbitraries.of("x", "y").list().uniqueElements(),
					texts().injectNull(0.5), Arbitraries.of(1.0, 0.0, 0.25, 12.0), Arbitraries.of(0, 7, -3),
					rules.list().ofMaxSize(2), all)
			.as((name, aliases, description, weight, priority, match, turns) -> new Scenario(name, aliases, description,
					weight, priority, match, turns, Scenario.Origin.CODE));
	}

	private static List<Failure> failures() {
		return List.of(new Failure.Http(ApiError.CONTEXT_LENGTH_EXCEEDED, null),
				new Failure.Http(ApiError.BAD_REQUEST, 400,
						JsonObject.of("message", "no", "type", "t", "param", null, "code", null), null,
						Map.of("retry-after", "3", "x-a", "b"), null),
				new Failure.Http(null, 408, JsonObject.of(), "[1,{\"a\":null}]", Map.of(), null),
				new Failure.Http(null, 502, JsonObject.of(), "<html>\n", Map.of("content-type", "text/html"), null),
				new Failure.Http(null, 422, JsonObject.of(), "\"text\"", Map.of(), null),
				new Failure.Unreachable(true, null), new Failure.Unreachable(false, null),
				new Failure.StreamError(true, JsonObject.of("type", "a", "code", "b"), 3),
				new Failure.StreamError(true, JsonObject.of("message", "m", "param", null, "code", null), null),
				new Failure.StreamError(false, JsonObject.of(), null), new Failure.Failed("c", "m", 4),
				new Failure.Incomplete("content_filter"), new Failure.ConnectionDropped(0), new Failure.MaxTurns(),
				new Failure.UnknownTool("u", Template.text("{broken")), new Failure.OutputGuardrail("g", 5),
				new Failure.OutputGuardrail(null, null), new Failure.ToolError("boom", true),
				new Failure.ToolError("", false), new Failure.ToolTimeout(5, false),
				new Failure.ToolTimeout(null, true));
	}

	private static Arbitrary<Turn> turns() {
		Arbitrary<List<Step>> answers = Combinators
			.combine(Arbitraries
				.of(new Failure.Http(ApiError.RATE_LIMIT, 1),
						new Failure.Http(null, 503, JsonObject.of(), null, Map.of("retry-after", "2"), 1),
						new Failure.Unreachable(true, 3), new Failure.Unreachable(false, 1))
				.list()
				.ofMaxSize(3), steps().list().ofMaxSize(4))
			.as((outages, steps) -> {
				List<Step> all = new ArrayList<>(
						steps.stream().allMatch(Step.Delay.class::isInstance) ? List.of() : outages);
				all.addAll(steps);
				return all;
			});
		Arbitrary<@Nullable TokenUsage> usages = Combinators
			.combine(counts(), counts(), counts(),
					Arbitraries.of(JsonObject.of(),
							JsonObject.of("cost", 0.5, "input_tokens_details", JsonObject.of("audio_tokens", 2))))
			.as((input, cached, output, fields) -> new TokenUsage(input, cached, null, output, cached, fields))
			.injectNull(0.4);
		Arbitrary<@Nullable TurnCondition> conditions = Combinators
			.combine(names(), texts().injectNull(0.5), texts().list().ofMaxSize(2).injectNull(0.5))
			.as(TurnCondition::new)
			.injectNull(0.6);
		return Combinators
			.combine(answers, usages, conditions, ids(),
					Arbitraries.of(JsonObject.of(), JsonObject.of("usage", null),
							JsonObject.of("model", "m", "usage", null), JsonObject.of("status", "cancelled")))
			.as((steps, usage, when, id, response) -> new Turn(steps, usage, when, id,
					(usage != null) ? response.without("usage") : response));
	}

	private static Arbitrary<@Nullable Long> counts() {
		return Arbitraries.of(0L, 17L, 1L << 31, 3_000_000_000L).injectNull(0.3);
	}

	private static Arbitrary<@Nullable String> ids() {
		return Arbitraries.of("id_1", "null", "0x1").injectNull(0.6);
	}

	private static Arbitrary<Step> steps() {
		Arbitrary<Template> literals = texts().map(Template::literal);
		Arbitrary<Template> arguments = Arbitraries.oneOf(objects().map(Template::json), literals);
		List<JsonObject> logprobs = List
			.of(JsonObject.of("token", "Do", "bytes", List.of(68, 111), "logprob", -0.1, "top_logprobs", List.of()));
		Arbitrary<Step.Message.Part> parts = Arbitraries.oneOf(literals.map(Step.Message.Part::new),
				objects().map((value) -> new Step.Message.Part(Template.json(value))),
				literals.map((text) -> new Step.Message.Part(text, true, List.of(), List.of())), literals
					.map((text) -> new Step.Message.Part(text, false, List.of(JsonObject.of("type", "c")), logprobs)));
		Arbitrary<Step.@Nullable ToolOutput> outputs = Arbitraries
			.oneOf(objects().map((value) -> new Step.ToolOutput(Template.json(value), "Model", null)),
					literals.map((text) -> new Step.ToolOutput(Template.json(text.source()), null, "sent")),
					literals.map(Step.ToolOutput::error))
			.injectNull(0.3);
		return Arbitraries.oneOf(
				Combinators
					.combine(parts.list().ofMaxSize(3), Arbitraries.of("commentary", "final_answer").injectNull(0.5),
							ids())
					.as((content, phase, id) -> (Step) new Step.Message(content, phase, id)),
				Combinators
					.combine(literals.list().ofMaxSize(2), literals.list().ofMaxSize(2),
							Arbitraries.of("gAAAA==").injectNull(0.5), ids())
					.as(Step.Reasoning::new),
				Combinators
					.combine(arguments, outputs, Arbitraries.of(JsonObject.of(), JsonObject.of("namespace", "n")),
							ids())
					.as((text, output, fields, id) -> new Step.ToolCall("t", text, output, fields, id, id)),
				Combinators.combine(literals, ids()).as(Step.Refusal::new),
				Combinators.combine(names(), arguments, ids())
					.as((agent, text, id) -> new Step.Handoff(agent, text, id, id)),
				Combinators.combine(literals, ids()).as(Step.WebSearch::new),
				Combinators.combine(literals.injectNull(0.5), ids())
					.as((error, id) -> new Step.McpListTools("s", List.of(JsonObject.of("name", "t")), error, id)),
				Combinators.combine(arguments, literals, ids())
					.as((text, output, id) -> new Step.McpCall("s", "t", text, output, null, id)),
				Combinators.combine(arguments, objects(), ids())
					.as((text, error, id) -> new Step.McpCall("s", "t", text, null, Template.json(error), id)),
				Combinators.combine(arguments, ids()).as((text, id) -> new Step.McpApprovalRequest("s", "t", text, id)),
				objects().map((item) -> new Step.Item(item.with("type", "novel_call"))),
				objects().map((frame) -> new Step.Frames(List.of(frame.with("type", "response.novel"), "{broken"))),
				Arbitraries.integers().between(0, 5000).map((millis) -> new Step.Delay(Duration.ofMillis(millis))));
	}

	private static Arbitrary<String> names() {
		return Arbitraries.of("A", "Büro #2", "yes", "12", "a: b", "- x");
	}

	private static Arbitrary<String> texts() {
		return Arbitraries.oneOf(
				Arbitraries.of("", "null", "~", "1e3", "a\nb\n", "  indented\n text ", "\u0007", "${input}", "$${",
						"é\u2028", "tab\tand: colon #x", "'", "\"", "{}", "[", "\ud83d\ude00"),
				Arbitraries.strings().withCharRange(' ', '\u02ff').ofMaxLength(12));
	}

	private static Arbitrary<JsonObject> objects() {
		Arbitrary<Object> values = Arbitraries.oneOf(
				texts().map((text) -> text.replace("${", "$${")).map(Object.class::cast),
				Arbitraries.of(1, 0.5, true, 1L << 40, List.of(), JsonObject.of("k", null)).map(Object.class::cast));
		return Combinators.combine(values, values).as((one, other) -> JsonObject.of("a", one, "b c", other));
	}

}
