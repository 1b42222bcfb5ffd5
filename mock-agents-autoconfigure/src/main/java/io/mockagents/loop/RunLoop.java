package io.mockagents.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.CallModelInputFilter.ModelInputData;
import io.mockagents.agent.CallModelInputFilter;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.HandoffCallItem;
import io.mockagents.agent.HandoffInputData;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.InputGuardrailTripwireTriggeredException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MaxTurnsExceededException;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.Session;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolInputGuardrail;
import io.mockagents.agent.ToolOutputGuardrail;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.agent.Usage;
import io.mockagents.agent.UserException;
import io.mockagents.loop.RunProgress.NewItem;
import io.mockagents.loop.ToolCalls.ToolCall;
import io.mockagents.loop.TurnOutcome.FinalOutput;
import io.mockagents.loop.TurnOutcome.HandOff;
import io.mockagents.loop.TurnOutcome.Interruption;
import io.mockagents.loop.TurnOutcome.NextStep;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.Model;
import io.mockagents.model.ModelDefaults;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.PlaybackException;
import io.mockagents.model.RequestBody;
import io.mockagents.python.PythonText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one run, made step by step: each call of {@link #next()} goes only as far
 * as the next event. It waits for nothing but the application's own code; pauses are
 * data.
 * <p>
 * The order is the SDK's: the agent, then for each turn the raw events, the items of the
 * answer, and once those are consumed the tools and their outputs.
 */
final class RunLoop {

	private static final Log logger = LogFactory.getLog(RunLoop.class);

	private final RunRequest request;

	private final RunPlan.Ready plan;

	private final RunProgress state;

	private final SdkShape shape;

	private final boolean streamed;

	private final Queue<Step> queue = new ArrayDeque<>();

	private final RunContext context;

	private final RunHooks hooks;

	private Phase phase = Phase.START;

	private Agent agent;

	private AgentSnapshot snapshot;

	private boolean agentStarts = true;

	private InputGuardrail.@Nullable Result tripped;

	private @Nullable ModelStream stream;

	private boolean answerBegun;

	private ItemsDone itemsDone = new ItemsDone();

	/** The frame that ended the answer without completing it. */
	private @Nullable JsonObject brokenEnd;

	private @Nullable Answer answer;

	private @Nullable ProcessedAnswer processed;

	private @Nullable FinalOutput finalOutput;

	private boolean outputChecked;

	/** The history that the agent sees which takes over. */
	private @Nullable NestedHistory nesting;

	/** The end of the run once all events made so far are consumed. */
	private @Nullable RuntimeException failure;

	private final @Nullable InterruptedRun interrupted;

	private boolean inputSaved;

	private int itemsSaved;

	private volatile boolean endBeforeTurn;

	private boolean endedBeforeTurn;

	RunLoop(RunRequest request, RunPlan.Ready plan, RunProgress state, boolean streamed,
			@Nullable InterruptedRun interrupted) {
		this.request = request;
		this.plan = plan;
		this.state = state;
		this.shape = SdkShape.of(plan.profile());
		this.streamed = streamed;
		this.context = state.contextWrapper();
		this.hooks = request.hooks();
		this.interrupted = interrupted;
		if (interrupted != null) {
			this.inputSaved = true;
			this.itemsSaved = interrupted.itemsSaved();
		}
		this.agent = (interrupted != null) ? interrupted.currentAgent() : request.startingAgent();
		this.snapshot = this.agent.snapshot();
	}

	/**
	 * Make the next event.
	 * @return the event, or {@code null} at the end of the run
	 */
	@Nullable Step next() {
		while (true) {
			Step step = this.queue.poll();
			if (step != null) {
				return step;
			}
			switch (this.phase) {
				case START -> start();
				case SESSION -> prepareInput();
				case RESUMPTION -> resumeTurn();
				case TURN -> beginTurn();
				case ANSWER -> readAnswer();
				case ITEMS -> makeItems();
				case TOOLS -> runTools();
				case OUTPUT -> finish();
				case FAILED -> throw Objects.requireNonNull(this.failure);
				case ENDED -> {
					return null;
				}
			}
		}
	}

	/**
	 * Ask for an end before the next turn. For an end at once the model is told too; what
	 * was made so far is the caller's to drop: it stops asking for events.
	 */
	void cancel(CancelMode mode) {
		this.endBeforeTurn = true;
		if (mode == CancelMode.IMMEDIATE) {
			this.plan.model().cancel();
		}
	}

	/**
	 * Return whether the run ended before a turn, because that was asked for.
	 */
	boolean endedBeforeTurn() {
		return this.endedBeforeTurn;
	}

	void close() {
		this.phase = Phase.ENDED;
		this.queue.clear();
		closeStream();
	}

	private void start() {
		if (this.request.session() != null && isManagedByServer()) {
			throw new UserException("Session persistence cannot be combined with conversation_id, "
					+ "previous_response_id, or auto_previous_response_id.");
		}
		emit(new AgentUpdatedStreamEvent(this.snapshot));
		this.phase = (this.interrupted != null) ? Phase.RESUMPTION : Phase.SESSION;
	}

	private void prepareInput() {
		Session session = this.request.session();
		if (session != null) {
			if (this.request.input() instanceof RunInput.Items && !this.shape.addsItemsToSession()) {
				throw new UserException("Cannot provide both a session and a list of input items. "
						+ "When using session memory, provide only a string input to append to the "
						+ "conversation, or use session=None and provide a list to manually manage "
						+ "conversation history.");
			}
			List<JsonObject> items = new ArrayList<>(session.getItems(this.request.runConfig().sessionLimit()));
			int ofSession = items.size();
			items.addAll(this.request.input().toItems());
			this.state.input = RunInput
				.of(this.shape.dropsOrphanCalls() ? OrphanCalls.dropFromSession(items, ofSession) : items);
		}
		this.phase = Phase.TURN;
	}

	private void beginTurn() {
		if (this.endBeforeTurn) {
			this.endedBeforeTurn = true;
			this.phase = Phase.ENDED;
			return;
		}
		int turnNumber = this.state.currentTurn + 1;
		this.state.currentTurn = turnNumber;
		if (turnNumber > this.request.maxTurns()) {
			exceedTurns(new MaxTurnsExceededException("Max turns (" + this.request.maxTurns() + ") exceeded"));
			return;
		}
		this.state.currentAgent = this.agent;
		if (turnNumber == 1) {
			if (this.shape.savesEachTurn()) {
				save();
			}
			checkInput();
		}
		if (this.agentStarts) {
			this.hooks.onAgentStart(this.context, this.agent);
			this.agent.hooks().onAgentStart(this.context, this.agent);
			this.agentStarts = false;
		}
		ModelRequest modelRequest = modelRequest(turnNumber);
		this.hooks.onLlmStart(this.context, this.agent, modelRequest.systemInstructions(), modelRequest.input());
		this.agent.hooks()
			.onLlmStart(this.context, this.agent, modelRequest.systemInstructions(), modelRequest.input());
		this.stream = this.plan.model().stream(modelRequest);
		this.brokenEnd = null;
		this.answerBegun = false;
		this.itemsDone = new ItemsDone();
		this.phase = Phase.ANSWER;
	}

	/**
	 * Fail, or end with the output that the request has for this case, as a message of
	 * its own.
	 */
	private void exceedTurns(MaxTurnsExceededException failure) {
		RunErrors errors = errors();
		RunErrors.Handled handled = errors.handle(errors.handlers().maxTurns(), failure, this.agent, List.of(),
				this.state.rawResponses);
		this.hooks.onAgentEnd(this.context, this.agent, handled.output());
		this.agent.hooks().onAgentEnd(this.context, this.agent, handled.output());
		checkOutput(handled.output());
		this.state.currentTurn = this.request.maxTurns();
		if (handled.message() != null) {
			keep(List.of(handled.message()));
			emit(Objects.requireNonNull(handled.event()));
		}
		this.finalOutput = new FinalOutput(handled.output());
		this.outputChecked = true;
		this.phase = Phase.OUTPUT;
	}

	private RunErrors errors() {
		return new RunErrors(this.request.errorHandlers(), this.state, this.shape);
	}

	private ModelRequest modelRequest(int turnNumber) {
		String instructions = this.agent.instructions().get(this.context, this.agent);
		String lastResponseId = this.state.lastResponseId();
		String conversationId = this.shape.followsResponses() ? this.request.conversationId() : null;
		boolean managed = isManagedByServer();
		boolean continues = managed && lastResponseId != null && this.request.conversationId() == null;
		String model = (this.request.runConfig().model() != null) ? this.request.runConfig().model()
				: this.agent.model();
		boolean modelDefaults = ModelDefaults.countFor(this.agent.modelSettings(), this.agent.model(),
				this.plan.profile());
		OfferedTools offered = this.shape.sendsEachToolNameOnce() ? OfferedTools.resolve(this.agent)
				: OfferedTools.of(this.agent);
		ModelInputData data = new ModelInputData(managed ? undelivered() : conversation(), instructions);
		CallModelInputFilter filter = this.request.runConfig().callModelInputFilter();
		if (filter != null) {
			data = filter.filter(this.context, this.agent, data);
		}
		if (managed) {
			this.state.delivered.addAll(data.input());
		}
		ModelRequest made = new ModelRequest(turnNumber, this.agent, model, data.instructions(), data.input(),
				offered.tools(), offered.handoffs(), this.agent.outputType(),
				continues ? lastResponseId : this.request.previousResponseId(), this.streamed,
				modelSettings(modelDefaults), modelDefaults, conversationId);
		RequestBody.checkExtraArgs(made, this.plan.profile());
		return made;
	}

	/**
	 * Return what the agent and the run set for the agent's next turn.
	 */
	private ModelSettings modelSettings(boolean modelDefaults) {
		ModelSettings ofAgent = this.agent.modelSettings();
		ModelSettings settings = ((ofAgent == null || modelDefaults) ? ModelSettings.NONE : ofAgent)
			.resolve(this.request.runConfig().modelSettings());
		return (settings.toolChoice() != null && this.agent.resetToolChoice() && hasUsedTools())
				? settings.withoutToolChoice() : settings;
	}

	/**
	 * Whether the agent has called a tool or handed off in this run.
	 */
	private boolean hasUsedTools() {
		return this.state.items.stream()
			.map(NewItem::item)
			.anyMatch((item) -> item.agent() == this.snapshot
					&& (item instanceof ToolCallItem || item instanceof HandoffCallItem));
	}

	/**
	 * Return what the model sees of the conversation.
	 */
	private List<JsonObject> conversation() {
		List<JsonObject> input = new ArrayList<>(this.state.input.toItems());
		List<JsonObject> added = RunProgress.asInput(this.state.visible);
		input.addAll(this.shape.dropsOrphanCalls() ? OrphanCalls.dropCalls(added) : added);
		return input;
	}

	/**
	 * Return what the API does not know of the conversation that it keeps: the input and
	 * the outputs that were not sent.
	 */
	private List<JsonObject> undelivered() {
		List<JsonObject> input = new ArrayList<>(this.state.input.toItems());
		for (NewItem item : this.state.items) {
			if (item.isOutput()) {
				input.add(item.item().rawItem());
			}
		}
		for (JsonObject delivered : this.state.delivered) {
			input.remove(delivered);
		}
		return input;
	}

	/**
	 * Check the input. The SDK does so while the model answers, so that a tripwire is
	 * felt once the answer has begun; checks that do not run in parallel are made before.
	 */
	private void checkInput() {
		List<InputGuardrail> guardrails = new ArrayList<>(this.agent.inputGuardrails());
		guardrails.addAll(this.request.runConfig().inputGuardrails());
		guardrails.addAll(this.plan.model().inputGuardrails());
		if (guardrails.isEmpty()) {
			return;
		}
		List<JsonObject> input = this.state.input.toItems();
		List<InputGuardrail.Result> results = new ArrayList<>();
		guardrails.sort(Comparator.comparing(InputGuardrail::runInParallel));
		for (InputGuardrail guardrail : guardrails) {
			InputGuardrail.Result result = new InputGuardrail.Result(guardrail.name(),
					guardrail.check().check(this.context, this.agent, input));
			results.add(result);
			if (result.output().tripwireTriggered()) {
				this.tripped = result;
				if (!guardrail.runInParallel() || (!this.streamed && this.shape.checksInputFirst())) {
					this.state.inputGuardrailResults = List.copyOf(results);
					throw new InputGuardrailTripwireTriggeredException(result);
				}
			}
		}
		this.state.inputGuardrailResults = List.copyOf(results);
	}

	private void readAnswer() {
		ModelStream open = Objects.requireNonNull(this.stream);
		if (this.tripped != null && (this.answerBegun || !this.streamed)) {
			if (this.shape.countsTrippedAnswer()) {
				countRest(open);
			}
			throw new InputGuardrailTripwireTriggeredException(this.tripped);
		}
		if (this.brokenEnd != null && this.shape.endsAtBrokenEnd()) {
			throw new ModelBehaviorException(this.shape.noFinalResponse(this.brokenEnd));
		}
		ModelEvent event = open.next();
		if (event == null && this.answer != null) {
			closeStream();
			this.phase = Phase.ITEMS;
			return;
		}
		if (event == null) {
			throw new ModelBehaviorException(this.shape.noFinalResponse(this.brokenEnd));
		}
		JsonObject wire = event.data();
		failOnNestedError(wire);
		String type = Objects.requireNonNullElse(wire.stringOrNull("type"), "");
		if (this.answerBegun && this.shape.losesEventsBeforeError() && open.holdsError(this::fails)) {
			return;
		}
		if (this.shape.fillsOutput()) {
			wire = this.itemsDone.fill(wire, type);
		}
		JsonObject data = this.shape.responses().event(wire);
		this.queue.add(new Step(new RawResponseEvent(data), event.pause()));
		this.answerBegun = true;
		switch (type) {
			case "response.completed" -> complete(wire.object("response"), data.object("response"), open.requestId());
			case "response.failed", "response.incomplete" -> {
				if (this.streamed || this.shape.refusesUnfinishedAnswer()) {
					this.brokenEnd = data;
				}
				else {
					complete(wire.object("response"), data.object("response"), open.requestId());
				}
			}
			case "error" -> this.brokenEnd = data;
			default -> {
				// All other frames are passed on and nothing more.
			}
		}
	}

	/**
	 * Read an answer that is not delivered for the usage at its end.
	 */
	private void countRest(ModelStream open) {
		for (ModelEvent event = open.next(); event != null; event = open.next()) {
			if ("response.completed".equals(event.data().get("type"))) {
				count(this.shape.usage(this.shape.responses().event(event.data()).object("response")));
			}
		}
	}

	/**
	 * The client raises at a frame whose {@code error} is true in Python, whatever its
	 * type, and passes all others on, a flat error too.
	 */
	private static void failOnNestedError(JsonObject wire) {
		if (holdsNestedError(wire)) {
			Object error = wire.get("error");
			String message = (error instanceof JsonObject object) ? object.stringOrNull("message") : null;
			throw new OpenAiException(
					(message != null && !message.isEmpty()) ? message : "An error occurred during streaming", error,
					null);
		}
	}

	private static boolean holdsNestedError(JsonObject wire) {
		return PythonText.isTrue(wire.get("error"));
	}

	/**
	 * Whether the run fails at a frame, be it the client or the SDK that finds fault with
	 * it.
	 */
	private boolean fails(JsonObject wire) {
		if (holdsNestedError(wire)) {
			return true;
		}
		if (!"response.completed".equals(wire.get("type"))) {
			return false;
		}
		JsonObject response = this.shape.responses().event(wire).object("response");
		try {
			this.shape.usage(response);
			return this.shape.cannotBeAdded(response.get("usage"));
		}
		catch (PythonException ex) {
			return true;
		}
	}

	private void complete(JsonObject wire, JsonObject response, @Nullable String requestId) {
		ModelResponse modelResponse = this.shape.modelResponse(response.objects("output"), this.shape.usage(response),
				response.stringOrNull("id"), requestId);
		if (this.shape.countsAnswerWithItsLastEvent()) {
			count(modelResponse.usage());
		}
		if (this.shape.cannotBeAdded(response.get("usage"))) {
			throw new PythonException("TypeError", "unsupported operand type(s) for +: 'int' and 'NoneType'", null);
		}
		this.answer = new Answer(modelResponse, wire.objects("output"));
	}

	private void count(Usage usage) {
		this.state.usage = this.shape.add(this.state.usage, usage);
	}

	private void makeItems() {
		Answer answer = Objects.requireNonNull(this.answer);
		if (!this.shape.countsAnswerWithItsLastEvent()) {
			count(answer.response().usage());
		}
		this.hooks.onLlmEnd(this.context, this.agent, answer.response());
		this.agent.hooks().onLlmEnd(this.context, this.agent, answer.response());
		ProcessedAnswer processed = new ProcessedAnswer.Processor(this.agent, this.snapshot, this.shape,
				this.plan.model(), this.request.runConfig().toolNotFoundBehavior(), this.state.items)
			.process(answer.wireOutput(), answer.response().output());
		processed.events().forEach(this::emit);
		this.processed = processed;
		this.phase = Phase.TOOLS;
	}

	private void runTools() {
		ProcessedAnswer processed = Objects.requireNonNull(this.processed);
		TurnResolution resolution = resolution();
		TurnOutcome outcome;
		try {
			outcome = resolution.resolve(processed, Objects.requireNonNull(this.answer).response());
		}
		catch (CancellationException | PlaybackException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			keepCompleted(processed, resolution.completed(processed), ex);
			return;
		}
		MessageOutputItem message = (outcome.nextStep() instanceof FinalOutput) ? processed.lastMessage() : null;
		this.state.finalMessage = (message != null) ? this.plan.model().scripted(message.rawItem().string("id")) : null;
		TurnOutcome kept = filter(processed, outcome);
		keep(Objects.requireNonNull(this.answer).response(), (kept == outcome) ? processed.items() : List.of(), kept);
		keepGuardrailResults(processed.toolCalls());
		proceed(kept);
	}

	/**
	 * Keep the calls of a failed turn that have their output, and fail once those were
	 * consumed. Nothing is kept where the API keeps the conversation, or where an output
	 * guardrail might have had to see it.
	 */
	private void keepCompleted(ProcessedAnswer processed, TurnOutcome completed, RuntimeException failure) {
		boolean guarded = !(this.agent.toolUseBehavior() instanceof ToolUseBehavior.RunLlmAgain)
				&& !(this.agent.outputGuardrails().isEmpty() && this.request.runConfig().outputGuardrails().isEmpty());
		if (!this.shape.keepsCompletedCalls() || completed.items().isEmpty() || guarded || isManagedByServer()) {
			throw failure;
		}
		keep(Objects.requireNonNull(this.answer).response(), List.of(), completed);
		completed.events().forEach(this::emit);
		try {
			save();
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
		this.failure = failure;
		this.phase = Phase.FAILED;
	}

	private void keepGuardrailResults(List<ToolCall> calls) {
		List<ToolInputGuardrail.Result> ofInput = new ArrayList<>(this.state.toolInputGuardrailResults);
		List<ToolOutputGuardrail.Result> ofOutput = new ArrayList<>(this.state.toolOutputGuardrailResults);
		for (ToolCall call : calls) {
			ofInput.addAll(call.inputResults());
			ofOutput.addAll(call.outputResults());
		}
		this.state.toolInputGuardrailResults = List.copyOf(ofInput);
		this.state.toolOutputGuardrailResults = List.copyOf(ofOutput);
	}

	/**
	 * Go on with the turn that was interrupted.
	 */
	private void resumeTurn() {
		InterruptedRun interrupted = Objects.requireNonNull(this.interrupted);
		Model model = this.plan.model();
		ProcessedAnswer answer = (model == interrupted.model()) ? interrupted.answer()
				: interrupted.answer().knownBy(model);
		TurnOutcome outcome = resolution().resume(answer);
		keepGuardrailResults(answer.toolCalls());
		keep(outcome.items());
		proceed(outcome);
	}

	private TurnResolution resolution() {
		ToolCalls tools = new ToolCalls(this.context, this.agent, this.hooks, this.plan.toolExecutor(), this.shape,
				this::ask);
		return new TurnResolution(this.context, this.agent, this.snapshot, this.hooks, this.shape, tools,
				this.state.approvals, this.plan.model(), errors(), this.request.runConfig().toolErrorFormatter());
	}

	/**
	 * Run another agent within this run. Nobody sees its events.
	 */
	private @Nullable Object ask(Agent agent, String input) {
		RunConfig config = this.shape.sharesRunWithAsked() ? this.request.runConfig() : RunConfig.DEFAULT;
		RunRequest asked = RunRequest.builder(agent, input).context(this.request.context()).runConfig(config).build();
		RunProgress progress = new RunProgress(asked, this.plan.info(), this.shape);
		RunLoop loop = new RunLoop(asked, this.plan, progress, false, null);
		try {
			while (loop.next() != null) {
				// Only its end matters.
			}
			if (progress.interrupted != null) {
				throw new UserException("Agent '" + agent.name() + "' was called by a tool and has calls that need "
						+ "approval, which only the agents of the run itself support.");
			}
			return this.shape.askedOutput(progress);
		}
		catch (AgentsException ex) {
			warnOfExplanations(agent, ex);
			throw ex;
		}
		catch (DelayedFailureException ex) {
			// The pauses of an asked agent's run do not count: its events are not
			// delivered
			throw ex.failure();
		}
		finally {
			loop.close();
			if (this.shape.sharesRunWithAsked()) {
				this.state.usage = this.state.usage.plus(progress.usage);
			}
		}
	}

	/**
	 * Log why the run of an asked agent failed, as the tool that asked may take the
	 * failure for a result.
	 */
	private static void warnOfExplanations(Agent agent, AgentsException failure) {
		for (Throwable explanation : failure.getSuppressed()) {
			if (explanation instanceof PlaybackException) {
				logger.warn("Agent '" + agent.name() + "', called by a tool, failed: " + explanation.getMessage());
			}
		}
	}

	private void proceed(TurnOutcome outcome) {
		outcome.events().forEach(this::emit);
		NextStep nextStep = outcome.nextStep();
		if (nextStep instanceof FinalOutput output) {
			this.finalOutput = output;
			this.phase = Phase.OUTPUT;
			return;
		}
		if (nextStep instanceof HandOff handOff) {
			handOff(handOff);
		}
		if (this.shape.savesEachTurn()) {
			save();
		}
		if (nextStep instanceof Interruption interruption) {
			this.state.interrupted = new InterruptedRun(this.state, this.plan.model(), interruption.remaining(),
					interruption.approvals(), this.itemsSaved);
		}
		this.phase = (nextStep instanceof Interruption) ? Phase.ENDED : Phase.TURN;
	}

	private void handOff(HandOff handOff) {
		this.agent = handOff.agent();
		this.snapshot = this.agent.snapshot();
		this.agentStarts = true;
		if (this.shape.publishesNextAgent()) {
			this.state.currentAgent = this.agent;
		}
		else if (this.state.currentTurn >= this.request.maxTurns()) {
			return;
		}
		emit(new AgentUpdatedStreamEvent(this.snapshot));
	}

	private void keep(ModelResponse response, List<NewItem> answered, TurnOutcome outcome) {
		List<NewItem> added = new ArrayList<>(answered);
		added.addAll(outcome.items());
		keep(added);
		List<ModelResponse> responses = new ArrayList<>(this.state.rawResponses);
		responses.add(response);
		this.state.rawResponses = List.copyOf(responses);
		NestedHistory nesting = this.nesting;
		if (nesting != null) {
			this.state.input = RunInput.of(nesting.items());
			this.state.visible = List.of();
			this.state.inInput = nesting.owned();
			this.nesting = null;
		}
		this.answer = null;
		this.processed = null;
	}

	/**
	 * Keep the items of a turn with a handoff as its filter has them, or nest the history
	 * that the next agent receives.
	 * @return the outcome without what is not kept
	 */
	private TurnOutcome filter(ProcessedAnswer processed, TurnOutcome outcome) {
		if (!(outcome.nextStep() instanceof HandOff handOff)) {
			return outcome;
		}
		RunConfig config = this.request.runConfig();
		UnaryOperator<HandoffInputData> filter = (handOff.handoff().inputFilter() != null)
				? handOff.handoff().inputFilter() : config.handoffInputFilter();
		Boolean nests = handOff.handoff().nestHandoffHistory();
		boolean managed = isManagedByServer();
		if (filter != null && managed) {
			throw new UserException("Server-managed conversations do not support handoff input filters. "
					+ "Remove Handoff.input_filter or RunConfig.handoff_input_filter, "
					+ "or disable conversation_id, previous_response_id, and auto_previous_response_id.");
		}
		if (filter != null) {
			return filter(processed, outcome, handOff, filter);
		}
		if ((nests != null) ? nests : config.nestHandoffHistory()) {
			if (managed) {
				logger.warn("The API keeps the conversation, so its history is not nested for the handoff from '"
						+ this.agent.name() + "' to '" + handOff.agent().name() + "'.");
			}
			else {
				this.nesting = nest(processed, outcome);
			}
		}
		return outcome;
	}

	/**
	 * Return whether the API keeps the conversation.
	 */
	private boolean isManagedByServer() {
		return this.shape.followsResponses() && (this.request.conversationId() != null
				|| this.request.previousResponseId() != null || this.request.autoPreviousResponseId());
	}

	private NestedHistory nest(ProcessedAnswer processed, TurnOutcome outcome) {
		List<NewItem> made = new ArrayList<>(processed.items());
		made.addAll(outcome.items());
		return NestedHistory.of(this.state.input.toItems(), this.state.visible, made,
				this.request.runConfig().handoffHistoryMapper());
	}

	private TurnOutcome filter(ProcessedAnswer processed, TurnOutcome outcome, HandOff handOff,
			UnaryOperator<HandoffInputData> filter) {
		List<NewItem> made = new ArrayList<>(processed.items());
		made.addAll(outcome.items());
		HandoffInputData filtered = filter
			.apply(new HandoffInputData(this.state.input, items(this.state.visible), items(made)));
		List<NewItem> before = newItems(filtered.preHandoffItems(), this.state.visible);
		List<NewItem> added = newItems(filtered.newItems(), made);
		this.state.input = filtered.inputHistory();
		this.state.visible = before;
		if (this.shape.filtersRunItems()) {
			this.state.items = before;
		}
		return new TurnOutcome(added,
				outcome.events().stream().filter((event) -> filtered.newItems().contains(event.item())).toList(),
				handOff);
	}

	private static List<RunItem> items(List<NewItem> items) {
		return items.stream().map(NewItem::item).toList();
	}

	private static List<NewItem> newItems(List<RunItem> items, List<NewItem> known) {
		return items.stream()
			.map((item) -> known.stream()
				.filter((other) -> other.item() == item)
				.findFirst()
				.orElseGet(() -> new NewItem(item, item.rawItem())))
			.toList();
	}

	private void keep(List<NewItem> added) {
		List<NewItem> seen = new ArrayList<>(this.state.visible);
		seen.addAll(added);
		this.state.visible = List.copyOf(seen);
		List<NewItem> items = new ArrayList<>(this.state.items);
		items.addAll(added);
		this.state.items = List.copyOf(items);
	}

	private void finish() {
		Object output = Objects.requireNonNull(this.finalOutput).output();
		this.phase = Phase.ENDED;
		if (!this.outputChecked) {
			checkOutput(output);
		}
		this.state.finalOutput = output;
		save();
	}

	private void checkOutput(@Nullable Object output) {
		List<OutputGuardrail> guardrails = new ArrayList<>(this.agent.outputGuardrails());
		guardrails.addAll(this.request.runConfig().outputGuardrails());
		guardrails.addAll(this.plan.model().outputGuardrails());
		List<OutputGuardrail.Result> results = new ArrayList<>();
		for (OutputGuardrail guardrail : guardrails) {
			GuardrailFunctionOutput found = guardrail.check().check(this.context, this.agent, output);
			OutputGuardrail.Result result = new OutputGuardrail.Result(guardrail.name(), this.agent, output, found);
			results.add(result);
			if (found.tripwireTriggered()) {
				if (this.shape.recordsTrippedOutputGuardrail()) {
					this.state.outputGuardrailResults = List.copyOf(results);
				}
				else if (this.streamed) {
					this.state.finalOutput = output;
					save();
				}
				throw new OutputGuardrailTripwireTriggeredException(result);
			}
		}
		this.state.outputGuardrailResults = List.copyOf(results);
	}

	private void save() {
		Session session = this.request.session();
		if (session == null) {
			return;
		}
		List<JsonObject> items = new ArrayList<>();
		if (!this.inputSaved) {
			items.addAll(this.request.input().toItems());
			this.inputSaved = true;
		}
		items.addAll(this.state.itemsAsInput(this.itemsSaved));
		this.itemsSaved = this.state.items.size();
		session.addItems(items);
	}

	private void emit(StreamEvent event) {
		this.queue.add(new Step(event, Duration.ZERO));
	}

	private void closeStream() {
		ModelStream open = this.stream;
		this.stream = null;
		if (open != null) {
			open.close();
		}
	}

	/**
	 * An event, and the pause that the model asks for before it.
	 */
	record Step(StreamEvent event, Duration pause) {
	}

	/**
	 * The items of an answer that are done, by their index.
	 */
	private static final class ItemsDone {

		private final SortedMap<Integer, JsonObject> items = new TreeMap<>();

		/**
		 * Keep the item of a frame, or fill the empty output of an answer that is
		 * completed.
		 */
		JsonObject fill(JsonObject wire, String type) {
			JsonObject item = wire.objectOrNull("item");
			if (type.equals("response.output_item.done") && item != null
					&& wire.get("output_index") instanceof Integer index) {
				this.items.put(index, item);
			}
			JsonObject response = wire.objectOrNull("response");
			if (type.equals("response.completed") && response != null && !this.items.isEmpty()
					&& response.get("output") instanceof List<?> output && output.isEmpty()) {
				return wire.with("response", response.with("output", List.copyOf(this.items.values())));
			}
			return wire;
		}

	}

	/**
	 * A completed answer.
	 */
	private record Answer(ModelResponse response, List<JsonObject> wireOutput) {
	}

	/**
	 * The next step once all events made so far are consumed.
	 */
	private enum Phase {

		START, SESSION, RESUMPTION, TURN, ANSWER, ITEMS, TOOLS, OUTPUT, FAILED, ENDED

	}

}
