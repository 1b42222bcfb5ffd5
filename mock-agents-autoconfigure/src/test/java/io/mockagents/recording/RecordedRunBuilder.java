package io.mockagents.recording;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Builds the first run of a recording. Everything that is not set is empty.
 */
public final class RecordedRunBuilder {

	private final RecordedAgent agent;

	private String recording = "test";

	private int number = 1;

	private @Nullable String sessionId;

	private int iteration;

	private @Nullable String input;

	private List<RecordedTurn> turns = List.of();

	private @Nullable RecordedFailure failure;

	private @Nullable RecordedRun interrupted;

	private List<RecordedEvent> events = List.of();

	private RecordedRunBuilder(RecordedAgent agent) {
		this.agent = agent;
	}

	/**
	 * Build a run of an agent.
	 */
	public static RecordedRunBuilder run(RecordedAgent agent) {
		return new RecordedRunBuilder(agent);
	}

	/**
	 * Build a turn of an agent.
	 */
	public static TurnBuilder turn(RecordedAgent agent) {
		return new TurnBuilder(agent);
	}

	/**
	 * Return an agent without model, instructions, tools and handoffs.
	 */
	public static RecordedAgent agent(String name) {
		return new RecordedAgent(name, null, null, List.of(), List.of());
	}

	/**
	 * Set the name of the recording.
	 */
	public RecordedRunBuilder recording(String recording) {
		this.recording = recording;
		return this;
	}

	/**
	 * Set the number of the run in the recording.
	 */
	public RecordedRunBuilder number(int number) {
		this.number = number;
		return this;
	}

	/**
	 * Set the session and the application's count of runs.
	 */
	public RecordedRunBuilder session(@Nullable String sessionId, int iteration) {
		this.sessionId = sessionId;
		this.iteration = iteration;
		return this;
	}

	/**
	 * Set the text of the user's last message.
	 */
	public RecordedRunBuilder input(String input) {
		this.input = input;
		return this;
	}

	/**
	 * Set the turns.
	 */
	public RecordedRunBuilder turns(RecordedTurn... turns) {
		this.turns = List.of(turns);
		return this;
	}

	/**
	 * Set what ended the run.
	 */
	public RecordedRunBuilder failure(@Nullable RecordedFailure failure) {
		this.failure = failure;
		return this;
	}

	/**
	 * Set the run that it continues.
	 */
	public RecordedRunBuilder interrupted(@Nullable RecordedRun interrupted) {
		this.interrupted = interrupted;
		return this;
	}

	/**
	 * Set the events that the source contains.
	 */
	public RecordedRunBuilder events(List<RecordedEvent> events) {
		this.events = events;
		return this;
	}

	/**
	 * Return the run. Its place in the source is its name and number.
	 */
	public RecordedRun build() {
		return new RecordedRun(this.recording, this.number, SdkProfile.V0_2, this.sessionId, this.iteration, this.agent,
				this.input, this.turns, this.failure, this.recording + ":" + this.number, this.interrupted,
				this.events);
	}

	/**
	 * Builds a turn. Everything that is not set is empty.
	 */
	public static final class TurnBuilder {

		private final RecordedAgent agent;

		private TurnKey key;

		private @Nullable String requestId;

		private List<JsonObject> frames = List.of();

		private List<RecordedToolResult> toolResults = List.of();

		private @Nullable RecordedFailure failure;

		private List<Duration> pauses = List.of();

		private Map<String, JsonObject> callDetails = Map.of();

		private TurnBuilder(RecordedAgent agent) {
			this.agent = agent;
			this.key = new TurnKey(agent.name(), null, List.of());
		}

		/**
		 * Set the last message and the tool outputs that the model saw.
		 */
		public TurnBuilder saw(@Nullable String message, String... toolOutputs) {
			this.key = new TurnKey(this.agent.name(), message, List.of(toolOutputs));
			return this;
		}

		/**
		 * Set the id of the HTTP request.
		 */
		public TurnBuilder requestId(String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Set the answer.
		 */
		public TurnBuilder frames(List<JsonObject> frames) {
			this.frames = frames;
			return this;
		}

		/**
		 * Set what the calls of the answer returned.
		 */
		public TurnBuilder results(List<RecordedToolResult> toolResults) {
			this.toolResults = toolResults;
			return this;
		}

		/**
		 * Set what ended the answer.
		 */
		public TurnBuilder failure(@Nullable RecordedFailure failure) {
			this.failure = failure;
			return this;
		}

		/**
		 * Set the pauses before the events.
		 */
		public TurnBuilder pauses(Duration... pauses) {
			this.pauses = List.of(pauses);
			return this;
		}

		/**
		 * Set the fields that follow the type in the item of a call.
		 */
		public TurnBuilder callDetails(String callId, JsonObject details) {
			this.callDetails = Map.of(callId, details);
			return this;
		}

		/**
		 * Return the turn.
		 */
		public RecordedTurn build() {
			return new RecordedTurn(this.agent, this.key, this.requestId, this.frames, this.toolResults, this.failure,
					this.pauses, this.callDetails);
		}

	}

}
