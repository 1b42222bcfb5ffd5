package io.mockagents.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunEvent;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run of a test. Safe for several threads.
 */
public final class PlayedRun implements AssertProvider<PlayedRunAssert> {

	/**
	 * The number of events that are kept; later ones are counted only.
	 */
	static final int MAX_EVENTS = 20_000;

	private final RunRequest request;

	private final String runId;

	private final String sessionId;

	private final @Nullable String source;

	private final String reason;

	private final @Nullable ScriptedRun script;

	private final RunningTest test;

	private final List<ModelCall> requests = new ArrayList<>();

	private final List<RunEvent> events = new ArrayList<>();

	private final List<Integer> rows = new ArrayList<>();

	private int askedBefore;

	private long dropped;

	private boolean ended;

	private boolean cancelled;

	private @Nullable Throwable failure;

	PlayedRun(RunningTest test, RunRequest request, String runId, String sessionId, @Nullable String source,
			String reason, @Nullable ScriptedRun script) {
		this.test = test;
		this.request = request;
		this.runId = runId;
		this.sessionId = sessionId;
		this.source = source;
		this.reason = reason;
		this.script = script;
	}

	synchronized void asked(ModelCall call) {
		this.requests.add(call);
	}

	/**
	 * This run continues one that was interrupted.
	 */
	void continues(PlayedRun interrupted) {
		int before = interrupted.asked();
		synchronized (this) {
			this.askedBefore = before;
		}
	}

	/**
	 * Return the number of requests, those before an interruption included.
	 */
	synchronized int asked() {
		return this.askedBefore + this.requests.size();
	}

	synchronized void emitted(RunEvent event) {
		if (this.events.size() < MAX_EVENTS) {
			this.events.add(event);
		}
		else {
			this.dropped++;
		}
	}

	synchronized void stored(int row) {
		this.rows.add(row);
	}

	synchronized void cancelled() {
		this.cancelled = true;
	}

	synchronized void ended(@Nullable Throwable failure) {
		this.ended = true;
		this.failure = failure;
	}

	/**
	 * Return the request of the application.
	 * @return the request
	 */
	public RunRequest runRequest() {
		return this.request;
	}

	/**
	 * Return the id of the run.
	 * @return the id
	 */
	public String runId() {
		return this.runId;
	}

	/**
	 * Return the session under which the run is stored.
	 * @return the id of the session
	 */
	public String sessionId() {
		return this.sessionId;
	}

	/**
	 * Return what it played.
	 * @return the name of the scenario, script or recording, or {@code null} if there was
	 * none for it
	 */
	public @Nullable String source() {
		return this.source;
	}

	/**
	 * Return why it played that.
	 * @return the reason, for people to read
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the requests that the model was sent.
	 * @return the requests, one for each turn
	 */
	public synchronized List<ModelCall> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Return a request that the model was sent.
	 * @param number the number of the request, from 1
	 * @return the request
	 * @throws AssertionError if the run made fewer requests
	 */
	public ModelCall request(int number) {
		List<ModelCall> requests = requests();
		if (number < 1 || number > requests.size()) {
			throw new AssertionError("There is no request " + number + ": the model was asked " + requests.size()
					+ ((requests.size() == 1) ? " time" : " times") + " in " + describe());
		}
		return requests.get(number - 1);
	}

	/**
	 * Return the events of the run, raw ones included, with their pauses and the numbers
	 * of their rows.
	 * @return the events, in order
	 */
	public synchronized List<RunEvent> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Return the types of the events that are not raw.
	 * @return the types, in order
	 */
	public List<EventType> eventTypes() {
		return events().stream().map((event) -> EventType.of(event.event())).filter(Objects::nonNull).toList();
	}

	/**
	 * Return the frames of the model's answers.
	 * @return the data of the raw events, in order
	 */
	public List<JsonObject> frames() {
		List<JsonObject> frames = new ArrayList<>();
		events().forEach((event) -> {
			if (event.event() instanceof RawResponseEvent raw) {
				frames.add(raw.data());
			}
		});
		return frames;
	}

