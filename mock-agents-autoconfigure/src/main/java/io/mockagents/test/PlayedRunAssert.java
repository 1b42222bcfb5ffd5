package io.mockagents.test;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import io.mockagents.loop.RunEvent;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a run. Their failures describe the run.
 */
public final class PlayedRunAssert extends AbstractAssert<PlayedRunAssert, PlayedRun> {

	PlayedRunAssert(PlayedRun run) {
		super(run, PlayedRunAssert.class);
	}

	private void check(boolean condition, String expectation) {
		if (!condition) {
			failWithMessage("Expected %s, but this is %s", expectation, this.actual.describe());
		}
	}

	/**
	 * Check that the run has ended without a failure.
	 * @return this assertion
	 */
	public PlayedRunAssert isCompleted() {
		check(this.actual.isEnded() && this.actual.failure() == null && !this.actual.isCancelled(), "a completed run");
		return this;
	}

	/**
	 * Check that the run was cancelled.
	 * @return this assertion
	 */
	public PlayedRunAssert isCancelled() {
		check(this.actual.isCancelled(), "a cancelled run");
		return this;
	}

	/**
	 * Check the failure of the run.
	 * @param type the type of the failure
	 * @return this assertion
	 */
	public PlayedRunAssert failedWith(Class<? extends Throwable> type) {
		check(type.isInstance(this.actual.failure()), "a run that failed with " + type.getName());
		return this;
	}

	/**
	 * Check the number of answers that were complete.
	 * @param turns the number of turns
	 * @return this assertion
	 */
	public PlayedRunAssert afterTurns(int turns) {
		check(this.actual.completedTurns() == turns, turns + " complete turns, not " + this.actual.completedTurns());
		return this;
	}

	/**
	 * Check that a tool was called.
	 * @param name the name of the tool
	 * @return this assertion
	 */
	public PlayedRunAssert calledTool(String name) {
		return calledTool(name, (call) -> {
		});
	}

	/**
	 * Check that a tool was called, and how.
	 * @param name the name of the tool
	 * @param requirements checks a call; one call has to pass
	 * @return this assertion
	 */
	public PlayedRunAssert calledTool(String name, Consumer<PlayedToolCall> requirements) {
		List<PlayedToolCall> calls = this.actual.toolCalls()
			.stream()
			.filter((call) -> call.name().equals(name))
			.toList();
		check(!calls.isEmpty(), "a call of tool '" + name + "'");
		AssertionError failure = null;
		for (PlayedToolCall call : calls) {
			try {
				requirements.accept(call);
				return this;
			}
			catch (AssertionError ex) {
				failure = ex;
			}
		}
		check(false, "a call of tool '" + name + "' that passes: " + Objects.requireNonNull(failure).getMessage());
		return this;
	}

	/**
	 * Check that no tool was called.
	 * @return this assertion
	 */
	public PlayedRunAssert calledNoTool() {
		check(this.actual.toolCalls().isEmpty(), "no tool call");
		return this;
	}

	/**
	 * Check the events that are not raw.
	 * @param types their types, in order, none left out
	 * @return this assertion
	 */
	public PlayedRunAssert hasEvents(EventType... types) {
		check(this.actual.eventTypes().equals(List.of(types)), "the events " + List.of(types));
		return this;
	}

	/**
	 * Check the agents that took a turn.
	 * @param names their names, in order
	 * @return this assertion
	 */
	public PlayedRunAssert visitedAgents(String... names) {
		check(this.actual.agents().equals(List.of(names)),
				"the agents " + List.of(names) + ", not " + this.actual.agents());
		return this;
	}

	/**
	 * Check the number of rows of this run in the database.
	 * @param count the number of rows
	 * @return this assertion
	 */
	public PlayedRunAssert hasStoredRows(int count) {
		int actual = this.actual.storedRows().size();
		check(actual == count, count + " stored rows, not " + actual);
		return this;
	}

	/**
	 * Check that the rows in the database are the events, one for one.
	 * @return this assertion
	 */
	public PlayedRunAssert hasRowsEqualToEvents() {
		SessionRows rows = this.actual.test().rows();
		List<RunEvent> events = this.actual.events()
			.stream()
			.filter((event) -> EventType.of(event.event()) != null)
			.toList();
		List<PlayedEvent> stored = this.actual.storedRows();
		check(stored.size() == events.size(), events.size() + " rows, one for each event, not " + stored.size());
		IntStream.range(0, events.size())
			.forEach((i) -> check(isSame(rows, events.get(i), stored.get(i)),
					"row " + stored.get(i).streamSequence() + " to be the event " + rows.dataOf(events.get(i).event())
							+ ", not " + JsonCodec.write(stored.get(i).data())));
		return this;
	}

	static boolean isSame(SessionRows rows, RunEvent event, PlayedEvent row) {
		JsonObject data = rows.dataOf(event.event());
		return SameJson.is(data, JsonObject.normalize(row.data()));
	}

	/**
	 * Check the tokens of all answers.
	 * @param limit the most tokens the run may use
	 * @return this assertion
	 */
	public PlayedRunAssert usesAtMostTokens(int limit) {
		check(this.actual.totalTokens() <= limit, "at most " + limit + " tokens, not " + this.actual.totalTokens());
		return this;
	}

	/**
	 * Check what the run played.
	 * @param source the name of the scenario, script or recording
	 * @return this assertion
	 */
	public PlayedRunAssert played(@Nullable String source) {
		check(Objects.equals(this.actual.source(), source), "a run that played '" + source + "'");
		return this;
	}

}
