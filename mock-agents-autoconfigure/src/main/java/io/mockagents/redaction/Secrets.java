package io.mockagents.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
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

	// Unlike words and names in code, keys have digits, capitals or many letters in a row
	private static final Pattern API_KEY = Pattern.compile("\\b(sk|sess|gh[pousr]|github_pat|xox[abprs])([-_])"
			+ "(?:(?=[\\w-]*[0-9A-Z*])[\\w*-]{6,}|(?<=-)[a-z]{8,}(?![\\w-]))");

	private static final Pattern TOKEN = Pattern
		.compile("\\b(?:(eyJ)[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*|(AKIA)[0-9A-Z]{16}\\b|(AIza)[\\w-]{30,})");

	private static final Pattern PRIVATE_KEY = Pattern
		.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\\w\\s+/=\\\\]{4,}+");

	private static final Pattern BEARER = Pattern
		.compile("\\b((?i:bearer))\\s+(?=\\S*?(?:[0-9_~+*=]|[a-z][A-Z])|[\\w.~+*-]{20})[\\w.~+/*-]{8,}=*");

	private static final Pattern BASIC = Pattern.compile("\\b((?i:basic))\\s+([\\w+/-]{6,}=*)");

	private static final Pattern HEADER = Pattern
		.compile("\\b((?i:authorization)[\"']?\\s*[=:]\\s*[\"']?(?i:basic|token|digest|negotiate)\\s+)[^\\s\"',;]+");

	private static final String NAMES = "(?i)(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token)";

	private static final Pattern NAME = Pattern.compile(NAMES);

	private static final Pattern QUOTED = Pattern
		.compile(NAMES + "(\\\\*[\"']?\\s*:?[=:]\\s*\\\\*[\"'])[^\"'\\\\\\r\\n]++");

	private static final Pattern ASSIGNMENT = Pattern
		.compile(NAMES + "(\\\\*[\"']?\\h*:?[=:]\\h*)([^\\s\"'&,;})\\]]++)(?=(,?\\h+[^\\s:=]+(?:[\\s,.;!?]|$))?)");

	private static final Pattern WORD_OF_CODE = Pattern
		.compile("(?i)(?:null|none|nil|undefined|true|false|yes|no|str|string|text|bytes|char|int|integer|number"
				+ "|bool|boolean|any|object|optional|required|missing|empty)\\??");

	private static final Pattern USER_INFO = Pattern.compile("(://[^\\s:/@]+:)[^\\s/@]+@");

	private Secrets() {
	}

	/**
	 * Return a text without the credentials that can be told by their form. Ordinary
	 * sentences and code that only speak of credentials stay as they are.
	 * @param text the text
	 * @return the text, with asterisks in their place
	 */
	public static String hide(String text) {
		String hidden = API_KEY.matcher(text).replaceAll("$1$2" + HIDDEN);
		hidden = TOKEN.matcher(hidden).replaceAll("$1$2$3" + HIDDEN);
		hidden = PRIVATE_KEY.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = BEARER.matcher(hidden).replaceAll("$1 " + HIDDEN);
		hidden = HEADER.matcher(hidden).replaceAll("$1" + HIDDEN);
		hidden = BASIC.matcher(hidden).replaceAll((found) -> isUserAndPassword(found.group(2)) ? "$1 " + HIDDEN : "$0");
		hidden = QUOTED.matcher(hidden).replaceAll("$1$2" + HIDDEN);
		hidden = ASSIGNMENT.matcher(hidden).replaceAll((found) -> isCredential(found) ? "$1$2" + HIDDEN : "$0");
		return USER_INFO.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
	}

	/**
	 * Whether a word is what stands for a user and a password, and no ordinary word.
	 */
	private static boolean isUserAndPassword(String word) {
		String base64 = word.replace('-', '+').replace('_', '/').replace("=", "");
		byte[] decoded = (base64.length() % 4 != 1) ? Base64.getDecoder().decode(base64) : new byte[0];
		return new String(decoded, StandardCharsets.UTF_8).matches("[^\\p{Cntrl}\\uFFFD:]*:[^\\p{Cntrl}\\uFFFD]*");
	}

	/**
	 * Whether what is assigned to the name of a credential is one: as a rule where no
	 * space is around the sign, as in addresses and on command lines; else if it looks
	 * like one, or stands alone.
	 */
	private static boolean isCredential(MatchResult found) {
		String value = found.group(3);
		if (WORD_OF_CODE.matcher(value).matches() || value.matches("[=$<({\\[%\\\\].*|.*[(\\[<].*")
				|| (found.group(1).equalsIgnoreCase("pwd") && value.startsWith("/"))
				|| value.equalsIgnoreCase(found.group(1)) || value.matches(".*\\.(?i:" + found.group(1) + ")")) {
			return false;
		}
		if (found.group(2).equals("=")) {
			return true;
		}
		boolean alone = found.group(4) == null && !value.matches(".*[.!?:]");
		return value.length() >= 4
				&& (value.matches("\\d{6,}|.*[A-Za-z].*\\d.*|.*\\d.*[A-Za-z].*|.*[@#^*~+$&!].+|.*[a-z][A-Z].*")
						|| alone);
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
