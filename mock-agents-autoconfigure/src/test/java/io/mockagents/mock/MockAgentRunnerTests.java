package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.SelectionSettings;
import io.mockagents.scenario.UnknownScenarioException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MockAgentRunner}, {@link RunPlanner} and {@link MockAgents}.
 */
class MockAgentRunnerTests {

	private static final String TEXT = "text_response_mode";

	private static final String APPROVED = "comment_addition_approved";

	private static final String REJECTED = "comment_addition_rejected_then_approved";

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").build();

	private static final ScenarioLibrary LIBRARY = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	private final SkippedPauses pauses = new SkippedPauses();

	private final List<RunInfo> runs = new ArrayList<>();

	private final List<RunPlanner> planners = new ArrayList<>();

	private final Path directory;

	private final MockAgents mockAgents = mock(MockSettings.DEFAULT.withLogEvents(false).withoutDelays());

	private final AgentRunner runner;

	MockAgentRunnerTests(@TempDir Path directory) {
		this.directory = directory;
		this.runner = runner(this.mockAgents, null);
	}

	@AfterEach
	void close() {
		this.planners.forEach(RunPlanner::close);
	}

	@Test
	void ruleChoosesTheScenario() {
		events(request("What does this do?"));
		assertThat(this.runs).singleElement().extracting(RunInfo::source).isEqualTo(TEXT);
	}

	@Test
	void defaultIsPlayedWhereNoRuleMatches() {
		events(request("Hello"));
		assertThat(this.runs).singleElement().extracting(RunInfo::source).isEqualTo(APPROVED);
	}

	@Test
	void runWithoutSessionIsStoredUnderItsOwnId() {
		events(request("Hello"));
		assertThat(this.runs.get(0).sessionId()).isEqualTo(this.runs.get(0).runId());
	}

	@Test
	void strictSettingsFailAnInputThatNoRuleMatches() {
		MockSettings strict = this.mockAgents.settings()
			.withSelection(SelectionSettings.of(null, Map.of(), true, null));
		AgentRunner runner = runner(mock(strict), null);
		EventStream events = runner.runStreamed(request("Hello")).streamEvents();
		assertThatExceptionOfType(NoScenarioMatchedException.class).isThrownBy(() -> events.iterator().hasNext());
	}

	@Test
	void runThatCannotBePlannedIsALineOfTheLog() throws IOException {
		MockSettings strict = MockSettings.DEFAULT.withSelection(SelectionSettings.of(null, Map.of(), true, null));
		EventStream events = runner(mock(strict), null).runStreamed(request("Hello")).streamEvents();
		assertThatExceptionOfType(NoScenarioMatchedException.class).isThrownBy(() -> events.iterator().hasNext());
		assertThat(log()).last().asString().contains("\"outcome\":\"failed\"").contains("NoScenarioMatched");
	}

	// Determinism

	@Test
	void sameSeedProducesTheSameEventsRunIdsAndPauses() {
		MockSettings seeded = MockSettings.DEFAULT.withLogEvents(false).withSeed(42L);
		List<String> first = play(seeded);
		List<Duration> pauses = List.copyOf(this.pauses.pauses);
		List<RunInfo> runs = List.copyOf(this.runs);
		this.pauses.pauses.clear();
		this.runs.clear();
		assertThat(play(seeded)).isEqualTo(first);
		assertThat(this.pauses.pauses).isEqualTo(pauses).isNotEmpty();
		assertThat(this.runs).isEqualTo(runs);
	}

	@Test
	void otherSeedProducesOtherIds() {
		MockSettings settings = MockSettings.DEFAULT.withLogEvents(false).withoutDelays();
		assertThat(play(settings.withSeed(1L))).isNotEqualTo(play(settings.withSeed(2L)));
		assertThat(play(settings)).isNotEqualTo(play(settings));
	}

	@Test
	void switchingDelaysAndFailuresLeavesTheIdsAsTheyAre() {
		MockSettings seeded = MockSettings.DEFAULT.withLogEvents(false).withSeed(42L);
		assertThat(play(seeded.withoutDelays())).isEqualTo(play(seeded));
		assertThat(play(seeded.withFailures(MockSettings.Failures.of(1e-12)))).isEqualTo(play(seeded));
	}