	/**
	 * Return the sum of the pauses between the events.
	 * @return the time that the run paused
	 */
	public Duration pauses() {
		return events().stream().map(RunEvent::pause).reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * Return the tool calls.
	 * @return the calls with their outputs, in order
	 */
	public List<PlayedToolCall> toolCalls() {
		Map<String, PlayedToolCall> calls = new LinkedHashMap<>();
		for (RunEvent event : events()) {
			if (!(event.event() instanceof RunItemStreamEvent item)) {
				continue;
			}
			JsonObject raw = item.item().rawItem();
			String id = String.valueOf(raw.getOrDefault("call_id", raw.getOrDefault("id", "")));
			if (item.name() == RunItemEventName.TOOL_CALLED) {
				calls.put(id, new PlayedToolCall(String.valueOf(raw.getOrDefault("name", raw.getOrDefault("type", ""))),
						String.valueOf(raw.getOrDefault("arguments", "")), null));
			}
			else if (item.name() == RunItemEventName.TOOL_OUTPUT && calls.containsKey(id)) {
				PlayedToolCall call = Objects.requireNonNull(calls.get(id));
				calls.put(id, new PlayedToolCall(call.name(), call.arguments(), text(raw.get("output"))));
			}
		}
		return List.copyOf(calls.values());
	}

	private static String text(@Nullable Object output) {
		return (output instanceof String text) ? text : JsonCodec.write(output);
	}

	/**
	 * Return the agents that took a turn.
	 * @return the names, in order
	 */
	public List<String> agents() {
		List<String> agents = new ArrayList<>();
		events().forEach((event) -> {
			if (event.event() instanceof AgentUpdatedStreamEvent update) {
				agents.add(update.newAgent().name());
			}
		});
		return agents;
	}

	/**
	 * Return the number of answers that were complete.
	 * @return the number of turns
	 */
	public int completedTurns() {
		return (int) frames().stream().filter((frame) -> "response.completed".equals(frame.get("type"))).count();
	}

	/**
	 * Return the tokens of all answers, as the frames report them.
	 * @return the sum of the total tokens
	 */
	public int totalTokens() {
		int total = 0;
		for (JsonObject frame : frames()) {
			JsonObject response = frame.objectOrNull("response");
			JsonObject usage = (response != null) ? response.objectOrNull("usage") : null;
			if (usage != null && "response.completed".equals(frame.get("type"))) {
				total += usage.integer("total_tokens");
			}
		}
		return total;
	}

	/**
	 * Return the rows of this run that are in the database now. Within a transaction of
	 * the test, those it can see.
	 * @return the rows, by number
	 * @throws AssertionError if the application stores no conversations
	 */
	public List<PlayedEvent> storedRows() {
		List<Integer> written;
		synchronized (this) {
			written = List.copyOf(this.rows);
		}
		return this.test.rows()
			.of(this.sessionId)
			.stream()
			.filter((row) -> written.contains(row.streamSequence()))
			.toList();
	}

	/**
	 * Return whether the run has ended.
	 * @return whether it has
	 */
	public synchronized boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return whether the run was cancelled.
	 * @return whether it was
	 */
	public synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Return what ended the run.
	 * @return the failure, or {@code null} if it has not failed
	 */
	public synchronized @Nullable Throwable failure() {
		return this.failure;
	}

	@Nullable ScriptedRun script() {
		return this.script;
	}

	RunningTest test() {
		return this.test;
	}

	/**
	 * Return a description for messages.
	 */
	String describe() {
		StringBuilder text = new StringBuilder("the run of agent '").append(this.request.startingAgent().name())
			.append("' with the message '")
			.append(this.request.input().lastUserMessage())
			.append("'");
		text.append("\n  session: ").append(this.sessionId);
		text.append("\n  played:  ")
			.append((this.source != null) ? this.source + " (" + this.reason + ")" : "nothing: " + this.reason);
		text.append("\n  events:  ").append(eventTypes());
		text.append("\n  tools:   ").append(toolCalls());
		synchronized (this) {
			text.append((this.dropped > 0) ? "\n  " + this.dropped + " later events are not kept" : "");
			text.append("\n  outcome: ")
				.append((this.failure != null) ? this.failure
						: this.cancelled ? "cancelled" : this.ended ? "completed" : "still running");
		}
		return text.toString();
	}

	@Override
	public PlayedRunAssert assertThat() {
		return new PlayedRunAssert(this);
	}

	@Override
	public String toString() {
		return describe();
	}

}
