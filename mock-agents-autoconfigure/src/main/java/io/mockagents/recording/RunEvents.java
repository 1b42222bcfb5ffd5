package io.mockagents.recording;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of a recorded run, to be looked at and not to be played.
 *
 * @param run which run it is, for messages: its number, its recording and where it begins
 * @param events the events in the form of JSON, in order, raw events and all
 * @param failure the name of the exception that ended the run, or {@code null} if it gave
 * a final output or nobody knows what would have come next
 */
public record RunEvents(String run, List<JsonObject> events, @Nullable String failure) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	public RunEvents {
		events = List.copyOf(events);
	}

	/**
	 * Return the events of a run that is played.
	 * @param run the run
	 * @return its events
	 * @throws InvalidRecordingException if it cannot be played
	 */
	static RunEvents played(RecordedRun run) {
		List<JsonObject> events = new ArrayList<>();
		String failure = null;
		try (EventStream stream = new RecordingPlayer().play(run).streamEvents()) {
			stream.forEach((event) -> events.add(json(event)));
		}
		catch (RecordingEndedException ex) {
			failure = null;
		}
		catch (RecordingMismatchException ex) {
			throw new InvalidRecordingException(run.origin(), String.valueOf(ex.getMessage()));
		}
		catch (AgentsException ex) {
			failure = ex.sdkName();
		}
		catch (OpenAiException ex) {
			failure = ex.sdkName();
		}
		return new RunEvents(run.toString(), events, failure);
	}

	static JsonObject json(StreamEvent event) {
		return JsonCodec.parseObject(MAPPER.writeValueAsString(event));
	}

}
