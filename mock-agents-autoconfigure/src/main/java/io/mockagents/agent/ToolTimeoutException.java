package io.mockagents.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A tool took longer than it may; from profile 0.22 on.
 */
public class ToolTimeoutException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final String toolName;

	private final Duration timeout;

	/**
	 * Create an exception.
	 * @param toolName the tool
	 * @param timeout how long it may take
	 */
	public ToolTimeoutException(String toolName, Duration timeout) {
		super(message(toolName, timeout), new TimeoutException());
		this.toolName = toolName;
		this.timeout = timeout;
	}

	/**
	 * Return the SDK's text for a timeout.
	 * @param toolName the tool
	 * @param timeout how long it may take
	 * @return the text, such as {@code Tool 'x' timed out after 0.02 seconds.}
	 */
	public static String message(String toolName, Duration timeout) {
		BigDecimal seconds = BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros();
		return "Tool '" + toolName + "' timed out after "
				+ ((seconds.scale() < 0) ? seconds.setScale(0) : seconds).toPlainString() + " seconds.";
	}

	/**
	 * Return the tool.
	 * @return its name
	 */
	public String toolName() {
		return this.toolName;
	}

	/**
	 * Return how long the tool may take.
	 * @return the limit
	 */
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public String sdkName() {
		return "ToolTimeoutError";
	}

}
