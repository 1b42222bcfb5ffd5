package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The application's code behind a {@link FunctionTool}.
 */
@FunctionalInterface
public interface ToolFunction {

	/**
	 * Do what the model asks for. Calls of one turn run at the same time.
	 * @param context the call
	 * @param arguments its arguments
	 * @return the result; the model is sent its text as Python's {@code str()} would
	 * produce it
	 * @throws Exception if the call fails; what becomes of that, the tool's
	 * {@linkplain FunctionTool#failureErrorFunction() error function} says
	 */
	@Nullable Object invoke(ToolContext context, ToolArguments arguments) throws Exception;

}
