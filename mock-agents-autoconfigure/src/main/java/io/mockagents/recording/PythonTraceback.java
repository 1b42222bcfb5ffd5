package io.mockagents.recording;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds in the lines of a log the exception of the SDK or its client that a traceback
 * ends with. Other exceptions may have nothing to do with the run.
 */
final class PythonTraceback {

	private static final String START = "Traceback (most recent call last):";

	private static final Pattern EXCEPTION = Pattern.compile("([a-z_][\\w.]*)\\.([A-Z]\\w*)(?:: (.*))?");

	private static final Pattern STATUS = Pattern.compile("Error code: (\\d{3}) - (.*)", Pattern.DOTALL);

	private static final Set<String> MODULES = Set.of("agents", "openai", "httpx", "httpcore");

	private boolean inside;

	private @Nullable RecordedFailure failure;

	/**
	 * Take a line that goes on with a record, or the empty text where a record begins.
	 */
	void line(String line) {
		if (line.strip().equals(START)) {
			this.inside = true;
			return;
		}
		if (!this.inside || line.isBlank() || Character.isWhitespace(line.charAt(0))) {
			return;
		}
		Matcher exception = EXCEPTION.matcher(line);
		this.inside = false;
		if (exception.matches() && MODULES.contains(exception.group(1).split("\\.", 2)[0])) {
			String message = exception.group(3);
			this.failure = failure(exception.group(2), (message != null) ? message : "");
		}
	}

	/**
	 * Forget what was found: the run went on after it.
	 */
	void clear() {
		this.inside = false;
		this.failure = null;
	}

	@Nullable RecordedFailure failure() {
		return this.failure;
	}

	private static RecordedFailure failure(String type, String message) {
		Matcher status = STATUS.matcher(message);
		if (!status.matches()) {
			return new RecordedFailure(type, message, null, Map.of(), null);
		}
		return new RecordedFailure(type, message, Integer.valueOf(status.group(1)), Map.of(), body(status.group(2)));
	}

	private static @Nullable Object body(String text) {
		try {
			return PythonValue.parse(text).toJson();
		}
		catch (PythonReprException ex) {
			return text;
		}
	}

}
