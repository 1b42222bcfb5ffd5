package io.mockagents.json;

import java.util.regex.Pattern;

/**
 * The start of a text, for messages.
 */
public final class Excerpt {

	private static final String CUT = "...";

	private static final Pattern NOT_PRINTED = Pattern.compile("[\\s\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

	private Excerpt() {
	}

	/**
	 * Return a text, or its start and three dots if it is longer than a message can take.
	 * A character of two surrogates is not cut in half.
	 * @param text the text
	 * @param most the greatest number of chars to return, the dots among them
	 * @return the text, or its start
	 */
	public static String of(String text, int most) {
		if (text.length() <= most) {
			return text;
		}
		int end = most - CUT.length();
		return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
	}

	/**
	 * Return a text or its start on one line: white space and characters that are not
	 * printed become a space, so that no text from outside can forge another line.
	 * @param text the text
	 * @param most the greatest number of chars to return, the dots among them
	 * @return the text, or its start
	 */
	public static String line(String text, int most) {
		return of(NOT_PRINTED.matcher(text).replaceAll(" ").strip(), most);
	}

}
