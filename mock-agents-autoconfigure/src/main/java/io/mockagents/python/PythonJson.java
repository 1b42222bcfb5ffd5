package io.mockagents.python;

import java.util.regex.Pattern;

import io.mockagents.json.JsonCodec;
import io.mockagents.python.JiterParser.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a text that is not JSON as {@code json.loads} of Python does.
 */
public final class PythonJson {

	private static final Pattern NOT_FINITE = Pattern.compile("NaN|Infinity");

	private final int[] text;

	private int index;

	private PythonJson(String text) {
		this.text = text.codePoints().toArray();
	}

	/**
	 * Return the value that {@code json.loads} returns, which also takes {@code NaN} and
	 * {@code Infinity}.
	 * @param json the text
	 * @return the value; what is not a number is a {@link Double}
	 * @throws IllegalArgumentException if the text is not JSON for Python either
	 */
	public static @Nullable Object parse(String json) {
		try {
			return JsonCodec.parse(json);
		}
		catch (IllegalArgumentException ex) {
			if (!NOT_FINITE.matcher(json).find()) {
				throw ex;
			}
			try {
				return JiterParser.parse(json);
			}
			catch (InvalidJsonException invalid) {
				throw ex;
			}
		}
	}

	/**
	 * Return the text of the {@code JSONDecodeError}.
	 * @param json a text that is not JSON
	 * @return what is wrong with it, and where
	 */
	public static String error(String json) {
		PythonJson scanner = new PythonJson(json);
		try {
			scanner.skipSpace();
			scanner.value();
			scanner.skipSpace();
			return scanner.message("Extra data", scanner.index);
		}
		catch (Invalid ex) {
			return scanner.message(ex.reason, ex.position);
		}
	}

	private String message(String reason, int position) {
		int line = 1;
		int lineStart = 0;
		for (int i = 0; i < position; i++) {
			if (this.text[i] == '\n') {
				line++;
				lineStart = i + 1;
			}
		}
		return reason + ": line " + line + " column " + (position - lineStart + 1) + " (char " + position + ")";
	}

	private int at(int position) {
		return (position < this.text.length) ? this.text[position] : -1;
	}

	private void skipSpace() {
		int next = at(this.index);
		while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
			next = at(++this.index);
		}
	}

	private void value() throws Invalid {
		switch (at(this.index)) {
			case '"' -> string();
			case '{' -> object();
			case '[' -> array();
			case 'n' -> literal("null");
			case 't' -> literal("true");
			case 'f' -> literal("false");
			case 'N' -> literal("NaN");
			case 'I' -> literal("Infinity");
			default -> number();
		}
	}

	private void literal(String literal) throws Invalid {
		for (int i = 0; i < literal.length(); i++) {
			if (at(this.index + i) != literal.charAt(i)) {
				throw new Invalid("Expecting value", this.index);
			}
		}
		this.index += literal.length();
	}

	private void number() throws Invalid {
		int start = this.index;
		int position = (at(start) == '-') ? start + 1 : start;
		if (position > start && at(position) == 'I') {
			literal("-Infinity");
			return;
		}
		if (!isDigit(at(position))) {
			throw new Invalid("Expecting value", start);
		}
		position = (at(position) == '0') ? position + 1 : afterDigits(position);
		if (at(position) == '.' && isDigit(at(position + 1))) {
			position = afterDigits(position + 1);
		}
		if (at(position) == 'e' || at(position) == 'E') {
			int exponent = position + ((at(position + 1) == '+' || at(position + 1) == '-') ? 2 : 1);
			position = isDigit(at(exponent)) ? afterDigits(exponent) : position;
		}
		this.index = position;
	}

	private static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	private int afterDigits(int position) {
		int end = position;
		while (isDigit(at(end))) {
			end++;
		}
		return end;
	}

	private void object() throws Invalid {
		this.index++;
		skipSpace();
		if (at(this.index) == '}') {
			this.index++;
			return;
		}
		while (true) {
			if (at(this.index) != '"') {
				throw new Invalid("Expecting property name enclosed in double quotes", this.index);
			}
			string();
			skipSpace();
			if (at(this.index) != ':') {
				throw new Invalid("Expecting \':\' delimiter", this.index);
			}
			this.index++;
			skipSpace();
			value();
			if (ends('}')) {
				return;
			}
		}
	}

	private void array() throws Invalid {
		this.index++;
		skipSpace();
		if (at(this.index) == ']') {
			this.index++;
			return;
		}
		do {
			value();
		}
		while (!ends(']'));
	}

	/**
	 * Read what follows a member or an element.
	 */
	private boolean ends(char end) throws Invalid {
		skipSpace();
		int next = at(this.index);
		if (next != end && next != ',') {
			throw new Invalid("Expecting \',\' delimiter", this.index);
		}
		this.index++;
		if (next == ',') {
			skipSpace();
		}
		return next == end;
	}

	private void string() throws Invalid {
		int start = this.index++;
		while (true) {
			int next = at(this.index);
			if (next < 0) {
				throw new Invalid("Unterminated string starting at", start);
			}
			if (next < ' ') {
				throw new Invalid("Invalid control character at", this.index);
			}
			this.index++;
			if (next == '"') {
				return;
			}
			if (next == '\\') {
				escape(start);
			}
		}
	}

	private void escape(int start) throws Invalid {
		int escaped = at(this.index);
		if (escaped < 0) {
			throw new Invalid("Unterminated string starting at", start);
		}
		if (escaped == 'u') {
			if (at(this.index + 5) < 0) {
				throw new Invalid("Invalid \\uXXXX escape", this.index);
			}
			for (int i = 1; i <= 4; i++) {
				if (Character.digit(at(this.index + i), 16) < 0) {
					throw new Invalid("Invalid \\uXXXX escape", this.index);
				}
			}
			this.index += 4;
		}
		else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
			throw new Invalid("Invalid \\escape", this.index - 1);
		}
		this.index++;
	}

	/**
	 * A problem, and its character.
	 */
	private static final class Invalid extends Exception {

		private static final long serialVersionUID = 1L;

		private final String reason;

		private final int position;

		Invalid(String reason, int position) {
			super(reason);
			this.reason = reason;
			this.position = position;
		}

	}

}
