package io.mockagents.recording;

import org.jspecify.annotations.Nullable;

/**
 * A reader of a recording that can also show the events of its runs as they stand there:
 * also those of a run that cannot be played, such as one of an SDK whose data has another
 * form than the known ones have.
 */
public interface TranscriptReader extends RecordingReader {

	/**
	 * Return the events of the next run, in place of the run itself.
	 * @return the events, or {@code null} after the last run
	 * @throws InvalidRecordingException if what comes next is not a complete run; reading
	 * on continues after it
	 */
	@Nullable RunTranscript nextEvents();

}
