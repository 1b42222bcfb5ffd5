package io.mockagents.recording;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How near the message that was recorded comes to one that the model is sent. The nearest
 * first.
 */
enum MessageMatch {

	/**
	 * They are equal.
	 */
	EXACT,

	/**
	 * They are equal without their fenced blocks of code: the code may have changed
	 * since.
	 */
	WITHOUT_CODE,

	/**
	 * What was recorded is part of the message: rows hold what the user wrote, not what
	 * the application made of it.
	 */
	CONTAINED,

	/**
	 * The source does not tell what was recorded.
	 */
	UNKNOWN;

	private static final Pattern CODE = Pattern.compile("(?ms)^[ \\t]*```.*?^[ \\t]*```[ \\t]*$");

	/**
	 * Compare two messages.
	 * @param recorded the one that was recorded, or {@code null} if the source does not
	 * tell
	 * @param sent the one that the model is sent, or {@code null} if there is none
	 * @return how near they are, or {@code null} if they differ
	 */
	static @Nullable MessageMatch of(@Nullable String recorded, @Nullable String sent) {
		if (recorded == null) {
			return UNKNOWN;
		}
		if (sent == null) {
			return null;
		}
		if (recorded.equals(sent)) {
			return EXACT;
		}
		String words = withoutCode(recorded);
		if (words.isEmpty()) {
			return null;
		}
		if (words.equals(withoutCode(sent))) {
			return WITHOUT_CODE;
		}
		return sent.contains(recorded.strip()) ? CONTAINED : null;
	}

	private static String withoutCode(String message) {
		return CODE.matcher(message).replaceAll("").strip();
	}

}
