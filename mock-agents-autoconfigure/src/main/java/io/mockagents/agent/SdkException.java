package io.mockagents.agent;

/**
 * An exception that mirrors one that Python raises where the SDK runs.
 */
public interface SdkException {

	/**
	 * Return the name of the exception in Python; rows carry it as {@code error_type}.
	 * @return the name, such as {@code MaxTurnsExceeded}
	 */
	String sdkName();

	/**
	 * Return the name by which rows and recordings call a failure.
	 * @param failure the failure
	 * @return the name in Python, or the simple name of the class of any other exception
	 */
	static String nameOf(Throwable failure) {
		return (failure instanceof SdkException exception) ? exception.sdkName() : failure.getClass().getSimpleName();
	}

}
