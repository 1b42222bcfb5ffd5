package io.mockagents.mock;

import java.time.Instant;

import io.mockagents.agent.RunInput;
import io.mockagents.loop.Pacing;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.replay.FreshIds;
import io.mockagents.recording.replay.RecordedPacing;
import io.mockagents.recording.replay.ReplayModel;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScriptedModel;

/**
 * The source of one run: a scenario, the answers of a function, or a recorded run.
 */
sealed interface Play {

	/**
	 * Return the name of the scenario or recording.
	 */
	String name();

	/**
	 * Return why it is played, for people to read.
	 */
	String reason();

	/**
	 * Return what answers the turns of the run.
	 */
	Model model();

	/**
	 * Return the shape of the run's data.
	 */
	SdkProfile profile();

	/**
	 * Return how long the run pauses before each event.
	 */
	Pacing pacing();

	/**
	 * A scenario, with a failure in it if one is injected.
	 *
	 * @param name its name
	 * @param reason why it is played
	 * @param model plays it
	 * @param profile the configured shape
	 * @param pacing the configured pace
	 */
	record OfScenario(String name, String reason, ScriptedModel model, SdkProfile profile,
			Pacing pacing) implements Play {

		static OfScenario of(Scenario scenario, String reason, PlannedRun run,
				ScriptedModel.ArgumentWarnings warnings) {
			MockSettings settings = run.settings();
			SdkProfile profile = settings.sdkProfile();
			Scenario played = FailureInjector.of(settings.failures())
				.inject(scenario, run.request(), profile, run.random().failures());
			return new OfScenario(scenario.name(), reason,
					new ScriptedModel(played, run.request(), profile, run.random().ids(), run.modelClock(),
							new ClientRetries(settings.maxRetries()), settings.selection().strict(), warnings),
					profile, run.configuredPacing());
		}

	}

	/**
	 * A function that answers each turn.
	 *
	 * @param name the name under which the run is known
	 * @param reason why it is played
	 * @param model asks the function
	 * @param profile the configured shape
	 * @param pacing the configured pace
	 */
	record OfAnswers(String name, String reason, AnsweringModel model, SdkProfile profile,
			Pacing pacing) implements Play {

		static OfAnswers of(RunOwner.OwnedPlay.OfAnswers answers, PlannedRun run,
				ScriptedModel.ArgumentWarnings warnings) {
			MockSettings settings = run.settings();
			return new OfAnswers(answers.name(), answers.reason(),
					new AnsweringModel(answers.name(), answers.answers(), run.request(), settings.sdkProfile(),
							run.random().ids(), run.modelClock(), new ClientRetries(settings.maxRetries()),
							settings.selection().strict(), warnings),
					settings.sdkProfile(), run.configuredPacing());
		}

	}

	/**
	 * A recorded run.
	 *
	 * @param name the name of its recording
	 * @param reason why it is played
	 * @param model plays it
	 * @param profile the recorded shape
	 * @param pacing the recorded or the configured pace
	 */
	record OfRecordedRun(String name, String reason, ReplayModel model, SdkProfile profile,
			Pacing pacing) implements Play {

		static OfRecordedRun of(RecordedRun recorded, String reason, PlannedRun run) {
			ReplaySettings replay = run.settings().replay();
			ReplayModel model = model(recorded, replay.ids() == ReplaySettings.Ids.FRESH, run);
			Pacing pacing = switch (replay.timing()) {
				case CONFIGURED -> run.configuredPacing();
				case RECORDED ->
					run.settings().delays().enabled() ? new RecordedPacing(model, replay.speed()) : Pacing.NONE;
				case NONE -> Pacing.NONE;
			};
			return new OfRecordedRun(recorded.recording(), reason, model, recorded.profile(), pacing);
		}

		private static ReplayModel model(RecordedRun recorded, boolean fresh, PlannedRun run) {
			Instant now = run.modelClock().instant();
			if (run.request().input() instanceof RunInput.Resumption resumed && recorded.interrupted() != null) {
				return ReplayModel
					.resuming(fresh ? FreshIds.of(recorded, now, run.random().ids(), resumed.state()) : recorded);
			}
			return new ReplayModel(fresh ? FreshIds.of(recorded, now, run.random().ids(), null) : recorded);
		}

	}

}
