package io.mockagents.recording.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * The log record of a run after its end: its result, as the SDK prints it.
 *
 * @param answers the number of answers that the run had
 * @param hasOutput whether it has a final output, as a run that was cancelled has not
 */
record LoggedResult(int answers, boolean hasOutput) {

	/**
	 * A final output is indented, so that no line of it looks like one of these. What is
	 * before it is matched once, so that a text of any length is read in one pass.
	 */
	private static final Pattern PRINTED = Pattern
		.compile("(?s)(?>RunResult\\w*:\n.*?\n- Final output \\((\\w+)\\):\n).*\n- (\\d{1,9}) raw response\\(s\\)\n.*");

	/**
	 * Read a result.
	 * @param text the text, as it is or as a JSON string
	 * @return the result, or {@code null} if the text is something else, or not all there
	 */
	static @Nullable LoggedResult parse(String text) {
		Matcher printed = PRINTED.matcher(unquoted(text.strip()));
		return printed.matches()
				? new LoggedResult(Integer.parseInt(printed.group(2)), !printed.group(1).equals("NoneType")) : null;
	}

	private static String unquoted(String text) {
		if (!text.startsWith("\"")) {
			return text;
		}
		try {
			return (JsonCodec.parse(text) instanceof String string) ? string : "";
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

}
