package io.mockagents.agent;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the SDK passes on as Python or one of its libraries raises it:
 * {@code TypeError}, {@code JSONDecodeError}, {@code ValidationError} and the like.
 */
public class PythonException extends IllegalArgumentException implements SdkException {

	private static final long serialVersionUID = 1L;

	private static final Set<String> NAMES = Set.of("AttributeError", "JSONDecodeError", "TypeError", "ValidationError",
			"ValueError");

	private final String sdkName;

	/**
	 * Create an exception.
	 * @param sdkName the name of the exception in Python
	 * @param message its text
	 * @param cause why, or {@code null}
	 */
	public PythonException(String sdkName, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.sdkName = sdkName;
	}

	/**
	 * Return whether a name is that of an exception which the SDK passes on.
	 * @param sdkName the name
	 * @return whether it is
	 */
	public static boolean isName(String sdkName) {
		return NAMES.contains(sdkName);
	}

	@Override
	public String sdkName() {
		return this.sdkName;
	}

}
