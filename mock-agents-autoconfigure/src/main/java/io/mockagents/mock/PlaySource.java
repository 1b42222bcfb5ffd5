package io.mockagents.mock;

import io.mockagents.mock.MockAgents.Forced;
import io.mockagents.scenario.Scenario;

/**
 * A source that a run can be forced to be played from.
 */
sealed interface PlaySource {

	/**
	 * Return the name of the scenario or recording, or the id of the session.
	 */
	String name();

	/**
	 * Return the kind of this source.
	 */
	Forced.Kind kind();

	/**
	 * A scenario.
	 */
	record OfScenario(Scenario scenario) implements PlaySource {

		@Override
		public String name() {
			return this.scenario.name();
		}

		@Override
		public Forced.Kind kind() {
			return Forced.Kind.SCENARIO;
		}

	}

	/**
	 * A recording of the library.
	 */
	record OfRecording(String name) implements PlaySource {

		@Override
		public Forced.Kind kind() {
			return Forced.Kind.RECORDING;
		}

	}

	/**
	 * A stored session.
	 */
	record OfSession(String name) implements PlaySource {

		@Override
		public Forced.Kind kind() {
			return Forced.Kind.SESSION;
		}

	}

}
