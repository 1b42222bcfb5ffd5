package io.mockagents.recording.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.json.JsonWalk;
import io.mockagents.recording.RecordedFailure;
import org.jspecify.annotations.Nullable;

/**
 * The record of a run while it happens: its events, as they are, and the pauses before
 * them. Nothing is done with them before the run has ended, so that a run is not slowed
 * down. Safe for several threads.
 */
final class LiveTape {

	private static final int MOST_EVENTS = 100_000;

	private static final long MOST_CHARACTERS = 64_000_000;

	private final RunRequest request;

	private final List<String> resumes;

	private final List<Entry> entries = new ArrayList<>();

	private long characters;

	private @Nullable String problem;

	private @Nullable RecordedFailure failure;

	private List<RunItem> items = List.of();

	private List<ModelResponse> responses = List.of();

	private @Nullable Agent lastAgent;

	private Instant time = Instant.EPOCH;

	private List<ToolApprovalItem> interruptions = List.of();

	/**
	 * Create a tape.
	 * @param request what is run
	 * @param resumes the ids of the calls that waited in the run that this one continues,
	 * empty if it continues none
	 */
	LiveTape(RunRequest request, List<String> resumes) {
		this.request = request;
		this.resumes = List.copyOf(resumes);
	}

	synchronized void add(StreamEvent event, @Nullable Duration pause) {
		if (this.problem != null) {
			return;
		}
		this.characters += characters(event);
		if (this.entries.size() == MOST_EVENTS || this.characters > MOST_CHARACTERS) {
			this.entries.clear();
			this.problem = "it has more than " + MOST_EVENTS + " events or " + MOST_CHARACTERS + " characters";
			return;
		}
		this.entries.add(new Entry(event, pause));
	}

	private static long characters(StreamEvent event) {
		if (event instanceof RawResponseEvent raw) {
			return characters(raw.data());
		}
		if (event instanceof RunItemStreamEvent item) {
			RunItem runItem = item.item();
			return characters(runItem.rawItem())
					+ ((runItem instanceof ToolCallOutputItem output) ? characters(output.output()) : 0);
		}
		return (event instanceof AgentUpdatedStreamEvent) ? 100 : 0;
	}

	private static long characters(@Nullable Object value) {
		long[] characters = new long[1];
		JsonWalk.any(value, (key, member) -> {
			characters[0] += ((key != null) ? key.length() : 0) + ((member instanceof String text) ? text.length() : 8);
			return false;
		});
		return characters[0];
	}

	/**
	 * Keep how the run ended.
	 * @param failure what ended it early, or {@code null}
	 * @param items what the run added, and the runs that it continues
	 * @param responses the answers of the model, also in the runs that it continues
	 * @param interruptions the calls that wait for approval
	 */
	synchronized void end(@Nullable RecordedFailure failure, List<RunItem> items, List<ModelResponse> responses,
			List<ToolApprovalItem> interruptions) {
		this.failure = failure;
		this.items = List.copyOf(items);
		this.responses = List.copyOf(responses);
		this.interruptions = List.copyOf(interruptions);
	}

	/**
	 * Say that the run is not streamed, so that its events are made from what it gave.
	 * @param lastAgent the agent that took the last turn
	 * @param time when the run ended
	 */
	synchronized void notStreamed(Agent lastAgent, Instant time) {
		this.lastAgent = lastAgent;
		this.time = time;
	}

	/**
	 * Give up: the run cannot be recorded.
	 */
	synchronized void fail(String problem) {
		this.entries.clear();
		this.problem = problem;
	}

	RunRequest request() {
		return this.request;
	}

	List<String> resumes() {
		return this.resumes;
	}

	/**
	 * Return the events.
	 * @param before what was kept of the run that this one continues, or {@code null}
	 */
	List<Entry> entries(@Nullable LiveTape before) {
		int itemsBefore = (before != null) ? before.items().size() : 0;
		int responsesBefore = (before != null) ? before.responses().size() : 0;
		synchronized (this) {
			Agent last = this.lastAgent;
			return (last == null) ? List.copyOf(this.entries)
					: FramesOfItems
						.of(this.request, this.items.subList(itemsBefore, this.items.size()),
								this.responses.subList(responsesBefore, this.responses.size()), last, this.time)
						.stream()
						.map((event) -> new Entry(event, null))
						.toList();
		}
	}

	synchronized List<RunItem> items() {
		return this.items;
	}

	synchronized long characters() {
		return this.characters;
	}

	/**
	 * Return why the run cannot be recorded, or {@code null}.
	 */
	synchronized @Nullable String problem() {
		return this.problem;
	}

	synchronized @Nullable RecordedFailure failure() {
		return this.failure;
	}

	synchronized List<ModelResponse> responses() {
		return this.responses;
	}

	synchronized List<ToolApprovalItem> interruptions() {
		return this.interruptions;
	}

	/**
	 * An event, and the pause before it, {@code null} if that is not known.
	 */
	record Entry(StreamEvent event, @Nullable Duration pause) {
	}

}
