package io.mockagents.recording.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolResult;
import io.mockagents.json.SameJson;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ResponseShapes;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedFailureException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.RecordingEndedException;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.TurnKey;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recorded run: each turn is answered as it was when the model last saw the same,
 * whatever the order in which turns are asked for. Several answers to the same are given
 * in their order, the last of them again and again.
 * <p>
 * Tool calls return their recorded results; those whose result was not recorded are left
 * to the application. The recorded end of the run is repeated, at the same place. A turn
 * that was not recorded fails with a {@link RecordingMismatchException}.
 */
public final class ReplayModel implements Model {

	/**
	 * The items whose absent fields the API omits. Of others, such as calls of MCP tools,
	 * it sends nulls.
	 */
	private static final Set<String> OFTEN_UNSET = Set.of("message", "reasoning", "function_call", "mcp_list_tools",
			"web_search_call");

	private final RecordedRun run;

	private final RecordedTurnFinder turns;

	private final Map<String, List<RecordedToolResult>> results = new HashMap<>();

	/** The results of each turn, as ids of calls may come again in later turns. */
	private final List<Map<String, List<RecordedToolResult>>> resultsOfTurns = new ArrayList<>();

	/** How many calls with an id were asked for since the turn began. */
	private final Map<String, Integer> taken = new HashMap<>();

	private final Map<String, JsonObject> callDetails = new HashMap<>();

	private final Set<String> waited = new HashSet<>();

	private boolean resumes;

	private int current = -1;

	private int event;

	/**
	 * Create a model for one run.
	 * @param run what to play
	 */
	public ReplayModel(RecordedRun run) {
		this.run = run;
		List<RecordedTurn> turns = new ArrayList<>();
		for (RecordedRun part : run.parts()) {
			for (RecordedTurn turn : part.turns()) {
				if (!turn.isContinuation()) {
					turns.add(turn);
					this.resultsOfTurns.add(new HashMap<>());
				}
				for (RecordedToolResult result : turn.toolResults()) {
					add(this.results, result);
					if (!this.resultsOfTurns.isEmpty()) {
						add(this.resultsOfTurns.get(this.resultsOfTurns.size() - 1), result);
					}
					if (turn.isContinuation()) {
						this.waited.add(result.callId());
					}
				}
				this.callDetails.putAll(turn.callDetails());
			}
		}
		this.turns = new RecordedTurnFinder(run, turns);
	}

	private static void add(Map<String, List<RecordedToolResult>> results, RecordedToolResult result) {
		results.computeIfAbsent(result.callId(), (callId) -> new ArrayList<>()).add(result);
	}

	/**
	 * Create a model for one that continues where an interrupted run waited: what was
	 * played of that is not played again.
	 * @param run what to play, which continues another
	 * @return the model
	 */
	public static ReplayModel resuming(RecordedRun run) {
		ReplayModel model = new ReplayModel(run);
		int own = (int) run.turns().stream().filter((turn) -> !turn.isContinuation()).count();
		model.turns.markPlayedBeforeLast(own);
		model.resumes = true;
		return model;
	}

	@Override
	public Model resuming(Model interrupted) {
		return this.resumes ? this : interrupted;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		TurnKey key = TurnKey.of(request.agent().name(), request.input());
		int found = this.turns.find(key);
		if (this.run.failure() != null && (found < 0 || this.turns.isPlayed(found)) && this.turns.areAllPlayed()) {
			throw this.run.failure().exception(this.run);
		}
		if (found < 0) {
			throw new RecordingMismatchException(this.turns.mismatch(key, request.turn()));
		}
		this.turns.markPlayed(found);
		this.current = found;
		this.event = 0;
		this.taken.clear();
		RecordedTurn turn = this.turns.get(found);
		if (turn.frames().isEmpty() && turn.failure() != null) {
			throw turn.failure().exception(this.run);
		}
		return new RecordedStream(this.run, turn);
	}

	/**
	 * Return whether nothing was recorded of the run but what was played, and nothing
	 * failed: if it does not continue, a tool has returned the final output.
	 * @return whether nothing was recorded of the run but what was played, and nothing
	 * failed
	 */
	public boolean hasEnded() {
		return this.turns.areAllPlayed() && this.run.failure() == null;
	}

	/**
	 * Return the results of the calls with an id: those of the turn, or of the run where
	 * the turn has none.
	 */
	private List<RecordedToolResult> results(String callId) {
		List<RecordedToolResult> ofTurn = (this.current >= 0) ? this.resultsOfTurns.get(this.current).get(callId)
				: null;
		return (ofTurn != null) ? ofTurn : this.results.getOrDefault(callId, List.of());
	}

	/**
	 * Return whether the output of a call was recorded.
	 */
	boolean hasResult(String callId) {
		return !results(callId).isEmpty();
	}

