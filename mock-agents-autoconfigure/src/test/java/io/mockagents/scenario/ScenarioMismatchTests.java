package io.mockagents.scenario;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultBase;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Failures of runs whose scenario does not fit the agent.
 */
class ScenarioMismatchTests {

	record Refund(double amount, String reason) {
	}

	private final AtomicInteger refunds = new AtomicInteger();

	private final FunctionTool refund = FunctionTool.builder("refund_order")
		.parameters(Refund.class)
		.function((context, arguments) -> {
			arguments.as(Refund.class);
			return "refunded " + this.refunds.incrementAndGet();
		})
		.build();

	@ParameterizedTest
	@EnumSource
	void callOfAToolThatTheAgentDoesNotHaveNamesTheNearest(SdkProfile profile) {
		Scenario scenario = Scenarios.yaml("""
				name: refund
				turns:
				  - steps:
				      - reasoning: [Hm]
				      - tool_call: { name: refund_ordre }
				""");
		Agent agent = Agent.builder("Support").tools(this.refund).build();
		for (boolean streamed : new boolean[] { true, false }) {
			ModelBehaviorException failure = catchThrowableOfType(ModelBehaviorException.class,
					() -> play(scenario, agent, profile, false, streamed));
			assertThat(failure).hasMessage("Tool refund_ordre not found in agent Support");
			assertThat(explanation(failure)).satisfies((explanation) -> {
				assertThat(explanation.scenario()).isEqualTo("refund");
				assertThat(explanation.resource()).isEqualTo("test.yaml");
				assertThat(explanation.line()).isEqualTo(5);
				assertThat(explanation.nearest()).isEqualTo("refund_order");
			})
				.hasMessage(
						"Scenario 'refund' (test.yaml, line 5) calls tool 'refund_ordre', which agent 'Support' does "
								+ "not have. Did you mean 'refund_order'? Its tools: refund_order. "
								+ "A call with an output needs no tool");
		}
	}

	@Test
	void handoffThatTheAgentDoesNotHaveNamesTheNearest() {
		Agent agent = Agent.builder("Triage").handoffs(Handoff.to(Agent.builder("Billing").build())).build();
		ModelBehaviorException failure = failure("name: x\nturns: [{ steps: [{ handoff: Biling }] }]", agent);
		assertThat(failure).hasMessage("Tool transfer_to_biling not found in agent Triage");
		assertThat(explanation(failure))
			.hasMessageContaining(
					"(test.yaml, line 2) hands off to agent 'Biling', but agent 'Triage' has no such handoff. "
							+ "Did you mean 'Billing'?")
			.extracting(ScenarioMismatchException::nearest)
			.isEqualTo("Billing");
	}

	@Test
	void serverThatTheAgentDoesNotHaveNamesTheNearest() {
		Agent agent = Agent.builder("A")
			.tools(new HostedTool("hosted_mcp", JsonObject.of("type", "mcp", "server_label", "orders")))
			.build();
		ModelBehaviorException failure = failure("""
				name: x
				turns:
				  - steps:
				      - mcp_approval_request: { server_label: order, name: t, arguments: {} }
				""", agent);
		assertThat(failure).hasMessage("MCP server label order not found");
		assertThat(explanation(failure).nearest()).isEqualTo("orders");
	}

	@ParameterizedTest
	@EnumSource
	void messageThatDoesNotFitTheOutputTypeSaysWhatIsExpected(SdkProfile profile) {
		Scenario scenario = Scenarios.yaml("""
				name: x
				turns:
				  - steps:
				      - message: { json: { amount: lots } }
				""");
		Agent agent = Agent.builder("Judge").outputType(OutputType.of(Refund.class)).build();
		ModelBehaviorException failure = catchThrowableOfType(ModelBehaviorException.class,
				() -> play(scenario, agent, profile, false, true));
		assertThat(failure).hasMessageStartingWith("Invalid JSON when parsing");
		assertThat(explanation(failure))
			.hasMessageContaining("(test.yaml, line 4) has a message that does not fit the "
					+ "output type 'Refund' of agent 'Judge': amount: Input should be a valid number")
			.hasMessageContaining("reason: Field required");
	}

	@Test
	void fieldThatTheOutputTypeDoesNotHaveNamesTheNearest() {
		Agent agent = Agent.builder("Judge").outputType(OutputType.of(Refund.class)).build();
		ModelBehaviorException failure = failure(
				"name: x\nturns: [{ steps: [{ message: { json: { amont: 1, reason: late } } }] }]", agent);
		assertThat(explanation(failure)).hasMessageEndingWith("amount: Field required. Did you mean 'amount'?");
		assertThat(explanation(failure).nearest()).isEqualTo("amount");
	}

	@Test
	void textForAnOutputTypeSaysHowToWriteIt() {
		Agent agent = Agent.builder("Judge").outputType(OutputType.of(Refund.class)).build();
		ModelBehaviorException failure = failure("name: x\nturns: [{ steps: [{ message: Done. }] }]", agent);
		assertThat(explanation(failure)).hasMessageContaining("Write it as 'message: { json: ... }'");
	}