	@Test
	void seededIdsAndPausesAreTheSameOnEveryJvm() {
		AgentRunner runner = runner(mock(MockSettings.DEFAULT.withLogEvents(false).withSeed(42L)), null);
		String events = events(runner, inSession("s", "What does this do?")).toString();
		assertThat(this.runs.get(0).runId()).isEqualTo("6e574326-681b-89c1-84a2-59b98fd291a0");
		assertThat(Pattern.compile("resp_\\w+").matcher(events).results().map(MatchResult::group).findFirst())
			.hasValue("resp_6955b9007f8781b47ed8f41e8d88d958007d5f34e5b9e9db");
		assertThat(this.pauses.pauses.get(0)).isEqualTo(Duration.ofNanos(119_209_022));
	}

	@Test
	void seededRunsOfTwoSessionsAreEqualWhateverTheClock() {
		MockAgents mock = mock(this.mockAgents.settings().withSeed(7L));
		List<String> first = events(runner(mock, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
				inSession("a", "Add a comment"));
		List<String> second = events(runner(mock, Clock.systemUTC()), inSession("b", "Add a comment"));
		assertThat(second).isEqualTo(first);
		assertThat(this.runs.get(1).runId()).isNotEqualTo(this.runs.get(0).runId());
	}

	@Test
	void seededRunsWithoutSessionDoNotDependOnOrder() {
		MockAgents mock = mock(this.mockAgents.settings().withSeed(7L));
		AgentRunner runner = runner(mock, null);
		List<String> alone = events(runner, request("What does this do?"));
		List<String> other = events(runner, request("Hello"));
		mock.reset();
		assertThat(events(runner, request("Hello"))).isEqualTo(other);
		assertThat(events(runner, request("What does this do?"))).isEqualTo(alone);
		assertThat(events(runner, request("What does this do?"))).isEqualTo(alone);
		assertThat(this.runs.get(4).runId()).isNotEqualTo(this.runs.get(3).runId()).isNotBlank();
		assertThat(this.runs.get(3).runId()).isEqualTo(this.runs.get(0).runId());
	}

	@Test
	void seededRunsOfASessionDifferAndRepeatAfterReset() {
		MockAgents mock = mock(this.mockAgents.settings().withSeed(7L));
		AgentRunner runner = runner(mock, null);
		List<String> first = events(runner, inSession("s", "What does this do?"));
		List<String> second = events(runner, inSession("s", "What does this do?"));
		assertThat(second).isNotEqualTo(first);
		mock.reset();
		assertThat(events(runner, inSession("s", "What does this do?"))).isEqualTo(first);
	}

	@Test
	void modelUsesTheClockOfTheApplication() {
		Instant time = Instant.parse("2030-05-06T07:08:09Z");
		AgentRunner runner = runner(this.mockAgents, Clock.fixed(time, ZoneOffset.UTC));
		assertThat(events(runner, request("What does this do?")).toString())
			.contains(Long.toString(time.getEpochSecond()));
	}

	// Delays

	@Test
	void pausesAreTheBasePlusOrMinusTheRange() {
		this.mockAgents.delays(Duration.ofMillis(100), Duration.ofMillis(50)).seed(1L);
		int events = events(request("What does this do?")).size();
		assertThat(this.pauses.pauses).hasSize(events - 1)
			.allSatisfy((pause) -> assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofMillis(150)));
		assertThat(new HashSet<>(this.pauses.pauses)).hasSizeGreaterThan(5);
		assertThat(this.pauses.pauses.stream().mapToLong(Duration::toMillis).average().orElseThrow()).isBetween(80.0,
				120.0);
	}

	@Test
	void pausesAreNeverNegative() {
		this.mockAgents.delays(Duration.ofMillis(2), Duration.ofMillis(50));
		events(request("What does this do?"));
		assertThat(this.pauses.pauses)
			.allSatisfy((pause) -> assertThat(pause).isBetween(Duration.ofNanos(1), Duration.ofMillis(4)));
		this.pauses.pauses.clear();
		this.mockAgents.delays(Duration.ZERO, Duration.ofMillis(50));
		events(request("What does this do?"));
		assertThat(this.pauses.pauses).isEmpty();
	}

