package io.mockagents.test;

import java.util.List;

import org.assertj.core.api.AssertProvider;

/**
 * A session and the runs that a test made in it.
 */
public final class PlayedSession implements AssertProvider<PlayedSessionAssert> {

	private final RunningTest test;

	private final String sessionId;

	PlayedSession(RunningTest test, String sessionId) {
		this.test = test;
		this.sessionId = sessionId;
	}

	/**
	 * Return the id of the session.
	 * @return the id
	 */
	public String sessionId() {
		return this.sessionId;
	}

	/**
	 * Return the runs that the test made in this session.
	 * @return the runs, in the order in which they began
	 */
	public List<PlayedRun> runs() {
		return this.test.runs().stream().filter((run) -> run.sessionId().equals(this.sessionId)).toList();
	}

	/**
	 * Return the rows of stream events that are in the database now.
	 * @return the rows, by number
	 * @throws AssertionError if the application stores no conversations
	 */
	public List<PlayedEvent> storedRows() {
		return this.test.rows().of(this.sessionId);
	}

	SessionRows rows() {
		return this.test.rows();
	}

	@Override
	public PlayedSessionAssert assertThat() {
		return new PlayedSessionAssert(this);
	}

	@Override
	public String toString() {
		return "session " + this.sessionId;
	}

}
