package io.mockagents.recording;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The events of a recorded run, to be looked at and not to be played.
 *
 * @param run which run it is, for messages: its number, its recording and where it begins
 * @param events the events in the form of JSON, in order, raw events and all
 * @param failure the name of the exception that ended the run, or {@code null} if it gave
 * a final output, or its continuation is unknown
 */
public record RunTranscript(String run, List<JsonObject> events, @Nullable String failure) {

	public RunTranscript {
		events = List.copyOf(events);
	}

}
