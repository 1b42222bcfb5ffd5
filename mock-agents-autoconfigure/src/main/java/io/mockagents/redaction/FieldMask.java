package io.mockagents.redaction;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Hides the values of JSON fields in texts: in JSON, whole or cut off at its end, in what
 * Python prints of its objects, in JSON that is a string within JSON, and in any of them
 * within other text. All but the values stays as it is.
 */
public final class FieldMask {

	private static final int LONGEST_NAME = 256;

	private final Predicate<String> hidden;

	/**
	 * Create a mask.
	 * @param hidden says whether the values of a field are hidden, by its name in lower
	 * case
	 */
	public FieldMask(Predicate<String> hidden) {
		this.hidden = hidden;
	}

	/**
	 * Return whether the values of a field are hidden.
	 * @param field the name of the field
	 * @return whether the values of a field are hidden
	 */
	public boolean hides(String field) {
		return this.hidden.test(field.toLowerCase(Locale.ROOT));
	}

	/**
	 * Return a text without the values of the fields.
	 * @param text the text
	 * @return a text without the values of the fields
	 */
	public String apply(String text) {
		StringBuilder masked = null;
		int kept = 0;
		int at = 0;
		while (at < text.length()) {
			int quote = nextQuote(text, at);
			if (quote < 0) {
				break;
			}
			at = quote + 1;
			int value = valueOfField(text, quote);
			if (value < 0) {
				continue;
			}
			int end = endOfValue(text, value, quote);
			masked = (masked != null) ? masked : new StringBuilder(text.length());
			masked.append(text, kept, value);
			appendHidden(masked, text, value, end, quote);
			kept = end;
			at = end;
		}
		return (masked != null) ? masked.append(text, kept, text.length()).toString() : text;
	}

	private static int nextQuote(String text, int from) {
		for (int i = from; i < text.length(); i++) {
			if (isQuote(text.charAt(i))) {
				return i;
			}
		}
		return -1;
	}

	private static boolean isQuote(char c) {
		return c == '"' || c == '\'';
	}

	/**
	 * Return where the value of a hidden field begins.
	 * @param text the text
	 * @param quote a quote that may begin the name of a field
	 * @return the place, or -1 if it does not
	 */
	private int valueOfField(String text, int quote) {
		int level = backslashes(text, quote);
		int end = closingQuote(text, quote, level, Math.min(text.length(), quote + LONGEST_NAME));
		if (end < 0) {
			return -1;
		}
		int colon = skipSpace(text, end + 1);
		if (colon >= text.length() || text.charAt(colon) != ':') {
			return -1;
		}
		String name = text.substring(quote + 1, end - level);
		return hides((name.indexOf('\\') >= 0) ? unescape(name) : name) ? skipSpace(text, colon + 1) : -1;
	}

	/**
	 * Return the number of backslashes before a place: none before the quotes of JSON,
	 * one in JSON within a string, three one level deeper.
	 */
	private static int backslashes(String text, int place) {
		int count = 0;
		while (count < place && text.charAt(place - count - 1) == '\\') {
			count++;
		}
		return count;
	}

	/**
	 * Return the quote that ends a string, or -1 if none does.
	 */
	private static int closingQuote(String text, int quote, int level, int limit) {
		char kind = text.charAt(quote);
		for (int i = quote + 1, before = 0; i < limit; i++) {
			char c = text.charAt(i);
			if (c == kind && before % (2 * (level + 1)) == level) {
				return i;
			}
			before = (c == '\\') ? before + 1 : 0;
		}
		return -1;
	}

	/**
	 * Skip spaces and line ends, which in a string within JSON are escaped.
	 */
	private static int skipSpace(String text, int from) {
		int i = from;
		while (i < text.length()) {
			char c = text.charAt(i);
			if (Character.isWhitespace(c)) {
				i++;
			}
			else if (c == '\\') {
				int letter = i;
				while (letter < text.length() && text.charAt(letter) == '\\') {
					letter++;
				}
				if (letter >= text.length() || "nrt".indexOf(text.charAt(letter)) < 0) {
					return i;
				}
				i = letter + 1;
			}
			else {
				return i;
			}
		}
		return i;
	}

	private static int endOfValue(String text, int value, int nameQuote) {
		int level = backslashes(text, nameQuote);
		int quote = value + level;
		if (quote < text.length() && isQuote(text.charAt(quote)) && backslashes(text, quote) == level) {
			int end = closingQuote(text, quote, level, text.length());
			return (end < 0) ? text.length() : end + 1;
		}
		if (value < text.length() && (text.charAt(value) == '{' || text.charAt(value) == '[')) {
			return endOfStructure(text, value, level);
		}
		int end = value;
		while (end < text.length() && ",}]\\\n\r \t".indexOf(text.charAt(end)) < 0) {
			// Python's text of an object may contain strings
			int closing = isQuote(text.charAt(end)) ? closingQuote(text, end, level, text.length()) : end;
			end = (closing < 0) ? text.length() : closing + 1;
		}
		return end;
	}

	private static int endOfStructure(String text, int start, int level) {
		int depth = 0;
		for (int i = start; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isQuote(c) && backslashes(text, i) == level) {
				int end = closingQuote(text, i, level, text.length());
				if (end < 0) {
					return text.length();
				}
				i = end;
			}
			else if (c == '{' || c == '[') {
				depth++;
			}
			else if (c == '}' || c == ']') {
				depth--;
				if (depth == 0) {
					return i + 1;
				}
			}
		}
		return text.length();
	}

	/**
	 * Append what stands in the place of a value: a string, in the quotes of the value or
	 * of the name.
	 */
	private static void appendHidden(StringBuilder masked, String text, int value, int end, int nameQuote) {
		int quote = value;
		while (quote < end && text.charAt(quote) == '\\') {
			quote++;
		}
		boolean quoted = quote < end && isQuote(text.charAt(quote));
		String opening = quoted ? text.substring(value, quote + 1)
				: text.substring(nameQuote - backslashes(text, nameQuote), nameQuote + 1);
		if (end > value) {
			boolean closed = !quoted
					|| (end - value >= 2 * opening.length() && text.startsWith(opening, end - opening.length()));
			masked.append(opening).append(Secrets.HIDDEN).append(closed ? opening : "");
		}
	}

	private static String unescape(String name) {
		StringBuilder plain = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c == 'u' && i > 0 && name.charAt(i - 1) == '\\' && i + 5 <= name.length()) {
				try {
					plain.append((char) Integer.parseInt(name, i + 1, i + 5, 16));
					i += 4;
					continue;
				}
				catch (NumberFormatException ex) {
					// No character but a letter like others
				}
			}
			if (c != '\\') {
				plain.append(c);
			}
		}
		return plain.toString();
	}

}
