package io.mockagents.recording;

import io.mockagents.redaction.Secrets;
import io.mockagents.scenario.match.MarkdownText;
import org.jspecify.annotations.Nullable;

/**
 * How near the message that was recorded comes to one that the model is sent. The nearest
 * first.
 */
public enum MessageMatch {

	/**
	 * They are equal, except for credentials that were not recorded.
	 */
	EXACT,

	/**
	 * They are equal without their fenced blocks of code: the code may have changed
	 * since.
	 */
	WITHOUT_CODE,

	/**
	 * The recorded text is part of the message: rows contain what the user wrote, not
	 * what the application made of it.
	 */
	CONTAINED,

	/**
	 * The source does not contain the recorded input, or the request the earlier one.
	 */
	UNKNOWN;

	/**
	 * Compare two messages.
	 * @param recorded the one that was recorded, or {@code null} if the source does not
	 * contain it
	 * @param sent the one that the model is sent, or {@code null} if the request does not
	 * contain it
	 * @return how near they are, or {@code null} if they differ
	 */
	public static @Nullable MessageMatch of(@Nullable String recorded, @Nullable String sent) {
		if (recorded == null) {
			return UNKNOWN;
		}
		if (sent == null) {
			// A request that follows a response is sent without the message
			return UNKNOWN;
		}
		if (isExact(recorded, sent)) {
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

	static boolean isExact(String recorded, String sent) {
		return recorded.equals(sent) || (recorded.contains(Secrets.HIDDEN) && isRedacted(recorded, sent));
	}

	/**
	 * Return whether the recorded message is the other one without its credentials.
	 */
	private static boolean isRedacted(String recorded, String sent) {
		int hidden = recorded.indexOf(Secrets.HIDDEN);
		if (!sent.startsWith(recorded.substring(0, hidden))) {
			return false;
		}
		int at = hidden;
		int from = hidden + Secrets.HIDDEN.length();
		for (hidden = recorded.indexOf(Secrets.HIDDEN, from); hidden >= 0; hidden = recorded.indexOf(Secrets.HIDDEN,
				from)) {
			String same = recorded.substring(from, hidden);
			int found = sent.indexOf(same, at);
			if (found < 0) {
				return false;
			}
			at = found + same.length();
			from = hidden + Secrets.HIDDEN.length();
		}
		String end = recorded.substring(from);
		return sent.length() - end.length() >= at && sent.endsWith(end);
	}

	/**
	 * Return a message without its fenced blocks of code.
	 * @param message the message
	 * @return a message without its fenced blocks of code
	 */
	public static String withoutCode(String message) {
		return new MarkdownText(message).withoutCode().strip();
	}

}
