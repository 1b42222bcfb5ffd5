package io.mockagents.scenario;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolResult;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.AnswerWriter;
import io.mockagents.wire.Deltas;
import io.mockagents.wire.GivenFrames;
import io.mockagents.wire.ItemFrames;
import io.mockagents.wire.OutputItems;
import io.mockagents.wire.RequestEcho;
import io.mockagents.wire.ResponseObject;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Plays one turn, making each frame on request.
 */
final class ScriptedStream implements ModelStream {

	/** The fields that a response has only at its end. */
	private static final Set<String> OF_END = Set.of("status", "output", "usage", "error", "incomplete_details",
			"completed_at");

	private final Turn turn;

	private final ModelRequest request;

	private final String requestId;

	private final PlaceholderScope scope;

	private final PlayedItems items;

	private final AnswerWriter writer;

	private final RandomGenerator random;

	private final Clock clock;

	private final ResponseIds ids;

	private final ResponseObject response;

	private final int cutAfter;

	private Phase phase;

	private int step;

	private @Nullable ItemFrames item;

	private Duration pause;

	ScriptedStream(Turn turn, ModelRequest request, RequestEcho echo, String requestId, Duration pause,
			PlaceholderScope scope, PlayedItems items, SdkProfile profile, RandomGenerator random, Clock clock) {
		this.turn = turn;
		this.request = request;
		this.requestId = requestId;
		this.pause = pause;
		this.scope = scope;
		this.items = items;
		this.writer = new AnswerWriter(profile, random, turn.steps().size());
		this.random = random;
		this.clock = clock;
		long now = now();
		this.ids = new ResponseIds(profile, now, random);
		this.response = new ResponseObject(profile, id(turn.responseId(), "resp"), number(now), request, echo);
		Failure failure = turn.failure();
		Integer cutAfter = (failure != null) ? failure.afterEvents() : null;
		this.cutAfter = (cutAfter != null) ? cutAfter : -1;
		this.phase = turn.isFramesOnly() ? Phase.ITEMS : Phase.CREATED;
	}

	@Override
	public String requestId() {
		return this.requestId;
	}

	/**
	 * Return whether an error is next that nothing but the start of the response
	 * precedes: the API then sends all of it at once, as it does an answer of given
	 * frames. Otherwise frames come one by one.
	 */
	@Override
	public boolean holdsError(Predicate<JsonObject> fails) {
		if (this.turn.isFramesOnly() && this.item instanceof GivenFrames frames) {
			return frames.holds(fails);
		}
		return this.phase == Phase.ITEMS && this.writer.sequence() == 2
				&& this.turn.failure() instanceof Failure.StreamError error && error.nested()
				&& (this.cutAfter == 2 || this.turn.steps().get(this.step) instanceof Failure);
	}

	@Override
	public void close() {
		this.phase = Phase.ENDED;
		this.item = null;
	}

	@Override
	public @Nullable ModelEvent next() {
		JsonObject frame = frame();
		if (frame == null) {
			return null;
		}
		if (this.pause.isZero()) {
			return new ModelEvent(frame);
		}
		ModelEvent event = new ModelEvent(frame, this.pause);
		this.pause = Duration.ZERO;
		return event;
	}

	private @Nullable JsonObject frame() {
		if (this.writer.sequence() == this.cutAfter && this.phase.isPlaying()) {
			return fail();
		}
		return switch (this.phase) {
			case CREATED -> {
				passDelays();
				this.phase = Phase.IN_PROGRESS;
				yield response("response.created", this.response.inProgress(), false);
			}
			case IN_PROGRESS -> {
				this.phase = Phase.ITEMS;
				yield response("response.in_progress", this.response.inProgress(), false);
			}
			case ITEMS -> itemFrame();
			case FAILED -> responseFailed();
			case ENDED -> null;
		};
	}

	private JsonObject response(String type, JsonObject response, boolean ended) {
		JsonObject said = response;
		for (String key : this.turn.response().keySet()) {
			if (ended || !OF_END.contains(key)) {
				said = said.with(key, this.turn.response().get(key));
			}
		}
		return this.writer.response(type, said);
	}

	private @Nullable JsonObject itemFrame() {
		while (true) {
			ItemFrames item = this.item;
			if (item != null) {
				JsonObject frame = item.next();
				if (frame != null) {
					return frame;
				}
				this.item = null;
				this.step++;
			}
			passDelays();
			if (this.step == this.turn.steps().size()) {
				return this.turn.isFramesOnly() ? null : completed();
			}
			Step step = this.turn.steps().get(this.step);
			if (step instanceof Failure.WithinStream) {
				return fail();
			}
			if (step instanceof Failure && !(step instanceof Failure.UnknownTool)) {
				this.step++;
				continue;
			}
			this.item = frames(step);
		}
	}

