package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunJournal;
import io.mockagents.mock.MockAgents.Changed;
import io.mockagents.mock.MockAgents.Forced;
import io.mockagents.mock.MockAgents.Scope;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.mock.MockAgents.Until;
import io.mockagents.mock.MockSettings.Delays;
import io.mockagents.mock.MockSettings.Failures;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RunInstruction}: scenarios and settings for some runs.
 */
@Isolated("reads what is printed")
class RunInstructionTests {

	private static final String TEXT = "text_response_mode";

	private static final String APPROVED = "comment_addition_approved";

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").build();

	private static final ScenarioLibrary LIBRARY = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	private static final MockSettings SETTINGS = MockSettings.DEFAULT.withLogEvents(false).withoutDelays();

	private final MockAgents mockAgents = new MockAgents(SETTINGS, LIBRARY);

	private final Path logFile;

	private final RunPlanner planner;

	private final AgentRunner runner;

	RunInstructionTests(@TempDir Path directory) {
		this.logFile = directory.resolve("events.log");
		this.planner = new RunPlanner(this.mockAgents, new ScenarioSelector(LIBRARY), (run) -> RunJournal.NONE,
				List::of, this.logFile, Pauses.REAL, null);
		this.runner = new MockAgentRunner("agentRunner", "", this.planner);
	}

	@AfterEach
	void close() {
		this.planner.close();
	}

	// Which runs

	@Test
	void failuresOfASessionSpareOtherRuns() {
		this.mockAgents.forSession("s").failures(1, FailureKind.RATE_LIMIT).always();
		assertThat(status("s")).isEqualTo(429);
		assertThat(status("s")).isEqualTo(429);
		assertThat(status("other")).isZero();
		assertThat(status(request(null))).isZero();
	}

	@Test
	void failuresOfOneRunAreUsedUpByIt() {
		this.mockAgents.forSession("s").failures(1, FailureKind.RATE_LIMIT).once();
		assertThat(status("other")).isZero();
		assertThat(status("s")).isEqualTo(429);
		assertThat(status("s")).isZero();
	}

	@Test
	void runWhoseEventsAreNotAskedForUsesUpNothing() {
		this.mockAgents.forSession("s").failures(1, FailureKind.RATE_LIMIT).once();
		RunResultStreaming forgotten = this.runner.runStreamed(request("s"));
		assertThat(status("s")).isEqualTo(429);
		assertThat(forgotten.isComplete()).isFalse();
		assertThat(status("s")).isZero();
	}