	@Test
	void withoutDelaysThereAreNoPauses() {
		events(request("What does this do?"));
		assertThat(this.pauses.pauses).isEmpty();
	}

	@Test
	void manyPacedRunsFitOnASmallExecutor() throws Exception {
		this.mockAgents.delays(Duration.ofMillis(100), Duration.ofMillis(50));
		int expected = 2000;
		AtomicInteger events = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			List<CompletableFuture<?>> done = new ArrayList<>();
			for (int i = 0; i < expected; i++) {
				done.add(this.runner.runStreamed(request("What does this do?"))
					.streamEvents((event) -> events.incrementAndGet(), executor)
					.toCompletableFuture());
			}
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(events.get()).isEqualTo(expected * (events.get() / expected)).isGreaterThan(expected * 10);
	}

	// Control

	@Test
	void scenarioIsForcedOnce() {
		this.mockAgents.play(REJECTED).once();
		this.mockAgents.play(TEXT).once();
		assertThat(sources(3)).containsExactly(REJECTED, TEXT, APPROVED);
	}

	@Test
	void scenarioIsForcedWhileAScopeIsOpen() {
		try (MockAgents.Scope outer = this.mockAgents.play(REJECTED).untilClosed()) {
			assertThat(sources(1)).containsExactly(REJECTED);
			Runnable close = this.mockAgents.play(TEXT).untilClosed()::close;
			assertThat(sources(1)).containsExactly(TEXT);
			close.run();
			close.run();
			assertThat(sources(1)).containsExactly(REJECTED);
			assertThat(outer).isNotNull();
		}
		assertThat(sources(1)).containsExactly(APPROVED);
	}

	@Test
	void onceGoesBeforeScopeAndScopeBeforeAlways() {
		this.mockAgents.play(TEXT).always();
		try (MockAgents.Scope scope = this.mockAgents.play(REJECTED).untilClosed()) {
			this.mockAgents.play("comment_approved").once();
			assertThat(sources(2)).containsExactly(APPROVED, REJECTED);
			assertThat(scope).isNotNull();
		}
		assertThat(sources(2)).containsExactly(TEXT, TEXT);
		this.mockAgents.reset();
		assertThat(sources(1)).containsExactly(APPROVED);
	}

	@Test
	void restrictedScenarioIsSkippedForOtherRuns() {
		this.mockAgents.play(TEXT).forSession("s").once();
		this.mockAgents.play(REJECTED).when((request) -> request.iteration() == 2).always();
		events(inSession("t", "Hello"));
		events(inSession("s", "Hello"));
		events(inSession("s", "Hello"));
		events(RunRequest.builder(AGENT, "Hello").iteration(2).build());
		assertThat(this.runs).extracting(RunInfo::source).containsExactly(APPROVED, TEXT, APPROVED, REJECTED);
	}

	@Test
	void unknownScenarioIsRefusedAtTheCallWithTheNearest() {
		assertThatExceptionOfType(UnknownScenarioException.class).isThrownBy(() -> this.mockAgents.play("text_respons"))
			.withMessageContaining("Did you mean 'text_response_mode'?");
		assertThat(this.mockAgents.scenarios()).contains(APPROVED, REJECTED, TEXT).doesNotContain("comment_approved");
	}