	private void passDelays() {
		for (; this.step < this.turn.steps().size(); this.step++) {
			Step step = this.turn.steps().get(this.step);
			if (step instanceof Step.Delay delay) {
				this.pause = this.pause.plus(delay.duration());
			}
			else if (!(step instanceof Failure.BeforeStream)) {
				return;
			}
		}
	}

	private JsonObject completed() {
		this.phase = Phase.ENDED;
		JsonObject completed = this.response.completed(this.writer.output(), usage(), number(now()));
		return response("response.completed", completed, true);
	}

	private JsonObject fail() {
		Failure failure = this.turn.failure();
		if (failure instanceof Failure.StreamError error) {
			this.phase = error.nested() ? Phase.FAILED : Phase.ENDED;
			JsonObject fields = error.fields();
			return error.nested() ? this.writer.error(fields) : this.writer.flatError(fields.stringOrNull("code"),
					fields.stringOrNull("message"), fields.stringOrNull("param"));
		}
		if (failure instanceof Failure.Failed) {
			return responseFailed();
		}
		this.phase = Phase.ENDED;
		if (failure instanceof Failure.Incomplete incomplete) {
			JsonObject cut = this.response.incomplete(this.writer.output(), usage(), incomplete.reason());
			return response("response.incomplete", cut, true);
		}
		throw DelayedFailureException.of(this.pause, ClientFailures.cut(null, this.writer.profile()));
	}

