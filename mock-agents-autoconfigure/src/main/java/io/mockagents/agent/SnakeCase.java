package io.mockagents.agent;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one rule by which names of Java become names of Python, in schemas, JSON and texts.
 */
public final class SnakeCase {

	private static final Pattern WORD_BEGINS = Pattern
		.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	private SnakeCase() {
	}

	/**
	 * Return a name in snake case. A run of capitals is one word, whose last letter
	 * begins the next one: {@code baseURLPath} is {@code base_url_path}. Digits stay with
	 * the word before them: {@code md5Sum} is {@code md5_sum}.
	 * @param name the name in camel case
	 * @return the name as a Python programmer writes it
	 */
	public static String of(String name) {
		return WORD_BEGINS.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
	}

}
