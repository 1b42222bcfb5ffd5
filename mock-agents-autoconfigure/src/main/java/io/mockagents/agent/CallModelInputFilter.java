package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Changes what a model is sent, before each call: {@code call_model_input_filter} of the
 * SDK. The items of the run and its session stay as they are.
 */
@FunctionalInterface
public interface CallModelInputFilter {

	/**
	 * Return what the model is sent.
	 * @param context the run
	 * @param agent the agent whose turn it is
	 * @param data what the model would be sent
	 * @return what it is sent
	 */
	ModelInputData filter(RunContext context, Agent agent, ModelInputData data);

	/**
	 * The input of a call of the model.
	 *
	 * @param input the conversation so far, oldest first
	 * @param instructions the agent's instructions, or {@code null}
	 */
	record ModelInputData(List<JsonObject> input, @Nullable String instructions) {

		public ModelInputData {
			input = List.copyOf(input);
		}

	}

}
