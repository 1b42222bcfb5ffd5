package io.mockagents.conversation;

import java.util.List;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of texts that are stored, logged or shown: the messages of
 * failures quote headers, keys and addresses.
 */
public final class Secrets {

	/**
	 * What stands in the place of a credential.
	 */
	public static final String HIDDEN = "***";

	private static final Pattern API_KEY = Pattern.compile("\\b(sk|sess|ghp|xox[bp])([-_])[\\w*-]{6,}");

	// Unlike the words of a sentence, credentials have digits, capitals or signs in them
	private static final Pattern AUTHORIZATION = Pattern
		.compile("\\b((?i:bearer|basic))\\s+(?=\\S*?(?:[0-9_~+/*=]|[a-z][A-Z])|\\S{20})[\\w.~+/*-]{8,}=*");

	private static final String NAMES = "(?i)(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token)";

	private static final Pattern NAME = Pattern.compile(NAMES);

	private static final Pattern ASSIGNMENT = Pattern.compile(NAMES + "([\"']?\\s*[=:]\\s*[\"']?)[^\\s\"'&,;}]+");

	private static final Pattern USER_INFO = Pattern.compile("(://[^\\s:/@]+:)[^\\s/@]+@");

	private Secrets() {
	}

	/**
	 * Return a text without the credentials that can be told by their form.
	 * @param text the text
	 * @return the text, with asterisks in their place
	 */
	public static String hide(String text) {
		String hidden = API_KEY.matcher(text).replaceAll("$1$2" + HIDDEN);
		hidden = AUTHORIZATION.matcher(hidden).replaceAll("$1 " + HIDDEN);
		hidden = ASSIGNMENT.matcher(hidden).replaceAll("$1$2" + HIDDEN);
		return USER_INFO.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
	}

	/**
	 * Return whether a field is one that holds a credential, by its name.
	 * @param field the name of the field
	 * @return whether it is
	 */
	public static boolean isNamedBy(String field) {
		return NAME.matcher(field).find();
	}

	/**
	 * Return an object whose texts are without credentials.
	 * @param object the object
	 * @return the object, with asterisks in their place
	 */
	public static JsonObject hideIn(JsonObject object) {
		JsonObject.Builder hidden = JsonObject.builder();
		object.forEach(
				(key, value) -> hidden.put(key, (value instanceof String && isNamedBy(key)) ? HIDDEN : hideIn(value)));
		return hidden.build();
	}

	private static @Nullable Object hideIn(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			return hideIn(object);
		}
		if (value instanceof List<?> elements) {
			return elements.stream().map(Secrets::hideIn).toList();
		}
		return (value instanceof String text) ? hide(text) : value;
	}

}
