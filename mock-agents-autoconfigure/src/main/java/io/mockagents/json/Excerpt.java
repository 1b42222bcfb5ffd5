package io.mockagents.json;

/**
 * The start of a text, for messages.
 */
public final class Excerpt {

	private static final String CUT = "...";

	private Excerpt() {
	}

	/**
	 * Return a text, or its start and three dots if it is longer than a message can take.
	 * @param text the text
	 * @param most the greatest number of characters to return, the dots among them
	 * @return the text, or its start
	 */
	public static String of(String text, int most) {
		return (text.length() > most) ? text.substring(0, most - CUT.length()) + CUT : text;
	}

}
