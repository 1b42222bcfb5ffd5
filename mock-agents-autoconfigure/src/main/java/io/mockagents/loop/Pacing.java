package io.mockagents.loop;

import java.time.Duration;

import io.mockagents.agent.StreamEvent;

/**
 * Says how long a run pauses before each event. Used by one thread at a time; one object
 * paces one run.
 */
@FunctionalInterface
public interface Pacing {

	/**
	 * No pauses, not even scripted ones.
	 */
	Pacing NONE = new Pacing() {

		@Override
		public Duration pause(StreamEvent event, Duration scripted) {
			return Duration.ZERO;
		}

		@Override
		public Duration pauseBeforeFailure(Duration scripted) {
			return Duration.ZERO;
		}

	};

	/**
	 * The model's own pauses and no others.
	 */
	Pacing SCRIPTED = (event, scripted) -> scripted;

	/**
	 * Return the pause before an event.
	 * @param event the event
	 * @param scripted the pause the model asks for; zero for events that are not the
	 * model's
	 * @return the pause, never negative
	 */
	Duration pause(StreamEvent event, Duration scripted);

	/**
	 * Return the pause before the run fails.
	 * @param scripted the pause the model asks for
	 * @return the pause, never negative
	 */
	default Duration pauseBeforeFailure(Duration scripted) {
		return scripted;
	}

}
