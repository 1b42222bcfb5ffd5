package io.mockagents.mock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the mock at one moment. A run reads them once, when it is created, and
 * keeps them to its end.
 *
 * @param simulateDelays whether a run pauses between its events
 * @param baseDelay the pause between two events
 * @param delayRange how far a pause may differ from the base, to either side; it reaches
 * no further than the base, so that no pause is negative and their mean stays the base
 * @param simulateFailures whether failures are injected
 * @param failureRate the share of runs that fail, from 0 to 1
 * @param failureKinds what they fail with, each as likely as the others, of those that
 * the scenario leaves room for; if empty, all that end the run with an exception and that
 * the agent can run into
 * @param maxRetries how often the client repeats a request that fails before its first
 * frame and can be repeated, from 0
 * @param logEvents whether every event is logged
 * @param defaultScenario the scenario that is played when no rule matches
 * @param scenarioWeights weights by the name of the scenario, in place of the scenarios'
 * own
 * @param strict whether an input that no rule matches fails the run
 * @param seed the seed of everything random, or {@code null} if runs differ
 * @param sdkProfile the shape of the data
 * @param replay how recordings are played
 */
public record MockSettings(boolean simulateDelays, Duration baseDelay, Duration delayRange, boolean simulateFailures,
		double failureRate, List<FailureKind> failureKinds, int maxRetries, boolean logEvents, String defaultScenario,
		Map<String, Double> scenarioWeights, boolean strict, @Nullable Long seed, SdkProfile sdkProfile,
		ReplaySettings replay) {

	/**
	 * The settings of a mock that is given none.
	 */
	public static final MockSettings DEFAULT = new MockSettings(true, Duration.ofMillis(100), Duration.ofMillis(50),
			false, 0.05, List.of(), ClientRetries.DEFAULT.max(), true, "comment_approved", Map.of(), false, null,
			SdkProfile.V0_2);

	public MockSettings {
		requireNotNegative("baseDelay", baseDelay);
		requireNotNegative("delayRange", delayRange);
		if (!(failureRate >= 0 && failureRate <= 1)) {
			throw new IllegalArgumentException("failureRate must be from 0 to 1 but is " + failureRate);
		}
		if (maxRetries < 0) {
			throw new IllegalArgumentException("maxRetries must not be negative but is " + maxRetries);
		}
		failureKinds = List.copyOf(failureKinds);
		Objects.requireNonNull(defaultScenario, "defaultScenario");
		Objects.requireNonNull(sdkProfile, "sdkProfile");
		Objects.requireNonNull(replay, "replay");
		scenarioWeights = Map.copyOf(scenarioWeights);
	}

	/**
	 * Create settings that play recordings as is usual.
	 * @param simulateDelays whether a run pauses between its events
	 * @param baseDelay the pause between two events
	 * @param delayRange how far a pause may differ from the base
	 * @param simulateFailures whether failures are injected
	 * @param failureRate the share of runs that fail, from 0 to 1
	 * @param failureKinds what they fail with
	 * @param maxRetries how often the client repeats a request, from 0
	 * @param logEvents whether every event is logged
	 * @param defaultScenario the scenario that is played when no rule matches
	 * @param scenarioWeights weights by the name of the scenario
	 * @param strict whether an input that no rule matches fails the run
	 * @param seed the seed of everything random, or {@code null}
	 * @param sdkProfile the shape of the data
	 */
	public MockSettings(boolean simulateDelays, Duration baseDelay, Duration delayRange, boolean simulateFailures,
			double failureRate, List<FailureKind> failureKinds, int maxRetries, boolean logEvents,
			String defaultScenario, Map<String, Double> scenarioWeights, boolean strict, @Nullable Long seed,
			SdkProfile sdkProfile) {
		this(simulateDelays, baseDelay, delayRange, simulateFailures, failureRate, failureKinds, maxRetries, logEvents,
				defaultScenario, scenarioWeights, strict, seed, sdkProfile, ReplaySettings.DEFAULT);
	}

	private static void requireNotNegative(String name, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative but is " + duration);
		}
	}

	/**
	 * Return these settings with pauses between the events.
	 * @param base the pause between two events, not negative
	 * @param range how far a pause may differ from the base, not negative
	 * @return the changed copy
	 */
	public MockSettings withDelays(Duration base, Duration range) {
		return new MockSettings(true, base, range, this.simulateFailures, this.failureRate, this.failureKinds,
				this.maxRetries, this.logEvents, this.defaultScenario, this.scenarioWeights, this.strict, this.seed,
				this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings without any pause.
	 * @return the changed copy
	 */
	public MockSettings withoutDelays() {
		return new MockSettings(false, this.baseDelay, this.delayRange, this.simulateFailures, this.failureRate,
				this.failureKinds, this.maxRetries, this.logEvents, this.defaultScenario, this.scenarioWeights,
				this.strict, this.seed, this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings with injected failures of these settings' kinds.
	 * @param rate the share of runs that fail, from 0 to 1; none are injected for 0
	 * @return the changed copy
	 */
	public MockSettings withFailures(double rate) {
		return withFailures(rate, this.failureKinds);
	}

	/**
	 * Return these settings with injected failures.
	 * @param rate the share of runs that fail, from 0 to 1; none are injected for 0
	 * @param kinds what they fail with; if empty, all that the run can be expected to
	 * @return the changed copy
	 */
	public MockSettings withFailures(double rate, List<FailureKind> kinds) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, rate != 0, rate, kinds,
				this.maxRetries, this.logEvents, this.defaultScenario, this.scenarioWeights, this.strict, this.seed,
				this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings with another number of retries.
	 * @param maxRetries how often the client repeats a request, from 0
	 * @return the changed copy
	 */
	public MockSettings withMaxRetries(int maxRetries) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, this.simulateFailures,
				this.failureRate, this.failureKinds, maxRetries, this.logEvents, this.defaultScenario,
				this.scenarioWeights, this.strict, this.seed, this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings with the log of events on or off.
	 * @param logEvents whether every event is logged
	 * @return the changed copy
	 */
	public MockSettings withLogEvents(boolean logEvents) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, this.simulateFailures,
				this.failureRate, this.failureKinds, this.maxRetries, logEvents, this.defaultScenario,
				this.scenarioWeights, this.strict, this.seed, this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings with a seed.
	 * @param seed the seed, or {@code null} if runs shall differ
	 * @return the changed copy
	 */
	public MockSettings withSeed(@Nullable Long seed) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, this.simulateFailures,
				this.failureRate, this.failureKinds, this.maxRetries, this.logEvents, this.defaultScenario,
				this.scenarioWeights, this.strict, seed, this.sdkProfile, this.replay);
	}

	/**
	 * Return these settings with another shape of the data.
	 * @param sdkProfile the shape
	 * @return the changed copy
	 */
	public MockSettings withSdkProfile(SdkProfile sdkProfile) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, this.simulateFailures,
				this.failureRate, this.failureKinds, this.maxRetries, this.logEvents, this.defaultScenario,
				this.scenarioWeights, this.strict, this.seed, sdkProfile, this.replay);
	}

	/**
	 * Return these settings with recordings played in another way.
	 * @param replay how recordings are played
	 * @return the changed copy
	 */
	public MockSettings withReplay(ReplaySettings replay) {
		return new MockSettings(this.simulateDelays, this.baseDelay, this.delayRange, this.simulateFailures,
				this.failureRate, this.failureKinds, this.maxRetries, this.logEvents, this.defaultScenario,
				this.scenarioWeights, this.strict, this.seed, this.sdkProfile, replay);
	}

}
