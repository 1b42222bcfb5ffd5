package io.mockagents.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.mock.EventLogSettings;
import io.mockagents.mock.LiveRuns;
import io.mockagents.mock.ReplaySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the mock. The JSON in {@code OPENAI_MOCK_CONFIGS} sets the same properties,
 * and wins over them.
 *
 * @param enabled Whether runs are mocked; set by OPENAI_MOCK_CONFIGS if that variable
 * set.
 * @param allowProduction Whether mocks may be on under a profile named prod or
 * production.
 * @param exclude Names of AgentRunner beans that are not replaced.
 * @param defaultScenario Scenario that is played when no rule matches the input; in
 * strict mode only if it is set.
 * @param scenarioWeights Weights of scenarios by name, which override those in the
 * scenarios.
 * @param scenarios Further resource locations of scenarios.
 * @param builtinScenarios Whether the rules of the built-in scenarios apply if no
 * scenario of the application matches; false in strict mode unless it is set.
 * @param strict Whether an input that matches no rule fails the run, and scenarios must
 * fit the schemas of the tools.
 * @param seed Seed of everything random; without one, runs differ.
 * @param sdkProfile Version of the SDK whose data shape is produced: a profile, latest,
 * or a release of openai-agents.
 * @param maxRetries How often the client repeats a request that fails before its first
 * event and can be repeated.
 * @param delays Pauses between events.
 * @param failures Injected failures.
 * @param log Log of the events.
 * @param recordings Resource locations of recordings that runs are played from.
 * @param useRecordings Whether a recorded run whose input matches goes before the rules
 * of the scenarios.
 * @param replay How recordings are played.
 * @param live Whether runs that are not mocked may reach a live model.
 */
@ConfigurationProperties("mock-agents")
public record MockAgentsProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("false") boolean allowProduction, @DefaultValue Set<String> exclude,
		@Nullable String defaultScenario, @DefaultValue Map<String, Double> scenarioWeights,
		@DefaultValue List<String> scenarios, @Nullable Boolean builtinScenarios, @DefaultValue("false") boolean strict,
		@Nullable Long seed, @DefaultValue("0.2") String sdkProfile, @DefaultValue("2") int maxRetries,
		@DefaultValue Delays delays, @DefaultValue Failures failures, @DefaultValue Log log,
		@DefaultValue List<String> recordings, @DefaultValue("true") boolean useRecordings, @DefaultValue Replay replay,
		@DefaultValue("allowed") LiveRuns live) {

	static final Duration MAX_DELAY = Duration.ofHours(1);

	static final int MAX_RETRIES = 100;

	static final DataSize MIN_LOG_FILE_SIZE = DataSize.ofBytes(EventLogSettings.MIN_FILE_SIZE);

	static final DataSize MAX_LOG_FILE_SIZE = DataSize.ofGigabytes(100);

	public MockAgentsProperties {
		exclude = Set.copyOf(exclude);
		scenarioWeights = Map.copyOf(scenarioWeights);
		scenarios = List.copyOf(scenarios);
		recordings = List.copyOf(recordings);
	}

	/**
	 * Pauses between events.
	 *
	 * @param enabled Whether a run pauses between its events.
	 * @param base Pause before each event.
	 * @param range Random variation of the pause, plus or minus.
	 */
	public record Delays(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration base,
			@DefaultValue("50ms") Duration range) {

	}

	/**
	 * Injected failures.
	 *
	 * @param enabled Whether failures are injected.
	 * @param rate Share of runs that fail, from 0 to 1.
	 * @param kinds Kinds of failures, each as likely as the others; without any, all that
	 * a run can be expected to run into.
	 */
	public record Failures(@DefaultValue("false") boolean enabled, @DefaultValue("0.05") double rate,
			@DefaultValue List<String> kinds) {

		public Failures {
			kinds = List.copyOf(kinds);
		}

	}

	/**
	 * How recordings are played.
	 *
	 * @param session Id of a stored session that runs are played from.
	 * @param timing Pauses of a recorded run: as other mocked runs, as recorded, or none.
	 * @param speed How many times faster than recorded, for recorded pauses.
	 * @param ids Ids of the events: as recorded, or fresh ones.
	 */
	public record Replay(@Nullable String session, @DefaultValue("configured") ReplaySettings.Timing timing,
			@DefaultValue("1.0") double speed, @DefaultValue("recorded") ReplaySettings.Ids ids) {

	}

	/**
	 * Log of the events.
	 *
	 * @param enabled Whether every event is logged.
	 * @param file File to which the events are appended as JSON lines; if it is not set,
	 * mock_events.log in the directory target or build of a Maven or Gradle build that
	 * runs tests, otherwise in the working directory.
	 * @param maxFileSize Size before which the next file is started.
	 * @param maxFiles Number of files that are kept.
	 */
	public record Log(@DefaultValue("true") boolean enabled, @Nullable String file,
			@DefaultValue("10MB") DataSize maxFileSize, @DefaultValue("5") int maxFiles) {

		/**
		 * Return where events are logged.
		 * @return the file and its limits
		 */
		EventLogSettings toSettings() {
			return new EventLogSettings((this.file != null) ? Path.of(this.file) : DefaultLogFile.find(),
					this.maxFileSize.toBytes(), this.maxFiles);
		}

	}

}
