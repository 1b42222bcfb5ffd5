package io.mockagents.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Plays runs with a seed and prints a digest of all that can be seen of them, for one JVM
 * to be compared with another.
 */
final class SeededRuns {

	static final String PREFIX = "digest ";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final ScenarioLibrary LIBRARY = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	private static final Agent AGENT = Agent.builder("Vibecoder")
		.model("gpt-5-mini")
		.instructions("You edit code.")
		.tools(FunctionTool.builder("submit_patch")
			.parameter("patch", "string", "The patch")
			.parameter("description", "string", "What it changes")
			.function((context, arguments) -> Map.of("approved", true))
			.build())
		.build();

	private SeededRuns() {
	}

	/**
	 * Print a digest for each scenario and profile.
	 * @param arguments none
	 */
	public static void main(String[] arguments) throws IOException {
		digests().forEach((name, digest) -> System.out.println(PREFIX + name + " " + digest));
	}

	static Map<String, String> digests() throws IOException {
		Map<String, String> digests = new TreeMap<>();
		Path logFile = Files.createTempFile("seeded-runs", ".log");
		for (SdkProfile profile : SdkProfile.values()) {
			for (String scenario : LIBRARY.scenarios().stream().map((known) -> known.name()).toList()) {
				digests.put(scenario + "-" + profile.version(), digest(seen(profile, scenario, Set.of(), logFile)));
			}
			digests.put("chosen-" + profile.version(), digest(seen(profile, null, Set.of(), logFile)));
			digests.put("failing-" + profile.version(),
					digest(seen(profile, null, Set.of(FailureKind.values()), logFile)));
		}
		Files.deleteIfExists(logFile);
		return digests;
	}

	/**
	 * Play runs and return all that can be seen of them: events, failures, the run's id
	 * and its pauses.
	 */
	static List<String> seen(SdkProfile profile, @Nullable String scenario, Set<FailureKind> failures, Path logFile) {
		MockSettings settings = MockSettings.DEFAULT.withLogEvents(false)
			.withSeed(42L)
			.withFailures(new MockSettings.Failures(!failures.isEmpty(), 0.9, failures.stream().sorted().toList()))
			.withSdkProfile(profile);
		MockAgents mockAgents = new MockAgents(settings, LIBRARY);
		if (scenario != null) {
			mockAgents.play(scenario).always();
		}
		List<String> seen = new ArrayList<>();
		RunListener listener = new RunListener() {

			@Override
			public void onEvent(RunEvent event) {
				seen.add(event.run() + " " + event.index() + " " + event.turn() + " " + event.pause() + " "
						+ json(event.event()));
			}

		};
		try (RunPlanner planner = new RunPlanner(mockAgents, new ScenarioSelector(LIBRARY), (run) -> RunJournal.NONE,
				() -> List.of(listener), logFile, new SeenPauses(seen), null)) {
			MockAgentRunner runner = new MockAgentRunner("agentRunner", "", planner);
			for (String input : List.of("Add a comment", "What does this do?", "Füge einen Kommentar ein 🎈", "Hello",
					"Add a comment", "Please add a docstring")) {
				for (String session : new @Nullable String[] { "s-1", null }) {
					try {
						runner.run(RunRequest.builder(AGENT, input).sessionId(session).maxTurns(3).build());
					}
					catch (RuntimeException ex) {
						seen.add(ex.getClass().getName() + ": " + ex.getMessage());
					}
				}
			}
		}
		return seen;
	}

	private static String json(StreamEvent event) {
		return MAPPER.writeValueAsString(event);
	}

	private static String digest(List<String> seen) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			seen.forEach((line) -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record SeenPauses(List<String> seen) implements Pauses {

		@Override
		public void sleep(Duration pause, CountDownLatch cancelled) {
			this.seen.add(pause.toString());
		}

		@Override
		public void schedule(Duration pause, Runnable step) {
			throw new IllegalStateException("the runs are blocking");
		}

	}

}