	@Override
	public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		String callId = String.valueOf(call.get(call.containsKey("call_id") ? "call_id" : "id"));
		List<RecordedToolResult> results = results(callId);
		int nth = this.taken.merge(callId, 1, Integer::sum);
		RecordedToolResult result = results.isEmpty() ? null : results.get(Math.min(nth, results.size()) - 1);
		if (tool == null && result != null && isNotFound(call, result)) {
			return KnownCall.of(null);
		}
		return new KnownCall((result != null) ? new ToolResult(result.value(), result.text()) : null,
				(call.get("name") instanceof String name) ? toolFor(callId, name, tool) : tool, callDetails(callId),
				(result != null) ? result.details() : null, null);
	}

	/**
	 * Return whether a call was answered with the text that tells the model that there is
	 * no such tool.
	 */
	static boolean isNotFound(JsonObject call, RecordedToolResult result) {
		return result.text().equals("Tool '" + call.get("name") + "' not found.");
	}

	private @Nullable JsonObject callDetails(String callId) {
		JsonObject details = (this.current >= 0) ? this.turns.get(this.current).callDetails().get(callId) : null;
		return (details != null) ? details : this.callDetails.get(callId);
	}

	/**
	 * Return the application's tool. Where it has none, and the result was not recorded,
	 * the call waits for approval if it did so then, and otherwise ends the run as it did
	 * then.
	 */
	private @Nullable FunctionTool toolFor(String callId, String name, @Nullable FunctionTool tool) {
		boolean waited = this.waited.contains(callId);
		if ((tool != null && !(tool.function() instanceof Unavailable)) || (this.results.containsKey(callId) && !waited)
				|| (tool == null && isUnknown(name))) {
			return tool;
		}
		return FunctionTool.builder(name)
			.description((tool != null) ? tool.description() : "")
			.failureErrorFunction(null)
			.needsApproval(waited || this.run.failure() == null)
			.function((context, arguments) -> {
				throw endOfTool(callId, name);
			})
			.build();
	}

	/**
	 * Return whether the run failed as the agent has no such tool.
	 */
	private boolean isUnknown(String name) {
		RecordedFailure failure = this.run.failure();
		return failure != null && failure.type().equals("ModelBehaviorError")
				&& failure.message().startsWith("Tool " + name + " not found in agent ");
	}

	private RuntimeException endOfTool(String callId, String name) {
		RecordedFailure failure = this.run.failure();
		if (failure == null) {
			return new RecordingMismatchException("The result of call '" + callId + "' of tool '" + name
					+ "' is not in " + this.run + ". Add the tool to the agent, so that its function runs");
		}
		RuntimeException exception = failure.exception(this.run);
		return (exception instanceof AgentsException || exception instanceof RecordingEndedException) ? exception
				: new RecordedFailureException(failure.type(), failure.message());
	}

	/**
	 * Return what ends the run after its last message, if something did.
	 */
	@Override
	public List<OutputGuardrail> outputGuardrails() {
		RecordedFailure failure = this.run.failure();
		if (failure == null || !this.turns.areAllPlayed() || !this.turns.isLast(this.current)) {
			return List.of();
		}
		return List.of(new OutputGuardrail("output_guardrail", (context, agent, output) -> {
			GuardrailFunctionOutput found = new GuardrailFunctionOutput(failure.body(), true);
			if (failure.type().equals("OutputGuardrailTripwireTriggered")) {
				throw new OutputGuardrailTripwireTriggeredException(
						new OutputGuardrail.Result("output_guardrail", agent, output, found));
			}
			throw failure.exception(this.run);
		}));
	}

	/**
	 * Return the pause before the next event of the turn that was asked for last.
	 * @return the pause, or {@code null} if the source does not contain it
	 */
	@Nullable Duration nextPause() {
		if (this.current < 0) {
			return null;
		}
		List<Duration> pauses = this.turns.get(this.current).pauses();
		return (this.event < pauses.size()) ? pauses.get(this.event++) : null;
	}

	/**
	 * The code of a tool that only a recording describes.
	 */
	static final class Unavailable implements ToolFunction {

		private final String name;

		Unavailable(String name) {
			this.name = name;
		}

		@Override
		public @Nullable Object invoke(ToolContext context, ToolArguments arguments) {
			throw new IllegalStateException("Tool " + this.name + " has no function");
		}

	}

	/**
	 * The frames of a turn.
	 */
	private static final class RecordedStream implements ModelStream {

		private final RecordedRun run;

		private final RecordedTurn turn;

		private int next;

		RecordedStream(RecordedRun run, RecordedTurn turn) {
			this.run = run;
			this.turn = turn;
		}

		@Override
		public @Nullable ModelEvent next() {
			if (this.next < this.turn.frames().size()) {
				return new ModelEvent(asSent(this.turn.frames().get(this.next++)));
			}
			if (this.turn.failure() != null) {
				throw this.turn.failure().exception(this.run);
			}
			return null;
		}

		/**
		 * Return a frame without the nulls that stand in its output for what the API does
		 * not send: a client that was sent them would send them back with the next
		 * request.
		 */
		private JsonObject asSent(JsonObject frame) {
			JsonObject response = frame.objectOrNull("response");
			if (response == null || !(response.get("output") instanceof List<?> output) || output.isEmpty()) {
				return frame;
			}
			List<Object> items = new ArrayList<>();
			for (Object item : output) {
				items
					.add((item instanceof JsonObject object && OFTEN_UNSET.contains(String.valueOf(object.get("type"))))
							? withoutNulls(object) : item);
			}
			JsonObject sent = frame.with("response", response.with("output", items));
			ResponseShapes shapes = ResponseShapes.of(this.run.profile());
			return SameJson.is(shapes.event(sent), shapes.event(frame)) ? sent : frame;
		}

		private static JsonObject withoutNulls(JsonObject object) {
			JsonObject.Builder kept = JsonObject.builder();
			object.forEach((key, value) -> {
				if (value instanceof JsonObject action && key.equals("action")) {
					kept.put(key, withoutNulls(action));
				}
				else if (value instanceof List<?> parts && key.equals("content")) {
					kept.put(key,
							parts.stream()
								.map((part) -> (part instanceof JsonObject content) ? withoutNulls(content) : part)
								.toList());
				}
				else if (value != null) {
					kept.put(key, value);
				}
			});
			return kept.build();
		}

		@Override
		public @Nullable String requestId() {
			return this.turn.requestId();
		}

		@Override
		public void close() {
			this.next = Integer.MAX_VALUE;
		}

	}

}
