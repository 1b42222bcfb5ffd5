package io.mockagents.agent;

import java.util.List;

/**
 * The state of a run when it failed.
 *
 * @param input the input of the run
 * @param newItems the items of the turns that were completed
 * @param rawResponses the model's answers of those turns
 * @param lastAgent the agent whose turn it was
 * @param usage the tokens used up to then
 * @param inputGuardrailResults what the input guardrails had found
 * @param outputGuardrailResults what the output guardrails had found
 */
public record RunErrorDetails(RunInput input, List<RunItem> newItems, List<ModelResponse> rawResponses, Agent lastAgent,
		Usage usage, List<InputGuardrail.Result> inputGuardrailResults,
		List<OutputGuardrail.Result> outputGuardrailResults) {

	public RunErrorDetails {
		newItems = List.copyOf(newItems);
		rawResponses = List.copyOf(rawResponses);
		inputGuardrailResults = List.copyOf(inputGuardrailResults);
		outputGuardrailResults = List.copyOf(outputGuardrailResults);
	}

}