	@Test
	void impossibleSettingsAreRefusedAndChangeNothing() {
		MockSettings before = this.mockAgents.settings();
		assertThatThrownBy(() -> this.mockAgents.delays(Duration.ofMillis(-1), Duration.ZERO))
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("The pause must not be negative but is PT-0.001S");
		assertThatThrownBy(() -> this.mockAgents.failures(2)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("The rate of failures must be from 0 to 1 but is 2.0");
		assertThat(this.mockAgents.settings()).isEqualTo(before);
	}

	@Test
	void scenarioForcedOnceIsTakenByOneRunOnly() throws Exception {
		int runs = 64;
		for (int i = 0; i < runs / 2; i++) {
			this.mockAgents.play(TEXT).once();
		}
		AtomicInteger forced = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<Void>> done = new ArrayList<>();
			for (int i = 0; i < runs; i++) {
				done.add(CompletableFuture.runAsync(() -> {
					if (this.mockAgents.instructions().take(request("Hello")).forced() != null) {
						forced.incrementAndGet();
					}
					this.mockAgents.logging(false);
					this.mockAgents.play(TEXT).when((request) -> false).always();
				}, executor));
			}
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(forced).hasValue(runs / 2);
		assertThat(this.mockAgents.instructions().take(request("Hello")).forced()).isNull();
	}

	// Failures

	@Test
	void injectedFailureComesAfterOneEvent() {
		this.mockAgents.failures(1, FailureKind.RATE_LIMIT, FailureKind.SERVER_ERROR).seed(1L);
		List<StreamEvent> seen = new ArrayList<>();
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> {
			try (EventStream events = this.runner.runStreamed(request("Hello")).streamEvents()) {
				events.forEach(seen::add);
			}
		}).satisfies((failure) -> {
			assertThat(failure.statusCode()).isIn(429, 500);
			assertThat(failure).hasMessageStartingWith("Error code: " + failure.statusCode() + " - {'error': {");
			assertThat(failure.requestId()).matches("req_[0-9a-f]{32}");
			assertThat(failure.body()).isNotNull();
		});
		assertThat(seen).singleElement().isInstanceOf(AgentUpdatedStreamEvent.class);
	}

	@Test
	void shareOfRunsFailsWithBothKinds() {
		this.mockAgents.failures(0.25, FailureKind.RATE_LIMIT, FailureKind.SERVER_ERROR);
		Set<Integer> kinds = new HashSet<>();
		int failed = 0;
		for (int i = 0; i < 400; i++) {
			this.mockAgents.seed((long) i);
			try {
				events(request("What does this do?"));
			}
			catch (OpenAiStatusException ex) {
				failed++;
				kinds.add(ex.statusCode());
			}
		}
		assertThat(failed).isBetween(70, 130);
		assertThat(kinds).containsExactlyInAnyOrder(429, 500);
	}