	@Test
	void finalOutputOfATypeThatTheAgentDoesNotHaveNamesTheMessage() {
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ message: { json: { amount: 1 } } }] }]");
		for (boolean streamed : new boolean[] { true, false }) {
			RunResultBase result = play(scenario, Agent.builder("Judge").build(), SdkProfile.V0_2, true, streamed);
			assertThat(result.finalOutputAs(String.class)).isEqualTo("{\"amount\":1}");
			ClassCastException failure = catchThrowableOfType(ClassCastException.class,
					() -> result.finalOutputAs(Refund.class));
			assertThat(explanation(failure)).hasMessageContaining("(test.yaml, line 2) has a message that is the final "
					+ "output of agent 'Judge', which has no output type, so that it is text, not "
					+ Refund.class.getName());
		}
	}

	@Test
	void argumentsThatTheToolRefusesAreExplainedWhereTheyEndTheRun() {
		FunctionTool tool = FunctionTool.builder("refund_order")
			.parameters(Refund.class)
			.failureErrorFunction(null)
			.function((context, arguments) -> "never")
			.build();
		ModelBehaviorException failure = failure("""
				name: x
				turns:
				  - steps:
				      - tool_call: { name: refund_order, arguments: '{"amount": "lots"}' }
				""", Agent.builder("Support").tools(tool).build());
		assertThat(failure).hasMessageStartingWith("Invalid JSON input for tool refund_order");
		assertThat(explanation(failure)).hasMessageContaining(
				"(test.yaml, line 4) calls tool 'refund_order' of agent 'Support' with arguments that do not fit its "
						+ "schema: amount: Input should be a valid number")
			.hasMessageContaining("reason: Field required");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					`{ amount: lots, reason: x }`       | $.amount: expected a valid number, but is "lots"
					`{ amount: 1 }`                     | $.reason: expected a value, but it is missing
					`{ ammount: 1, reason: x }`         | `$.amount: expected a value, but it is missing; $.ammount: no such property, expected one of amount, reason, but is 1. Did you mean 'amount'?`
					`{ amount: 1, reason: x, extra: 2 }` | $.extra: no such property, expected one of amount, reason, but is 2
					""")
	void argumentsThatDoNotFitTheSchemaEndAStrictRun(String arguments, String problem) {
		Scenario scenario = Scenarios.yaml("""
				name: strict_refund
				turns:
				  - steps:
				      - tool_call: { name: refund_order, arguments: %s, output: done }
				  - steps:
				      - message: Done.
				""".formatted(arguments));
		Agent agent = Agent.builder("Support").tools(this.refund).build();
		for (boolean streamed : new boolean[] { true, false }) {
			assertThatExceptionOfType(ScenarioMismatchException.class)
				.isThrownBy(() -> play(scenario, agent, SdkProfile.V0_2, true, streamed))
				.withMessage(
						"Scenario 'strict_refund' (test.yaml, line 4) calls tool 'refund_order' of agent 'Support' "
								+ "with arguments that do not fit its schema: " + problem);
		}
	}

	@Test
	void argumentsThatDoNotFitTheSchemaAreWarnedOfOnceInARunThatIsNotStrict() {
		ListAppender<ILoggingEvent> log = log(PlayedStep.class);
		Scenario scenario = Scenarios.yaml("""
				name: refund_that_is_warned_of
				turns:
				  - steps:
				      - tool_call: { name: refund_order, arguments: { amount: "12", reason: x } }
				      - failure: max_turns
				""");
		Agent agent = Agent.builder("Support").tools(this.refund).build();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> play(scenario, agent, SdkProfile.V0_2, false, true))
			.withMessageContaining("Max turns");
		assertThat(this.refunds).hasValueGreaterThan(1);
		assertThat(messages(log, "refund_that_is_warned_of")).singleElement()
			.asString()
			.contains("$.amount: expected a valid number, but is \"12\"");
	}

	@Test
	void argumentsThatDoNotFitTheSchemaAreWarnedOfOnceForAScenarioAndTool() {
		ListAppender<ILoggingEvent> log = log(PlayedStep.class);
		String yaml = """
				name: %s
				turns:
				  - steps:
				      - tool_call: { name: refund_order, arguments: { amount: "12", reason: x }, output: done }
				  - steps:
				      - message: Done.
				""";
		Agent agent = Agent.builder("Support").tools(this.refund).build();
		ScriptedModel.ArgumentWarnings warnings = new ScriptedModel.ArgumentWarnings();
		for (String name : List.of("refund_of_run_1", "refund_of_run_2", "refund_of_run_1")) {
			play(Scenarios.yaml(yaml.formatted(name)), agent, SdkProfile.V0_2, false, true, warnings);
		}
		assertThat(messages(log, "refund_of_run_1")).hasSize(1);
		assertThat(messages(log, "refund_of_run_2")).hasSize(1);
	}

	@Test
	void argumentsThatAreWrittenAsTextAreASlipOfTheModel() {
		RunResultBase result = play(Scenarios.yaml("""
				name: x
				turns:
				  - steps:
				      - tool_call: { name: refund_order, arguments: "{not JSON" }
				  - steps:
				      - message: "${outputs.refund_order}"
				"""), Agent.builder("Support").tools(this.refund).build(), SdkProfile.V0_2, true, true);
		assertThat(result.finalOutput()).asString().contains("Invalid JSON input for tool refund_order");
	}

	@Test
	void unknownToolThatIsScriptedAsAFailureIsNotExplained() {
		assertThat(failure("name: x\nturns: [{ steps: [{ failure: unknown_tool }] }]", Agent.builder("A").build()))
			.hasNoSuppressedExceptions();
	}

	@Test
	void stepThatDoesNotFitAnAgentAskedByAToolEndsTheStrictRun() {
		Agent asked = Agent.builder("Refunds").tools(this.refund).build();
		Agent agent = Agent.builder("Support").tools(asked.asTool("ask_refunds", "Asks")).build();
		Scenario scenario = Scenarios.yaml("""
				name: x
				turns:
				  - steps:
				      - tool_call: { name: ask_refunds, arguments: { input: Refund it } }
				  - steps:
				      - tool_call: { name: refund_order, arguments: {} }
				  - steps:
				      - message: Done.
				""");
		assertThatExceptionOfType(ScenarioMismatchException.class)
			.isThrownBy(() -> play(scenario, agent, SdkProfile.V0_2, true, true))
			.withMessageContaining("(test.yaml, line 6) calls tool 'refund_order' of agent 'Refunds'");
	}

	@Test
	void missingTurnOfAnAgentAskedByAToolEndsTheRun() {
		Agent agent = Agent.builder("Support")
			.tools(Agent.builder("Refunds").build().asTool("ask_refunds", "Asks"))
			.build();
		Scenario scenario = Scenarios.yaml(
				"name: x\nturns: [{ steps: [{ tool_call: { name: ask_refunds, arguments: { input: Refund it } } }] }]");
		assertThatExceptionOfType(ScenarioPlaybackException.class)
			.isThrownBy(() -> play(scenario, agent, SdkProfile.V0_2, false, true))
			.withMessageContaining("agent 'Refunds' calls the model for turn 2");
	}

	@Test
	void failureOfAnAgentBehindAToolIsLogged() {
		ListAppender<ILoggingEvent> log = log("io.mockagents.loop.RunLoop");
		Agent agent = Agent.builder("Support")
			.tools(Agent.builder("Refunds").tools(this.refund).build().asTool("ask_refunds", "Asks"))
			.build();
		play(Scenarios.yaml("""
				name: asked_agent_lacks_the_tool
				turns:
				  - steps:
				      - tool_call: { name: ask_refunds, arguments: { input: Refund it } }
				  - steps:
				      - tool_call: { name: refund }
				  - steps:
				      - message: Done.
				"""), agent, SdkProfile.V0_2, false, true);
		assertThat(messages(log, "asked_agent_lacks_the_tool")).singleElement()
			.asString()
			.contains("Agent 'Refunds', called by a tool, failed")
			.contains("line 6")
			.contains("Did you mean 'refund_order'?");
	}

	private static ScenarioMismatchException explanation(Throwable failure) {
		assertThat(failure.getSuppressed()).hasSize(1);
		return (ScenarioMismatchException) failure.getSuppressed()[0];
	}

	private static ModelBehaviorException failure(String yaml, Agent agent) {
		return catchThrowableOfType(ModelBehaviorException.class,
				() -> play(Scenarios.yaml(yaml), agent, SdkProfile.V0_2, false, true));
	}

	private static RunResultBase play(Scenario scenario, Agent agent, SdkProfile profile, boolean strict,
			boolean streamed) {
		return play(scenario, agent, profile, strict, streamed, new ScriptedModel.ArgumentWarnings());
	}

	private static RunResultBase play(Scenario scenario, Agent agent, SdkProfile profile, boolean strict,
			boolean streamed, ScriptedModel.ArgumentWarnings warnings) {
		AgentRunner runner = new LoopAgentRunner(
				(request) -> new RunPlan.Ready(RunInfo.of("run", request, scenario.name()),
						new ScriptedModel(scenario, request, profile, new SplittableRandom(1), Clock.systemUTC(),
								ClientRetries.NONE, strict, warnings),
						profile, Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run,
						Clock.systemUTC()));
		RunRequest request = RunRequest.of(agent, "Go");
		if (!streamed) {
			return runner.run(request);
		}
		RunResultStreaming run = runner.runStreamed(request);
		try (EventStream events = run.streamEvents()) {
			events.forEach((event) -> {
			});
		}
		return run;
	}

	private static ListAppender<ILoggingEvent> log(Class<?> type) {
		return log(type.getName());
	}

	private static ListAppender<ILoggingEvent> log(String name) {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		((Logger) LoggerFactory.getLogger(name)).addAppender(appender);
		return appender;
	}

	private static List<String> messages(ListAppender<ILoggingEvent> log, String scenario) {
		return log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((message) -> message.contains("'" + scenario + "'"))
			.toList();
	}

}
