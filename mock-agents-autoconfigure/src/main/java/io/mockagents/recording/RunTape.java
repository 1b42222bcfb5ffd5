package io.mockagents.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolCallOutputItem;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run while it happens: its events, as they are, and the pauses before
 * them. Nothing is done with them before the run has ended, so that a run is not slowed
 * down. Safe for several threads.
 */
final class RunTape {

	private static final int MOST_EVENTS = 100_000;

	private static final long MOST_CHARACTERS = 64_000_000;

	private final RunRequest request;

	private final List<String> resumes;

	private final List<Entry> entries = new ArrayList<>();

	private long characters;

	private @Nullable String problem;

	private @Nullable RecordedFailure failure;

	private List<ModelResponse> responses = List.of();

	private List<ToolApprovalItem> interruptions = List.of();

	/**
	 * Create a tape.
	 * @param request what is run
	 * @param resumes the ids of the calls that waited in the run that this one continues,
	 * empty if it continues none
	 */
	RunTape(RunRequest request, List<String> resumes) {
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
		if (value instanceof String text) {
			return text.length();
		}
		long characters = 8;
		if (value instanceof JsonObject object) {
			for (int i = 0; i < object.size(); i++) {
				characters += object.keyAt(i).length() + characters(object.valueAt(i));
			}
		}
		else if (value instanceof List<?> elements) {
			for (Object element : elements) {
				characters += characters(element);
			}
		}
		return characters;
	}

	/**
	 * Keep how the run ended.
	 * @param failure what ended it early, or {@code null}
	 * @param responses the answers of the model that the run gave
	 * @param interruptions the calls that wait for approval
	 */
	synchronized void end(@Nullable RecordedFailure failure, List<ModelResponse> responses,
			List<ToolApprovalItem> interruptions) {
		this.failure = failure;
		this.responses = List.copyOf(responses);
		this.interruptions = List.copyOf(interruptions);
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

	synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
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
