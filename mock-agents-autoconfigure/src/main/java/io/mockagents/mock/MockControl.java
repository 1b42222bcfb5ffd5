package io.mockagents.mock;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * The settings that can be changed while the application runs: for all runs with
 * {@link MockAgents}, for some runs with a {@link RunInstruction}. A value that is out of
 * range is refused by the call and changes nothing.
 *
 * @param <S> the type that the methods return
 */
public abstract sealed class MockControl<S> permits MockAgents, RunInstruction {

	MockControl() {
	}

	/**
	 * Change one setting.
	 * @param setting the setting that changes
	 * @param change returns the changed settings
	 * @return the object to continue with
	 */
	abstract S change(Setting setting, UnaryOperator<MockSettings> change);

	/**
	 * Return the instruction that begins or continues here.
	 */
	abstract RunInstruction instruction();

	/**
	 * Restrict what follows to the runs of a session.
	 * @param sessionId the id of the session
	 * @return an instruction, which takes effect with {@link RunInstruction#once()},
	 * {@link RunInstruction#untilClosed()} or {@link RunInstruction#always()}
	 */
	public RunInstruction forSession(String sessionId) {
		Objects.requireNonNull(sessionId, "sessionId");
		return instruction().with((target) -> target.and(sessionId));
	}

	/**
	 * Restrict what follows to the runs that start with an agent.
	 * @param name the name of the agent
	 * @return an instruction
	 */
	public RunInstruction forAgent(String name) {
		Objects.requireNonNull(name, "name");
		return when((request) -> name.equals(request.startingAgent().name()));
	}

	/**
	 * Restrict what follows to the runs that meet a condition.
	 * @param condition the condition; may be asked several times for one run, on the
	 * thread that asks for its events, and must not throw
	 * @return an instruction
	 */
	public RunInstruction when(Predicate<RunRequest> condition) {
		Objects.requireNonNull(condition, "condition");
		return instruction().with((target) -> target.and(condition));
	}

	/**
	 * Force a scenario.
	 * @param scenario the name or an alias of the scenario
	 * @return an instruction
	 * @throws io.mockagents.scenario.UnknownScenarioException if there is no such
	 * scenario; its message names the nearest
	 */
	public RunInstruction play(String scenario) {
		RunInstruction instruction = instruction();
		return instruction.with(instruction.mockAgents().scenario(scenario));
	}

	/**
	 * Force a scenario that need not be among those that were loaded, such as one that
	 * was read from a text.
	 * @param scenario the scenario
	 * @return an instruction
	 */
	public RunInstruction play(Scenario scenario) {
		return instruction().with(new PlaySource.OfScenario(Objects.requireNonNull(scenario, "scenario")));
	}

	/**
	 * Force a recording. Each run is played from the recorded run that matches by agent,
	 * iteration and message; a run without a match fails.
	 * @param recording the name of the recording
	 * @return an instruction
	 * @throws IllegalArgumentException if there is no such recording; its message names
	 * the existing ones
	 */
	public RunInstruction playRecording(String recording) {
		RunInstruction instruction = instruction();
		return instruction.with(instruction.mockAgents().recording(recording));
	}

	/**
	 * Force a stored session. Each run is played from the stored run that matches by
	 * agent, iteration and message; a run without a match fails.
	 * @param sessionId the id of the stored session
	 * @return an instruction
	 */
	public RunInstruction playSession(String sessionId) {
		return instruction().with(new PlaySource.OfSession(Objects.requireNonNull(sessionId, "sessionId")));
	}

	/**
	 * Let runs pause between their events.
	 * @param base the pause between two events, not negative
	 * @param range how far a pause may differ from the base, not negative
	 * @return the object to continue with
	 */
	public S delays(Duration base, Duration range) {
		MockSettings.Delays delays = MockSettings.Delays.of(base, range);
		return change(Setting.DELAYS, (settings) -> settings.withDelays(delays));
	}

	/**
	 * Let runs make no pause, not even scripted ones.
	 * @return the object to continue with
	 */
	public S withoutDelays() {
		return change(Setting.DELAYS, MockSettings::withoutDelays);
	}

	/**
	 * Let a share of the runs fail with the kinds of failures that are set already.
	 * @param rate the share, from 0 to 1
	 * @return the object to continue with
	 */
	public S failures(double rate) {
		return change(Setting.FAILURES, (settings) -> settings.withFailures(settings.failures().withRate(rate)));
	}

	/**
	 * Let a share of the runs fail with certain kinds of failures.
	 * @param rate the share, from 0 to 1
	 * @param kinds the kinds, each as likely as the others. A kind for which a scenario
	 * leaves no room, such as a tool error in a run without tool calls, is not used for
	 * it; if that leaves no kind, the run passes
	 * @return the object to continue with
	 * @see FailureKind#ofStatus(int)
	 */
	public S failures(double rate, FailureKind... kinds) {
		MockSettings.Failures failures = MockSettings.Failures.of(rate, kinds);
		return change(Setting.FAILURES, (settings) -> settings.withFailures(failures));
	}

	/**
	 * Inject no failures. Failures that a scenario scripts stay.
	 * @return the object to continue with
	 */
	public S withoutFailures() {
		return failures(0);
	}

	/**
	 * Set the seed, and count the runs of each session from the first again: the same
	 * runs after this call have the same events.
	 * @param seed the seed, or {@code null} for runs that differ
	 * @return the object to continue with
	 */
	public S seed(@Nullable Long seed) {
		return change(Setting.SEED, (settings) -> settings.withSeed(seed));
	}

	/**
	 * Switch the log of events on or off.
	 * @param enabled whether every event is logged
	 * @return the object to continue with
	 */
	public S logging(boolean enabled) {
		return change(Setting.LOGGING, (settings) -> settings.withLogEvents(enabled));
	}

	/**
	 * Switch recordings on or off. A forced recording is played in any case.
	 * @param enabled whether a recorded run whose input matches goes before the rules of
	 * the scenarios
	 * @return the object to continue with
	 */
	public S useRecordings(boolean enabled) {
		return change(Setting.RECORDINGS, (settings) -> settings.withReplay(settings.replay().withRecordings(enabled)));
	}

	/**
	 * Change how runs are played from recordings.
	 * @param change returns the changed settings; may be called several times
	 * @return the object to continue with
	 */
	public S replay(UnaryOperator<ReplaySettings> change) {
		return change(Setting.REPLAY,
				(settings) -> settings.withReplay(Objects.requireNonNull(change.apply(settings.replay()))));
	}

	/**
	 * Change any settings, such as those that have no method of their own.
	 * @param change returns the changed settings; may be called several times, and must
	 * not throw
	 * @return the object to continue with
	 */
	public S settings(UnaryOperator<MockSettings> change) {
		return change(Setting.OTHER, (settings) -> Objects.requireNonNull(change.apply(settings)));
	}

}