	@Test
	void retriesPauseOnlyWhereDelaysAreSimulated() {
		this.mockAgents.failures(1, FailureKind.RATE_LIMIT).seed(1L);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> events(request("Hello")));
		assertThat(this.pauses.pauses).isEmpty();
		this.mockAgents.delays(Duration.ZERO, Duration.ZERO);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> events(request("Hello")));
		assertThat(this.pauses.pauses).containsExactly(Duration.ofMillis(2 * 644));
		this.mockAgents.settings((settings) -> settings.withMaxRetries(0));
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> events(request("Hello")));
		assertThat(this.pauses.pauses).hasSize(1);
	}

	@Test
	void pauseBeforeAFailureOccupiesNoThread() {
		this.mockAgents.failures(1, FailureKind.RATE_LIMIT).delays(Duration.ZERO, Duration.ZERO);
		CompletableFuture<?> done = this.runner.runStreamed(request("Hello")).streamEvents((event) -> {
		}, Runnable::run).toCompletableFuture();
		assertThat(done).failsWithin(Duration.ofMinutes(1))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(OpenAiStatusException.class);
		assertThat(this.pauses.pauses).containsExactly(Duration.ofMillis(2 * 644));
	}

	// Log

	@Test
	void startEveryEventAndEndAreLinesOfTheFile() throws Exception {
		this.mockAgents.logging(true);
		int events = events(inSession("s-1", "What does this do?")).size();
		List<String> lines = log();
		assertThat(lines).hasSize(1 + events + 1)
			.allMatch((line) -> line.startsWith("{") && line.endsWith("}"))
			.allMatch((line) -> line.contains("\"session\":\"s-1\""))
			.allMatch((line) -> line.contains("\"run\":\"" + this.runs.get(0).runId() + "\""));
		assertThat(lines.get(0)).contains("\"log\":\"start\"")
			.contains("\"runner\":\"agentRunner\"")
			.contains("\"source\":\"" + TEXT + "\"")
			.contains("\"reason\":\"");
		assertThat(lines.get(1)).contains("\"log\":\"event\"")
			.contains("\"index\":1")
			.contains("\"type\":\"agent_updated_stream_event\"")
			.contains("\"agent\":\"Vibecoder\"");
		assertThat(lines.get(2)).contains("\"name\":\"response.created\"").contains("\"turn\":1");
		assertThat(lines.get(events)).contains("\"name\":\"message_output_created\"");
		assertThat(lines.get(events + 1)).contains("\"log\":\"end\"")
			.contains("\"outcome\":\"ended\"")
			.contains("\"events\":" + events)
			.contains("\"turns\":1");
	}

	@Test
	void reasonsOfForcedAndUnmatchedRunsAreLogged() throws Exception {
		this.mockAgents.logging(true).play(TEXT).once();
		events(request("Hello"));
		events(request("Hello"));
		assertThat(log().stream().filter((line) -> line.contains("\"log\":\"start\""))).satisfiesExactly(
				(line) -> assertThat(line).contains("\"source\":\"" + TEXT + "\",\"reason\":\"forced\""),
				(line) -> assertThat(line).contains("\"reason\":\"no rule matches, so the default\""));
	}

	@Test
	void failureIsInTheSummary() throws Exception {
		this.mockAgents.logging(true).failures(1, FailureKind.RATE_LIMIT);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> events(request("Hello")));
		assertThat(log()).last()
			.asString()
			.contains("\"outcome\":\"failed\"")
			.contains("\"error_type\":\"" + OpenAiStatusException.class.getName() + "\"")
			.contains("\"error\":\"Error code: ");
	}

	@Test
	void cancelledRunHasNotFailed() throws Exception {
		this.mockAgents.logging(true);
		try (EventStream events = this.runner.runStreamed(request("Hello")).streamEvents()) {
			events.iterator().next();
		}
		assertThat(log()).hasSize(3).last().asString().contains("\"outcome\":\"cancelled\",\"events\":1,");
	}

	@Test
	void withoutLogNoFileIsCreated() {
		events(request("Hello"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void linesOfConcurrentRunsDoNotMix() throws Exception {
		this.mockAgents.logging(true);
		List<CompletableFuture<Void>> done = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			done.add(CompletableFuture.runAsync(() -> events(request("What does this do?"))));
		}
		CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
		List<String> lines = log();
		assertThat(lines).allMatch((line) -> line.startsWith("{\"time\":") && line.endsWith("}"));
		assertThat(lines.stream().filter((line) -> line.contains("\"log\":\"end\""))).hasSize(20);
	}

	private List<String> log() throws IOException {
		close();
		return Files.readAllLines(this.directory.resolve("logs/mock_events.log"));
	}

	private List<String> sources(int count) {
		this.runs.clear();
		for (int i = 0; i < count; i++) {
			events(request("Hello"));
		}
		return this.runs.stream().map(RunInfo::source).toList();
	}

	private List<String> play(MockSettings settings) {
		AgentRunner runner = runner(mock(settings), null);
		List<String> all = new ArrayList<>(events(runner, inSession("s", "Add a comment")));
		all.addAll(events(runner, request("What does this do?")));
		return all;
	}

	private List<String> events(RunRequest request) {
		return events(this.runner, request);
	}

	private static List<String> events(AgentRunner runner, RunRequest request) {
		List<String> all = new ArrayList<>();
		try (EventStream events = runner.runStreamed(request).streamEvents()) {
			events.forEach((event) -> all.add(event.toString()));
		}
		return all;
	}

	private static RunRequest request(String input) {
		return RunRequest.of(AGENT, input);
	}

	private static RunRequest inSession(String session, String input) {
		return RunRequest.builder(AGENT, input).sessionId(session).build();
	}

	private static MockAgents mock(MockSettings settings) {
		return new MockAgents(settings, LIBRARY);
	}

	private AgentRunner runner(MockAgents mockAgents, @Nullable Clock clock) {
		RunListener listener = new RunListener() {

			@Override
			public void onEvent(RunEvent event) {
				if (event.index() == 1) {
					synchronized (MockAgentRunnerTests.this.runs) {
						MockAgentRunnerTests.this.runs.add(event.run());
					}
				}
			}

		};
		RunPlanner planner = new RunPlanner(mockAgents, new ScenarioSelector(LIBRARY), (run) -> RunJournal.NONE,
				() -> List.of(listener), this.directory.resolve("logs/mock_events.log"), this.pauses, clock);
		this.planners.add(planner);
		return new MockAgentRunner("agentRunner", "", planner);
	}

}