	@Test
	void runReadsItsSettingsWhenItsEventsAreAskedFor() {
		RunResultStreaming run = this.runner.runStreamed(request("s"));
		this.mockAgents.failures(1, FailureKind.RATE_LIMIT);
		EventStream events = run.streamEvents();
		this.mockAgents.withoutFailures();
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> events.forEach((event) -> {
		}));
	}

	@Test
	void seededRunsAreCountedInTheOrderInWhichTheirEventsAreAskedFor() {
		this.mockAgents.seed(7L);
		String first = events(request("s"));
		String second = events(request("s"));
		this.mockAgents.seed(7L);
		this.runner.runStreamed(request("s"));
		assertThat(events(request("s"))).isEqualTo(first).isNotEqualTo(second);
	}

	@Test
	void scenarioNeedsNoFile() {
		Scenario text = LIBRARY.get(TEXT);
		Scenario inline = new Scenario("inline", List.of(), null, 1, 0, List.of(), text.turns(), text.origin());
		this.mockAgents.forSession("s").play(inline).once();
		assertThat(this.mockAgents.forced()).singleElement()
			.returns("inline", Forced::name)
			.returns(Forced.Kind.SCENARIO, Forced::kind);
		this.mockAgents.logging(true);
		events(request("s"));
		this.planner.close();
		assertThat(this.logFile).content().contains("\"source\":\"inline\"");
	}

	@Test
	void failuresOfAConditionAreThoseOfTheRunsThatMeetIt() {
		Object context = new Object();
		this.mockAgents.when((request) -> request.context() == context).failures(1, FailureKind.SERVER_ERROR).always();
		assertThat(status(RunRequest.builder(AGENT, "Hello").context(context).build())).isEqualTo(500);
		assertThat(status(RunRequest.builder(AGENT, "Hello").context(new Object()).build())).isZero();
	}

	@Test
	void failuresOfAnAgentAreThoseOfRunsThatStartWithIt() {
		this.mockAgents.forAgent("Triage").failures(1, FailureKind.NOT_FOUND).always();
		assertThat(status(RunRequest.of(Agent.builder("Triage").build(), "Hello"))).isEqualTo(404);
		assertThat(status("s")).isZero();
	}

	@Test
	void failuresOfAScopeEndWithItOnAnyThread() {
		Scope scope = this.mockAgents.forAnyRun().failures(1, FailureKind.RATE_LIMIT).untilClosed();
		assertThat(CompletableFuture.supplyAsync(() -> status("s"))).succeedsWithin(Duration.ofMinutes(1))
			.isEqualTo(429);
		assertThat(CompletableFuture.runAsync(scope::close)).succeedsWithin(Duration.ofMinutes(1));
		assertThat(status("s")).isZero();
		scope.close();
	}

	@Test
	void statusNamesAFailure() {
		this.mockAgents.forSession("s").failures(1, FailureKind.ofStatus(503)).once();
		assertThat(status("s")).isEqualTo(503);
		assertThat(FailureKind.ofStatus(429)).isEqualTo(FailureKind.RATE_LIMIT);
		assertThat(Stream.of(422, 502, 504).map(FailureKind::ofStatus))
			.containsExactly(FailureKind.UNPROCESSABLE_ENTITY, FailureKind.BAD_GATEWAY, FailureKind.GATEWAY_TIMEOUT);
		assertThatIllegalArgumentException().isThrownBy(() -> FailureKind.ofStatus(418))
			.withMessage("No kind of failure has HTTP status 418. "
					+ "The statuses are [400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504]");
	}

	@Test
	void scenarioAndSettingsAreOneInstruction() {
		this.mockAgents.play(TEXT).failures(1, FailureKind.RATE_LIMIT).forSession("s").once();
		assertThat(this.mockAgents.forced()).hasSize(1);
		assertThat(status("s")).isEqualTo(429);
		assertThat(this.mockAgents.forced()).isEmpty();
		assertThat(this.mockAgents.changed()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void everySettingOfAllRunsCanBeOneOfSomeRuns(Function<MockControl<?>, Object> change) {
		change.apply(this.mockAgents);
		MockSettings changed = this.mockAgents.settings();
		assertThat(changed).isNotEqualTo(SETTINGS);
		this.mockAgents.reset();
		((RunInstruction) change.apply(this.mockAgents.forSession("s"))).always();
		assertThat(settings("s")).isEqualTo(changed);
		assertThat(settings("other")).isEqualTo(this.mockAgents.settings()).isEqualTo(SETTINGS);
	}

	static Stream<Named<Function<MockControl<?>, Object>>> changes() {
		return Stream.of(Named.of("delays", (control) -> control.delays(Duration.ofMillis(7), Duration.ofMillis(3))),
				Named.of("failures", (control) -> control.failures(0.5)),
				Named.of("kinds of failures", (control) -> control.failures(0.5, FailureKind.MAX_TURNS)),
				Named.of("seed", (control) -> control.seed(42L)),
				Named.of("logging", (control) -> control.logging(true)),
				Named.of("recordings", (control) -> control.useRecordings(false)),
				Named.of("replay", (control) -> control.replay((replay) -> replay.withIds(ReplaySettings.Ids.FRESH))),
				Named.of("any settings", (control) -> control.settings((settings) -> settings.withMaxRetries(7))));
	}

	@Test
	void onlyTheRunsOfTheSessionAreLogged() throws IOException {
		this.mockAgents.forSession("s").logging(true).always();
		status("other");
		status("s");
		close();
		assertThat(Files.readAllLines(this.logFile)).isNotEmpty()
			.allMatch((line) -> line.contains("\"session\":\"s\""));
	}

	// Which instruction decides

	@Test
	void fewerRunsAnInstructionIsForTheStrongerItIs() {
		RunRequest request = request("s");
		MockAgents mock = new MockAgents(SETTINGS.withSeed(1L), LIBRARY);
		assertThat(mock.settingsFor(request).seed()).isEqualTo(1);
		mock.forSession("s").seed(3L).always();
		mock.seed(2L);
		assertThat(mock.settingsFor(request).seed()).isEqualTo(3);
		assertThat(mock.settingsFor(request("other")).seed()).isEqualTo(2);
		mock.when((run) -> true).seed(4L).always();
		mock.forSession("s").seed(5L).always();
		assertThat(mock.settingsFor(request).seed()).isEqualTo(4);
		mock.forAnyRun().seed(6L).once();
		try (Scope scope = mock.forAnyRun().seed(7L).untilClosed()) {
			assertThat(scope).isNotNull();
			assertThat(mock.settingsFor(request).seed()).isEqualTo(6);
			mock.instructions().take(request);
			assertThat(mock.settingsFor(request).seed()).isEqualTo(7);
		}
		assertThat(mock.settingsFor(request).seed()).isEqualTo(4);
		assertThat(mock.settingsFor(request("other")).seed()).isEqualTo(4);
	}

	@Test
	void ofScopesAndConditionsTheLatestDecides() {
		Scope first = this.mockAgents.forSession("s").seed(1L).untilClosed();
		Scope second = this.mockAgents.forAnyRun().seed(2L).untilClosed();
		assertThat(settings("s").seed()).isEqualTo(2);
		this.mockAgents.forAgent("Vibecoder").seed(3L).always();
		assertThat(settings("s").seed()).isEqualTo(3);
		this.mockAgents.reset();
		assertThat(settings("s").seed()).isEqualTo(2);
		second.close();
		assertThat(settings("s").seed()).isEqualTo(1);
		first.close();
		assertThat(settings("s").seed()).isNull();
	}

	@Test
	void forcedScenariosFollowTheSameOrder() {
		this.mockAgents.play(TEXT).forSession("s").always();
		this.mockAgents.play(APPROVED).always();
		assertThat(forcedFor("s")).isEqualTo(TEXT);
		assertThat(forcedFor("other")).isEqualTo(APPROVED);
		this.mockAgents.play(APPROVED).when((request) -> true).always();
		assertThat(forcedFor("s")).isEqualTo(APPROVED);
	}

	@Test
	void everySettingIsDecidedByItself() {
		this.mockAgents.delays(Duration.ofMillis(5), Duration.ZERO);
		this.mockAgents.forSession("s").failures(0.5, FailureKind.RATE_LIMIT).always();
		this.mockAgents.forAgent("Vibecoder").seed(7L).always();
		assertThat(settings("s")).isEqualTo(SETTINGS.withDelays(Delays.of(Duration.ofMillis(5), Duration.ZERO))
			.withFailures(Failures.of(0.5, FailureKind.RATE_LIMIT))
			.withSeed(7L));
	}

	@Test
	void laterSettingsOfASessionReplaceOnlyTheirOwnKind() {
		this.mockAgents.forSession("s").play(TEXT).seed(1L).logging(true).always();
		this.mockAgents.forSession("s").seed(2L).always();
		assertThat(settings("s")).isEqualTo(SETTINGS.withSeed(2L).withLogEvents(true));
		assertThat(forcedFor("s")).isEqualTo(TEXT);
		assertThat(this.mockAgents.changed()).hasSize(1);
	}

	@Test
	void oneRunFollowsInstructionsForDifferentThingsAndTheNextTheRest() {
		this.mockAgents.play(TEXT).once();
		this.mockAgents.forAnyRun().failures(1, FailureKind.RATE_LIMIT).once();
		this.mockAgents.play(APPROVED).failures(1, FailureKind.SERVER_ERROR).once();
		this.mockAgents.play(TEXT).seed(3L).once();
		RunRequest request = request("s");
		RunInstructions.Resolved first = this.mockAgents.instructions().take(request);
		RunInstructions.Resolved second = this.mockAgents.instructions().take(request);
		RunInstructions.Resolved third = this.mockAgents.instructions().take(request);
		assertThat(List.of(first, second, third)).extracting((run) -> Objects.requireNonNull(run.forced()).name())
			.containsExactly(TEXT, APPROVED, TEXT);
		assertThat(List.of(first, second, third)).extracting((run) -> run.settings().failures().kinds())
			.containsExactly(List.of(FailureKind.RATE_LIMIT), List.of(FailureKind.SERVER_ERROR), List.of());
		assertThat(third.settings().seed()).isEqualTo(3);
		assertThat(this.mockAgents.instructions().take(request).settings()).isEqualTo(SETTINGS);
	}

	@Test
	void settingsOfARunAreReadWithoutUsingAnythingUp() {
		this.mockAgents.forSession("s").seed(1L).once();
		assertThat(settings("s").seed()).isEqualTo(1);
		assertThat(settings("s").seed()).isEqualTo(1);
	}

	// Resets

	@Test
	void resetsUndoOnlyTheirOwn() {
		this.mockAgents.seed(1L).play(TEXT).always();
		this.mockAgents.forAgent("Vibecoder").logging(true).always();
		this.mockAgents.forAnyRun().failures(1).once();
		this.mockAgents.forSession("a").play(TEXT).seed(2L).always();
		this.mockAgents.forSession("a").useRecordings(false).once();
		this.mockAgents.forSession("b").seed(3L).always();
		try (Scope scope = this.mockAgents.forSession("a").withoutFailures().untilClosed()) {
			assertThat(scope).isNotNull();
			this.mockAgents.reset();
			assertThat(this.mockAgents.settings()).isEqualTo(SETTINGS);
			assertThat(settings("other")).isEqualTo(SETTINGS);
			assertThat(forcedFor("other")).isNull();
			assertThat(settings("a").seed()).isEqualTo(2);
			assertThat(this.mockAgents.changed()).hasSize(4);
			this.mockAgents.reset("a");
			assertThat(forcedFor("a")).isNull();
			assertThat(settings("a").seed()).isNull();
			assertThat(settings("b").seed()).isEqualTo(3);
			assertThat(this.mockAgents.changed()).extracting(Changed::until).containsExactly(Until.CLOSED, Until.RESET);
			this.mockAgents.resetAll();
			assertThat(this.mockAgents.changed()).isEmpty();
			assertThat(settings("b")).isEqualTo(SETTINGS);
		}
	}

	@Test
	void clearingWhatIsForcedLeavesSettingsAndOtherSessionsAlone() {
		this.mockAgents.play(TEXT).always();
		this.mockAgents.play(TEXT).seed(1L).once();
		this.mockAgents.forSession("a").play(TEXT).seed(2L).always();
		this.mockAgents.forSession("b").play(TEXT).always();
		this.mockAgents.clearForced();
		this.mockAgents.clearForced("a");
		assertThat(this.mockAgents.forced()).extracting(Forced::sessionId).containsExactly("b");
		assertThat(this.mockAgents.changed()).extracting((changed) -> changed.settings().seed())
			.containsExactly(1L, 2L);
	}

	@Test
	void instructionThatChangesNothingIsRefused() {
		RunInstruction instruction = this.mockAgents.forSession("s");
		assertThatIllegalStateException().isThrownBy(instruction::once)
			.withMessageStartingWith("The instruction changes nothing");
		assertThatIllegalStateException().isThrownBy(instruction::untilClosed);
		assertThatIllegalStateException().isThrownBy(instruction::always);
	}

	@Test
	void impossibleSettingsAreRefusedByTheCall() {
		RunInstruction instruction = this.mockAgents.forSession("s");
		assertThatIllegalArgumentException().isThrownBy(() -> instruction.failures(2))
			.withMessage("The rate of failures must be from 0 to 1 but is 2.0");
		assertThatIllegalArgumentException().isThrownBy(() -> instruction.delays(Duration.ofMillis(-1), Duration.ZERO))
			.withMessage("The pause must not be negative but is PT-0.001S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> instruction.settings((settings) -> settings.withMaxRetries(-1)));
	}

	@Test
	void instructionsInEffectAreListedStrongestFirst() {
		this.mockAgents.forSession("s").play(TEXT).failures(1, FailureKind.RATE_LIMIT).always();
		this.mockAgents.forAgent("Vibecoder").withoutDelays().play(APPROVED).always();
		this.mockAgents.playSession("stored").once();
		assertThat(this.mockAgents.forced()).containsExactly(
				new Forced(Forced.Kind.SESSION, "stored", Until.ONCE, null, false),
				new Forced(Forced.Kind.SCENARIO, APPROVED, Until.RESET, null, true),
				new Forced(Forced.Kind.SCENARIO, TEXT, Until.RESET, "s", false));
		assertThat(this.mockAgents.changed()).containsExactly(
				new Changed(Set.of(Setting.DELAYS), SETTINGS, Until.RESET, null, true),
				new Changed(Set.of(Setting.FAILURES), SETTINGS.withFailures(Failures.of(1, FailureKind.RATE_LIMIT)),
						Until.RESET, "s", false));
	}

	// Memory

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void oldestInstructionsAreDroppedWithAWarning(CapturedOutput output) {
		RunInstructions instructions = new RunInstructions(SETTINGS, 3);
		MockAgents mock = new MockAgents(instructions, LIBRARY, RecordingLibrary.EMPTY);
		for (long i = 1; i <= 3; i++) {
			mock.forSession("s" + i).seed(i).always();
			mock.forSession("s" + i).useRecordings(false).once();
			mock.forSession("s" + i).logging(true).untilClosed();
		}
		mock.forSession("s1").withoutDelays().always();
		assertThat(output).doesNotContain("the oldest");
		mock.forSession("s4").seed(4L).always();
		mock.forSession("s4").useRecordings(false).once();
		mock.forSession("s4").logging(true).untilClosed();
		assertThat(Stream.of("s1", "s2", "s3", "s4").map((id) -> mock.settingsFor(request(id)).seed()))
			.containsExactly(1L, null, 3L, 4L);
		assertThat(Stream.of("s1", "s2").map((id) -> mock.settingsFor(request(id)).replay().useRecordings()))
			.containsExactly(true, false);
		assertThat(Stream.of("s1", "s2").map((id) -> mock.settingsFor(request(id)).logEvents())).containsExactly(false,
				true);
		assertThat(output).containsOnlyOnce("More than 3 ").contains("MockAgents.reset(sessionId)");
	}

	// Seeds

	@Test
	void sameRunsUnderTheSameSeedOfAScopeHaveTheSameEvents() {
		RunInstruction seeded = this.mockAgents.forSession("s").seed(42L);
		List<String> first = twoRunsIn(seeded.untilClosed());
		status("s");
		assertThat(twoRunsIn(seeded.untilClosed())).isEqualTo(first);
		assertThat(twoRunsIn(this.mockAgents.forSession("s").seed(43L).untilClosed())).isNotEqualTo(first);
		seeded.always();
		assertThat(events(request("s"))).isEqualTo(first.get(0));
		assertThat(events(request("other"))).isNotEqualTo(events(request("another")));
		assertThat(events(request("s"))).isEqualTo(first.get(1)).isNotEqualTo(first.get(0));
		seeded.once();
		assertThat(events(request("s"))).isEqualTo(first.get(0));
		seeded.always();
		assertThat(events(request("s"))).isEqualTo(first.get(0));
		this.mockAgents.seed(42L);
		assertThat(events(request("other"))).isEqualTo(first.get(0));
	}

	private List<String> twoRunsIn(Scope scope) {
		try (scope) {
			return List.of(events(request("s")), events(request("s")));
		}
	}

	// Tests that run at the same time

	/**
	 * Forty tests share a mock: one wants failures, in one of three ways, and all clean
	 * up after themselves.
	 */
	@RepeatedTest(20)
	void failuresOfOneOfFortyParallelTestsReachNoOther() throws Exception {
		int tests = 40;
		CyclicBarrier start = new CyclicBarrier(tests);
		ExecutorService threads = Executors.newFixedThreadPool(tests);
		try {
			List<Future<List<Integer>>> statuses = new ArrayList<>();
			for (int i = 0; i < tests; i++) {
				String session = "session-" + i;
				Callable<List<Integer>> test = (i == 17) ? () -> failingTest(session) : () -> passingTest(session);
				statuses.add(threads.submit(() -> {
					start.await(1, TimeUnit.MINUTES);
					return test.call();
				}));
			}
			for (int i = 0; i < tests; i++) {
				assertThat(statuses.get(i).get(1, TimeUnit.MINUTES)).as("test %d", i)
					.containsExactlyElementsOf((i == 17) ? List.of(429, 429, 503, 503, 500, 0) : List.of(0, 0, 0));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private List<Integer> failingTest(String session) {
		List<Integer> statuses = new ArrayList<>();
		this.mockAgents.forSession(session).failures(1, FailureKind.RATE_LIMIT).always();
		statuses.add(status(session));
		statuses.add(status(session));
		try (Scope scope = this.mockAgents.when((run) -> session.equals(run.sessionId()))
			.failures(1, FailureKind.ofStatus(503))
			.untilClosed()) {
			assertThat(scope).isNotNull();
			statuses.add(status(session));
			statuses.add(status(session));
		}
		this.mockAgents.forSession(session).failures(1, FailureKind.SERVER_ERROR).once();
		statuses.add(status(session));
		this.mockAgents.reset(session);
		statuses.add(status(session));
		return statuses;
	}

	private List<Integer> passingTest(String session) {
		List<Integer> statuses = new ArrayList<>();
		this.mockAgents.forSession(session).play(TEXT).seed(1L).always();
		statuses.add(status(session));
		this.mockAgents.forSession(session).play(APPROVED).once();
		statuses.add(status(session));
		this.mockAgents.reset(session);
		this.mockAgents.reset();
		statuses.add(status(session));
		return statuses;
	}

	private MockSettings settings(String session) {
		return this.mockAgents.settingsFor(request(session));
	}

	private @Nullable String forcedFor(String session) {
		PlaySource forced = this.mockAgents.instructions().take(request(session)).forced();
		return (forced != null) ? forced.name() : null;
	}

	private int status(String session) {
		return status(request(session));
	}

	/**
	 * Return the HTTP status with which a run fails, or 0 if it does not.
	 */
	private int status(RunRequest request) {
		try {
			this.runner.run(request);
			return 0;
		}
		catch (OpenAiStatusException ex) {
			return ex.statusCode();
		}
	}

	private String events(RunRequest request) {
		StringBuilder all = new StringBuilder();
		try (EventStream events = this.runner.runStreamed(request).streamEvents()) {
			events.forEach(all::append);
		}
		return all.toString();
	}

	private static RunRequest request(@Nullable String session) {
		return RunRequest.builder(AGENT, "Hello").sessionId(session).build();
	}

}