	private JsonObject responseFailed() {
		this.phase = Phase.ENDED;
		Failure failure = this.turn.failure();
		String code = "server_error";
		String message = "";
		if (failure instanceof Failure.StreamError error) {
			code = orEmpty(error.fields().stringOrNull("code"));
			message = orEmpty(error.fields().stringOrNull("message"));
		}
		else if (failure instanceof Failure.Failed failed) {
			code = failed.code();
			message = failed.message();
		}
		return response("response.failed", this.response.failed(this.writer.output(), code, message,
				(failure instanceof Failure.Failed) ? "default" : "auto"), true);
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private JsonObject usage() {
		TokenUsage tokens = this.turn.tokens();
		return ((tokens != null) ? tokens : TokenUsage.ESTIMATED).toJson(this.writer.profile(), this.request,
				this.writer.outputLength());
	}

	private long now() {
		return Math.floorDiv(this.clock.millis(), 1000);
	}

	private static Number number(long seconds) {
		return ((int) seconds == seconds) ? (Number) (int) seconds : (Number) seconds;
	}

	private ItemFrames frames(Step step) {
		if (step instanceof Step.Message message) {
			String phase = (this.writer.profile() == SdkProfile.V0_2) ? null : message.phase();
			String id = id(message.id(), "msg");
			this.items.add(id, message);
			List<Deltas> texts = message.parts().stream().map((part) -> part.text().deltas(this.scope)).toList();
			List<JsonObject> parts = new ArrayList<>(texts.size());
			for (int i = 0; i < texts.size(); i++) {
				parts.add(part(message.parts().get(i), texts.get(i).text()));
			}
			return message(id, parts, texts, phase);
		}
		if (step instanceof Step.ToolCall call) {
			return toolCall(call);
		}
		if (step instanceof Step.Handoff handoff) {
			return toolCall(new PlayedItems.Call(callId(handoff.callId()), toolName(handoff), handoff, null, null),
					handoff.arguments(), handoff.id(), JsonObject.of());
		}
		if (step instanceof Failure.UnknownTool unknown) {
			return toolCall(new PlayedItems.Call(callId(null), unknown.name(), unknown, null, null),
					unknown.arguments(), null, JsonObject.of());
		}
		if (step instanceof Step.Reasoning reasoning) {
			List<Deltas> summary = reasoning.summary().stream().map((text) -> text.deltas(this.scope)).toList();
			List<Deltas> content = reasoning.content().stream().map((text) -> text.deltas(this.scope)).toList();
			JsonObject item = OutputItems.reasoning(this.writer.profile(), id(reasoning.id(), "rs"), summary, content,
					reasoning.encryptedContent());
			return ItemFrames.of(this.writer, item, Stream.concat(content.stream(), summary.stream()).toList());
		}
		if (step instanceof Step.Refusal refusal) {
			Deltas text = refusal.text().deltas(this.scope);
			return message(id(refusal.id(), "msg"), List.of(OutputItems.refusal(text.text())), List.of(text), null);
		}
		return hosted(step);
	}

	private static JsonObject part(Step.Message.Part part, String text) {
		return part.refusal() ? OutputItems.refusal(text) : OutputItems.text(text, part.annotations(), part.logprobs());
	}

	private ItemFrames message(String id, List<JsonObject> parts, List<Deltas> texts, @Nullable String phase) {
		return ItemFrames.of(this.writer, OutputItems.message(id, status(), parts, phase), texts);
	}

	private ItemFrames hosted(Step step) {
		SdkProfile profile = this.writer.profile();
		if (step instanceof Step.WebSearch search) {
			return ItemFrames.of(this.writer,
					OutputItems.webSearch(profile, id(search.id(), "ws"), search.query().deltas(this.scope).text()));
		}
		if (step instanceof Step.McpListTools list) {
			return ItemFrames.of(this.writer, OutputItems.mcpListTools(id(list.id(), "mcpl"), list.serverLabel(),
					list.tools(), text(list.error())));
		}
		if (step instanceof Step.McpCall call) {
			Template error = call.error();
			return ItemFrames.of(this.writer,
					OutputItems.mcpCall(profile, id(call.id(), "mcp"), call.serverLabel(), call.name(),
							call.arguments().deltas(this.scope).text(), text(call.output()),
							(error != null) ? error.render(this.scope) : null));
		}
		if (step instanceof Step.McpApprovalRequest approval) {
			String id = id(approval.id(), "mcpr");
			this.items.add(id, approval);
			return ItemFrames.of(this.writer, OutputItems.mcpApprovalRequest(id, approval.serverLabel(),
					approval.name(), approval.arguments().deltas(this.scope).text()));
		}
		if (step instanceof Step.Frames frames) {
			return new GivenFrames(this.writer, frames.frames(), this.turn.isFramesOnly());
		}
		if (step instanceof Step.Item item) {
			JsonObject given = item.item();
			return ItemFrames.of(this.writer, given.containsKey("id") ? given
					: JsonObject.builder().put("id", this.ids.next(prefix(given))).putAll(given).build());
		}
		throw new IllegalStateException("Not an item: " + step);
	}

	private @Nullable String text(@Nullable Template template) {
		return (template != null) ? template.deltas(this.scope).text() : null;
	}

	private String id(@Nullable String scripted, String prefix) {
		return (scripted != null) ? scripted : this.ids.next(prefix);
	}

	private static String prefix(JsonObject item) {
		return switch (item.string("type")) {
			case "message" -> "msg";
			case "reasoning" -> "rs";
			case "web_search_call" -> "ws";
			case "file_search_call" -> "fs";
			case "code_interpreter_call" -> "ci";
			case "image_generation_call" -> "ig";
			case "mcp_list_tools" -> "mcpl";
			case "mcp_call" -> "mcp";
			case "mcp_approval_request" -> "mcpr";
			case "custom_tool_call" -> "ctc";
			case "computer_call" -> "cu";
			case "shell_call", "local_shell_call" -> "sh";
			case "apply_patch_call" -> "apc";
			default -> "item";
		};
	}

	private ItemFrames toolCall(Step.ToolCall call) {
		boolean fails = this.turn.failure() instanceof Failure.OfTool && isLastItem();
		Step.ToolOutput output = fails ? null : call.output();
		ToolResult result = (output != null) ? output.answer(this.scope, this.writer.profile()) : null;
		return toolCall(
				new PlayedItems.Call(callId(call.callId()), call.name(), call, result,
						(fails && this.turn.failure() instanceof Failure.OfTool failure) ? failure : null),
				call.arguments(), call.id(), call.fields());
	}

	/**
	 * Return whether nothing but pauses comes between the item that is being played and
	 * the failure of its turn.
	 */
	private boolean isLastItem() {
		List<Step> steps = this.turn.steps();
		return steps.subList(this.step + 1, steps.size() - 1).stream().allMatch(Step.Delay.class::isInstance);
	}

	private String callId(@Nullable String scripted) {
		return (scripted != null) ? scripted : ResponseIds.callId(this.random);
	}

	private ItemFrames toolCall(PlayedItems.Call call, Template template, @Nullable String id, JsonObject fields) {
		this.items.add(call);
		Deltas arguments = template.deltas(this.scope);
		JsonObject item = OutputItems.functionCall(id(id, "fc"), call.callId(), call.tool(), arguments.text(),
				status());
		for (String key : fields.keySet()) {
			item = item.with(key, fields.get(key));
		}
		return ItemFrames.of(this.writer, item, List.of(arguments));
	}

	private String toolName(Step.Handoff step) {
		for (Handoff handoff : this.request.handoffs()) {
			if (handoff.agentName().equals(step.agent())) {
				return handoff.toolName();
			}
		}
		return Handoff.defaultToolName(step.agent());
	}

	/**
	 * Return how the item that is being played ends: incomplete if the answer is cut
	 * short after it.
	 */
	private String status() {
		return (this.turn.failure() instanceof Failure.Incomplete && isLastItem()) ? "incomplete" : "completed";
	}

	/**
	 * Where a stream is.
	 */
	private enum Phase {

		CREATED, IN_PROGRESS, ITEMS, FAILED, ENDED;

		boolean isPlaying() {
			return this != FAILED && this != ENDED;
		}

	}

}
