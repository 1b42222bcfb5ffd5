package io.mockagents.agent;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * The next step after an agent's tools have run.
 */
public sealed interface ToolUseBehavior {

	/**
	 * Ask the model again, with the results. The default.
	 * @return the behaviour
	 */
	static ToolUseBehavior runLlmAgain() {
		return new RunLlmAgain();
	}

	/**
	 * End the run with the result of the first tool.
	 * @return the behaviour
	 */
	static ToolUseBehavior stopOnFirstTool() {
		return new StopOnFirstTool();
	}

	/**
	 * End the run with the result of the first tool with one of the names; ask the model
	 * again where none of them was called.
	 * @param toolNames the names
	 * @return the behaviour
	 */
	static ToolUseBehavior stopAtTools(String... toolNames) {
		return new StopAtTools(Set.of(toolNames));
	}

	/**
	 * Let the application decide.
	 * @param function returns the decision for the results, which are in call order
	 * @return the behaviour
	 */
	static ToolUseBehavior custom(BiFunction<RunContext, List<FunctionToolResult>, ToolsToFinalOutput> function) {
		return new Custom(function);
	}

	/**
	 * Ask the model again.
	 */
	record RunLlmAgain() implements ToolUseBehavior {
	}

	/**
	 * End with the first result.
	 */
	record StopOnFirstTool() implements ToolUseBehavior {
	}

	/**
	 * End with the first result of some tools.
	 *
	 * @param toolNames their names
	 */
	record StopAtTools(Set<String> toolNames) implements ToolUseBehavior {
		public StopAtTools {
			toolNames = Set.copyOf(toolNames);
		}
	}

	/**
	 * Let the application decide.
	 *
	 * @param function returns the decision
	 */
	record Custom(
			BiFunction<RunContext, List<FunctionToolResult>, ToolsToFinalOutput> function) implements ToolUseBehavior {
	}

	/**
	 * The result of one tool call.
	 *
	 * @param toolName the tool
	 * @param output what it returned
	 */
	record FunctionToolResult(String toolName, @Nullable Object output) {
	}

	/**
	 * A decision.
	 *
	 * @param isFinalOutput whether the run ends
	 * @param finalOutput what it ends with
	 */
	record ToolsToFinalOutput(boolean isFinalOutput, @Nullable Object finalOutput) {
	}

}
