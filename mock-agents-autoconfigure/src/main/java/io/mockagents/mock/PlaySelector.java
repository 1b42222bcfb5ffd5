package io.mockagents.mock;

import java.util.function.Function;

import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;

/**
 * Selects what a run plays. The first of these decides: what the run is forced to play;
 * what its owner has for it; the stored session that is replayed, unless it has no runs
 * of the agent; a recorded run with the same input; the rules of the scenarios. Safe for
 * several threads.
 */
final class PlaySelector {

	private final ScenarioSelector scenarios;

	private final RecordingSelector recordings;

	private final ScriptedModel.ArgumentWarnings warnings = new ScriptedModel.ArgumentWarnings();

	private final Function<RunOwner.OwnedPlay.Named, PlaySource> sources;

	PlaySelector(ScenarioSelector scenarios, RecordingSelector recordings,
			Function<RunOwner.OwnedPlay.Named, PlaySource> sources) {
		this.sources = sources;
		this.scenarios = scenarios;
		this.recordings = recordings;
	}

	/**
	 * Select what a run plays.
	 * @param forced what it is forced to play, or {@code null}
	 * @param owner whose run it is, or {@code null}
	 * @param run the run
	 * @return what it plays
	 * @throws io.mockagents.recording.RecordingMismatchException if the forced or
	 * replayed recording has no run that matches
	 * @throws NoScenarioMatchedException if no rule matches and there is no default
	 * @throws io.mockagents.scenario.UnknownScenarioException if the default does not
	 * exist
	 */
	Play select(@Nullable PlaySource forced, @Nullable RunOwner owner, PlannedRun run) {
		if (forced != null) {
			return forced(forced, "forced", run);
		}
		RunOwner.OwnedPlay owned = (owner != null) ? owner.play(run.request()) : null;
		if (owned != null) {
			return owned(owned, run);
		}
		ReplaySettings replay = run.settings().replay();
		if (replay.session() != null) {
			RecordedRun recorded = this.recordings.ofSession(replay.session(), run.request(), run::countRecorded);
			if (recorded != null) {
				return Play.OfRecordedRun.of(recorded, "run of the session that is replayed", run);
			}
		}
		if (replay.useRecordings()) {
			RecordedRun recorded = this.recordings.library().find(run.request(), run::countRecorded);
			if (recorded != null) {
				return Play.OfRecordedRun.of(recorded, "recorded with the same input", run);
			}
		}
		return ofRules(run);
	}

	private Play owned(RunOwner.OwnedPlay owned, PlannedRun run) {
		if (owned instanceof RunOwner.OwnedPlay.OfScenario scenario) {
			return Play.OfScenario.of(scenario.scenario(), scenario.reason(), run, this.warnings);
		}
		if (owned instanceof RunOwner.OwnedPlay.OfAnswers answers) {
			return Play.OfAnswers.of(answers, run, this.warnings);
		}
		RunOwner.OwnedPlay.Named named = (RunOwner.OwnedPlay.Named) owned;
		return forced(this.sources.apply(named), named.reason(), run);
	}

	private Play forced(PlaySource source, String reason, PlannedRun run) {
		if (source instanceof PlaySource.OfScenario scenario) {
			return Play.OfScenario.of(scenario.scenario(), reason, run, this.warnings);
		}
		RecordedRun recorded = (source instanceof PlaySource.OfRecording)
				? this.recordings.ofRecording(source.name(), run.request(), run::countRecorded)
				: this.recordings.ofForcedSession(source.name(), run.request(), run::countRecorded);
		return Play.OfRecordedRun.of(recorded, reason, run);
	}

	private Play ofRules(PlannedRun run) {
		MockSettings settings = run.settings();
		try {
			ScenarioSelector.Selection selection = this.scenarios.select(run.request(), settings.selection(),
					run.random().choice());
			return Play.OfScenario.of(selection.scenario(), selection.reason(), run, this.warnings);
		}
		catch (NoScenarioMatchedException ex) {
			throw this.recordings.alsoNamedIn(ex, run.request(), settings.replay().useRecordings());
		}
	}

}
