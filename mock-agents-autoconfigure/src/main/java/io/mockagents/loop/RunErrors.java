package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunErrorHandlers;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.UserException;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunProgress.NewItem;
import io.mockagents.python.JavaValues;
import io.mockagents.python.PythonText;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Lets the handlers of a run decide what ends it in place of a failure.
 */
final class RunErrors {

	private final RunErrorHandlers handlers;

	private final RunProgress state;

	private final SdkShape shape;

	RunErrors(RunErrorHandlers handlers, RunProgress state, SdkShape shape) {
		this.handlers = handlers;
		this.state = state;
		this.shape = shape;
	}

	RunErrorHandlers handlers() {
		return this.handlers;
	}

	/**
	 * Ask a handler.
	 * @param handler the handler, or {@code null}
	 * @param error the failure
	 * @param agent the agent whose turn it was
	 * @param added the items of the turn, which the run does not have yet
	 * @param responses the answers to tell
	 * @return how the run ends
	 * @throws AgentsException the failure, if it is not handled
	 */
	Handled handle(RunErrorHandlers.@Nullable Handler handler, AgentsException error, Agent agent, List<NewItem> added,
			List<ModelResponse> responses) {
		RunErrorHandlers.Result result = (handler != null)
				? handler.handle(
						new RunErrorHandlers.Failure(error, this.state.contextWrapper(), data(agent, added, responses)))
				: null;
		if (result == null) {
			throw error;
		}
		OutputType<?> outputType = agent.outputType();
		Object output = (outputType != null) ? fitting(result.finalOutput(), outputType) : result.finalOutput();
		if (!result.includeInHistory()) {
			return new Handled(output, null);
		}
		String text = (outputType != null) ? JsonCodec.write(wrapped(JavaValues.toJson(output), outputType))
				: PythonText.str(output);
		return new Handled(output, message(agent, text));
	}

	private RunErrorHandlers.RunData data(Agent agent, List<NewItem> added, List<ModelResponse> responses) {
		List<NewItem> items = new ArrayList<>(this.state.items);
		items.addAll(added);
		List<RunItem> runItems = items.stream().map(NewItem::item).toList();
		List<JsonObject> output = RunProgress.asInput(items);
		List<JsonObject> history = new ArrayList<>(this.state.input.toItems());
		history.addAll(output);
		return new RunErrorHandlers.RunData(this.state.input, runItems, history, output, responses, agent);
	}

	private @Nullable Object fitting(@Nullable Object output, OutputType<?> outputType) {
		String text = JsonCodec.write(wrapped(JavaValues.toJson(output), outputType));
		try {
			return FinalOutputs.read(outputType, text, true);
		}
		catch (ValidationException | JacksonException ex) {
			throw new UserException("Invalid run error handler final_output for structured output.",
					this.shape.invalidOutput(text, outputType, ex));
		}
	}

	private static @Nullable Object wrapped(@Nullable Object value, OutputType<?> outputType) {
		boolean asItIs = !outputType.isWrapped()
				|| (value instanceof JsonObject object && object.containsKey(OutputType.WRAPPED_PROPERTY));
		return asItIs ? value : JsonObject.of(OutputType.WRAPPED_PROPERTY, value);
	}

	private NewItem message(Agent agent, String text) {
		JsonObject wire = JsonObject.of(
				"id", "__fake_id__", "content", List.of(JsonObject.of("annotations", List.of(), "text", text, "type",
						"output_text", "logprobs", List.of())),
				"role", "assistant", "status", "completed", "type", "message");
		return new NewItem(new MessageOutputItem(agent.snapshot(), this.shape.responses().outputItem(wire)), wire);
	}

	/**
	 * How a run ends in place of a failure.
	 *
	 * @param output the final output
	 * @param message the message that is added, or {@code null}
	 */
	record Handled(@Nullable Object output, @Nullable NewItem message) {

		/**
		 * Return the event of the message.
		 */
		@Nullable RunItemStreamEvent event() {
			return (this.message != null)
					? new RunItemStreamEvent(RunItemEventName.MESSAGE_OUTPUT_CREATED, this.message.item()) : null;
		}

	}

}
