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
	 * @throws InvalidRecordingException if what comes next is not a complete run; reading
	 * on continues after it
	 */
	@Nullable RecordedRun next();

	/**
	 * Give up what is held open. May be called several times.
	 */
	@Override
	default void close() {
	}

}
