package io.mockagents.recording.log;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.python.PythonReprException;
import io.mockagents.python.PythonValue;
import io.mockagents.recording.RecordedFailure;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the lines of a log what ended a run: the exception of the SDK or its client
 * that a traceback ends with, or a record that ends with the text of one that nothing
 * else has. Other exceptions may have nothing to do with the run.
 */
final class PythonTraceback {

	private static final String START = "Traceback (most recent call last):";

	private static final Set<String> CHAINS = Set.of(
			"During handling of the above exception, another exception occurred:",
			"The above exception was the direct cause of the following exception:");

	private static final Pattern EXCEPTION = Pattern.compile("([a-z_][\\w.]*)\\.([A-Z]\\w*)(?:: (.*))?");

	/** Lines of servers in a log, without its time. */
	private static final Pattern OTHERS = Pattern.compile("(?:(?:DEBUG|INFO|WARNING|ERROR):? |[\\d.]+ - - \\[).*");

	private static final Pattern STATUS = Pattern.compile("Error code: (\\d{3})(?: - (.*))?", Pattern.DOTALL);

	private static final Pattern TEXT = Pattern
		.compile("(?:|.*[:\\s])(Error code: \\d{3} - \\{.*\\}|Max turns \\(\\d+\\) exceeded"
				+ "|Guardrail (?:Input|Output)Guardrail triggered tripwire)"
				+ "|(?:|.*: )(Error code: \\d{3}(?: - [^{].*)?)");

	/** An exception as {@code repr()} prints it. */
	private static final Pattern PRINTED = Pattern.compile("(?:|.*[:\\s])([A-Z]\\w*\\(['\"].*\\))");

	/** How the SDK reports a run that is not streamed, and so is not the logged one. */
	private static final String OF_ANOTHER_RUN = "Error getting response";

	private static final Set<String> MODULES = Set.of("agents", "openai", "httpx", "httpcore", "httpx2", "httpcore2");

	private boolean inside;

	private @Nullable String type;

	private final StringBuilder message = new StringBuilder();

	private @Nullable RecordedFailure failure;

	/**
	 * Take the text of a record, or its first line.
	 */
	void record(String text) {
		end();
		this.inside = text.endsWith(START);
		Matcher printed = PRINTED.matcher(text);
		// Else each name in a long text would be the start of one that has no end
		boolean exception = text.endsWith(")") && printed.matches();
		Matcher told = TEXT.matcher(exception ? message(printed.group(1)) : text);
		if (told.matches() && !text.startsWith(OF_ANOTHER_RUN)) {
			this.failure = told((told.group(1) != null) ? told.group(1) : told.group(2));
		}
	}

	/**
	 * Take a line that continues a record.
	 */
	void line(String line) {
		if (line.strip().equals(START)) {
			end();
			this.inside = true;
		}
		else if (this.type != null) {
			if (CHAINS.contains(line) || OTHERS.matcher(line).matches()) {
				end();
			}
			else {
				this.message.append('\n').append(line);
			}
		}
		else if (this.inside && !line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
			this.inside = false;
			Matcher exception = EXCEPTION.matcher(line);
			if (exception.matches() && MODULES.contains(exception.group(1).split("\\.", 2)[0])) {
				this.type = exception.group(2);
				this.message.append((exception.group(3) != null) ? exception.group(3) : "");
			}
		}
	}

	/**
	 * Forget what was found: the run went on after it.
	 */
	void clear() {
		this.inside = false;
		this.type = null;
		this.message.setLength(0);
		this.failure = null;
	}

	@Nullable RecordedFailure failure() {
		end();
		return this.failure;
	}

	/**
	 * End the message, of which an exception may have several lines.
	 */
	private void end() {
		String ended = this.type;
		if (ended != null) {
			this.failure = failure(ended, this.message.toString().stripTrailing());
		}
		this.type = null;
		this.message.setLength(0);
	}

	private static String message(String exception) {
		try {
			return (PythonValue.parse(exception) instanceof PythonValue.Call call && call.arguments().size() == 1
					&& call.arguments().get(0) instanceof PythonValue.Str text) ? text.value() : exception;
		}
		catch (PythonReprException ex) {
			return exception;
		}
	}

	private static @Nullable RecordedFailure told(String text) {
		Matcher status = STATUS.matcher(text);
		if (status.matches()) {
			String type = OpenAiStatusException.sdkName(Integer.parseInt(status.group(1)));
			RecordedFailure failure = failure(type, text);
			return (failure.body() instanceof String) ? null : failure;
		}
		if (text.startsWith("Max turns")) {
			return failure("MaxTurnsExceeded", text);
		}
		return failure(text.contains("InputGuardrail") ? "InputGuardrailTripwireTriggered"
				: "OutputGuardrailTripwireTriggered", text);
	}

	private static RecordedFailure failure(String type, String message) {
		Matcher status = STATUS.matcher(message);
		if (!status.matches()) {
			return new RecordedFailure(type, message, null, Map.of(), null);
		}
		return new RecordedFailure(type, message, Integer.valueOf(status.group(1)), Map.of(), body(status.group(2)));
	}

	/**
	 * Return what is known of the body: up to profile 0.22 all of it, later the message
	 * of its error.
	 */
	private static @Nullable Object body(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return PythonValue.parse(text).toJson();
		}
		catch (PythonReprException ex) {
			return text.startsWith("{") ? text : JsonObject.of("message", text);
		}
	}

}
