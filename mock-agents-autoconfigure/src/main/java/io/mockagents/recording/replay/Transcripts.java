package io.mockagents.recording.replay;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.SdkException;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.TranscriptReader;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingEndedException;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunTranscript;
import org.jspecify.annotations.Nullable;

/**
 * The events of recorded runs whose sources do not contain them: those that the engine
 * makes when the runs are played.
 */
public final class Transcripts {

	private Transcripts() {
	}

	/**
	 * Return the events of the next run of a recording: as they stand in the source if
	 * that contains them, otherwise as they are played.
	 * @param recording the recording
	 * @return the events, or {@code null} after the last run
	 * @throws InvalidRecordingException if what comes next is not a complete run, or
	 * cannot be played; reading on continues after it
	 */
	public static @Nullable RunTranscript next(RecordingReader recording) {
		if (recording instanceof TranscriptReader events) {
			return events.nextEvents();
		}
		RecordedRun run = recording.next();
		return (run != null) ? of(run) : null;
	}

	/**
	 * Return the events of a run that is played.
	 * @param run the run
	 * @return its events, made by the engine
	 * @throws InvalidRecordingException if it cannot be played
	 */
	public static RunTranscript of(RecordedRun run) {
		List<JsonObject> events = new ArrayList<>();
		String failure = null;
		try (EventStream stream = new RecordingPlayer().play(run).streamEvents()) {
			stream.forEach((event) -> events.add(RecordedEvent.json(event)));
		}
		catch (RecordingEndedException ex) {
			failure = null;
		}
		catch (RecordingMismatchException ex) {
			throw new InvalidRecordingException(run.origin(), String.valueOf(ex.getMessage()));
		}
		catch (AgentsException | OpenAiException | PythonException ex) {
			failure = SdkException.nameOf(ex);
		}
		return new RunTranscript(run.toString(), events, failure);
	}

}
