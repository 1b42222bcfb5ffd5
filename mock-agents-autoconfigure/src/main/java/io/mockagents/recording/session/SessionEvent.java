package io.mockagents.recording.session;

import java.util.NoSuchElementException;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.StoredRow;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.StoredEvent;
import io.mockagents.recording.TurnBuilder;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as a row contains it.
 *
 * @param row the row
 * @param number its number within the session
 * @param json the event in the form of this project
 * @param agent the agent of the event
 */
record SessionEvent(StoredRow row, int number, JsonObject json, RecordedAgent agent) {

	/**
	 * Read a row.
	 * @throws InvalidRecordingException if it contains no event that can be played
	 */
	static SessionEvent of(StoredRow row) {
		Integer number = row.streamSequence();
		if (number == null) {
			throw invalid(row, "is an event without a number: set its 'stream_sequence'");
		}
		Object data = row.eventData();
		if (data == null) {
			throw invalid(row, "has no 'event_data'");
		}
		try {
			return of(row, number, StoredEvent.of(data));
		}
		catch (IllegalArgumentException | IllegalStateException | ClassCastException | NoSuchElementException
				| NullPointerException ex) {
			throw invalid(row, "does not contain a readable event in 'event_data': " + ex.getMessage());
		}
	}

	private static SessionEvent of(StoredRow row, int number, StoredEvent event) {
		RecordedAgent agent = event.agent();
		if (agent == null) {
			throw new IllegalArgumentException("it is a raw event, and raw events are not stored");
		}
		SessionEvent read = new SessionEvent(row, number, event.json(), agent);
		if (!read.isAgentUpdate()) {
			read.name();
			read.rawItem();
		}
		return read;
	}

	private static InvalidRecordingException invalid(StoredRow row, String problem) {
		return new InvalidRecordingException("Row '" + row.id() + "'", problem);
	}

	InvalidRecordingException invalid(String problem) {
		return invalid(this.row, problem);
	}

	/**
	 * Return what a replay is compared with.
	 */
	RecordedEvent recorded() {
		return RecordedEvent.of("Row '" + this.row.id() + "'", false, this.json);
	}

	int iteration() {
		Integer iteration = this.row.iteration();
		return (iteration != null) ? iteration : 0;
	}

	boolean isAgentUpdate() {
		return AgentUpdatedStreamEvent.TYPE.equals(this.json.get("type"));
	}

	String name() {
		return isAgentUpdate() ? AgentUpdatedStreamEvent.TYPE : this.json.string("name");
	}

	JsonObject item() {
		return this.json.object("item");
	}

	JsonObject rawItem() {
		return item().object("raw_item");
	}

	/**
	 * Return a text of the item that the model or the SDK made.
	 */
	String text(String key) {
		if (rawItem().get(key) instanceof String text) {
			return text;
		}
		throw invalid("has no text '" + key + "' in its 'raw_item', which has the fields " + rawItem().keySet());
	}

	/**
	 * Return the fields of the item that not every item has.
	 */
	JsonObject details() {
		return TurnBuilder.details(item());
	}

	/**
	 * Return the agent to which this event hands over.
	 */
	RecordedAgent target() {
		JsonObject agent = item().objectOrNull("target_agent");
		if (agent == null || agent.stringOrNull("name") == null) {
			throw invalid("hands off, but its item has no 'target_agent' with a name");
		}
		return RecordedAgent.ofSnapshot(agent);
	}

	@Nullable String handoffTarget() {
		return (!isAgentUpdate() && name().equals("handoff_occured")) ? target().name() : null;
	}

}
