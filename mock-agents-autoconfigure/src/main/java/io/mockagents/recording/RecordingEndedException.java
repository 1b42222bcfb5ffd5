package io.mockagents.recording;

import java.util.concurrent.CancellationException;

/**
 * A run has come to the end of a recording that was cut off there.
 */
public final class RecordingEndedException extends CancellationException {

	private static final long serialVersionUID = 1L;

	RecordingEndedException(RecordedRun run) {
		super("The recording ends here: " + run + " was cut off");
	}

}
