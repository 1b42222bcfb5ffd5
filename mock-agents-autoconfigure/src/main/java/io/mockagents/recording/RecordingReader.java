package io.mockagents.recording;

import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of one recording, one after the other, holding one at a time. Not safe
 * for several threads.
 */
public interface RecordingReader extends AutoCloseable {

	/**
	 * Return the next run.
	 * @return the run, or {@code null} after the last one
	 * @throws InvalidRecordingException if what comes next is no complete run; reading on
	 * goes on after it
	 */
	@Nullable RecordedRun next();

	/**
	 * Return the events of the next run, in place of the run itself. A source that holds
	 * the events gives them as they stand there: also those of a run that cannot be
	 * played, such as one of an SDK whose data has another form than the known ones have.
	 * @return the events, or {@code null} after the last run
	 * @throws InvalidRecordingException if what comes next is no complete run; reading on
	 * goes on after it
	 */
	default @Nullable RunEvents nextEvents() {
		RecordedRun run = next();
		return (run != null) ? RunEvents.played(run) : null;
	}

	/**
	 * Give up what is held open. May be called several times.
	 */
	@Override
	default void close() {
	}

}
