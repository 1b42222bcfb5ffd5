package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * A run failed. The subclasses mirror the exceptions of the SDK.
 */
public abstract class AgentsException extends RuntimeException implements SdkException {

	private static final long serialVersionUID = 1L;

	private transient @Nullable RunErrorDetails runData;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	protected AgentsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Return what the run had done when it failed.
	 * @return the details, or {@code null} if the exception did not come out of a run
	 */
	public @Nullable RunErrorDetails runData() {
		return this.runData;
	}

	/**
	 * Set what the run had done, unless it is set.
	 * @param runData the details
	 */
	public void attachRunData(RunErrorDetails runData) {
		if (this.runData == null) {
			this.runData = runData;
		}
	}

}
