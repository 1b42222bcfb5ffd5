package io.mockagents.python;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as pydantic does, whose parser is called jiter: problems are reported in its
 * words, with the line and the column, counted in bytes.
 */
final class JiterParser {

	private static final int MOST_DEPTH = 200;

	private final byte[] data;

	private int index;

	private JiterParser(String json) {
		this.data = json.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read a value.
	 * @return the value, in the form that {@link JsonObject} describes; numbers beyond
	 * the range of a double, and NaN, are {@link Double}s
	 * @throws InvalidJsonException if the text is not JSON
	 */
	static @Nullable Object parse(String json) throws InvalidJsonException {
		JiterParser parser = new JiterParser(json);
		Object value = parser.value(parser.peekValue(), 0);
		if (parser.skipSpace() >= 0) {
			throw parser.error("trailing characters");
		}
		return value;
	}

	private int at(int position) {
		return (position < this.data.length) ? this.data[position] & 0xFF : -1;
	}

	/**
	 * Return the next byte that is not a space, or -1 at the end.
	 */
	private int skipSpace() {
		int next = at(this.index);
		while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
			next = at(++this.index);
		}
		return next;
	}

	private int peekValue() throws InvalidJsonException {
		int next = skipSpace();
		if (next < 0) {
			throw error("EOF while parsing a value");
		}
		return next;
	}

	private @Nullable Object value(int first, int depth) throws InvalidJsonException {
		return switch (first) {
			case '"' -> string();
			case '{' -> object(nested(depth));
			case '[' -> array(nested(depth));
			case 't' -> literal("true", Boolean.TRUE);
			case 'f' -> literal("false", Boolean.FALSE);
			case 'n' -> literal("null", null);
			case 'N' -> literal("NaN", Double.NaN);
			case 'I' -> literal("Infinity", Double.POSITIVE_INFINITY);
			default -> {
				if (first != '-' && !isDigit(first)) {
					throw error("expected value");
				}
				yield number();
			}
		};
	}

	private int nested(int depth) throws InvalidJsonException {
		if (depth > MOST_DEPTH) {
			throw error("recursion limit exceeded");
		}
		return depth + 1;
	}

	private @Nullable Object literal(String text, @Nullable Object value) throws InvalidJsonException {
		for (int i = 0; i < text.length(); i++) {
			int next = at(this.index);
			if (next != text.charAt(i)) {
				throw error((next < 0) ? "EOF while parsing a value" : "expected ident");
			}
			this.index++;
		}
		return value;
	}

	private JsonObject object(int depth) throws InvalidJsonException {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		this.index++;
		int next = skipSpace();
		if (next < 0) {
			throw error("EOF while parsing an object");
		}
		if (next == '}') {
			this.index++;
			return JsonObject.of();
		}
		while (true) {
			if (next != '"') {
				throw error("key must be a string");
			}
			String key = key();
			members.put(key, value(peekValue(), depth));
			next = skipSpace();
			if (next == '}') {
				this.index++;
				return new Members(members).toObject();
			}
			if (next != ',') {
				throw error((next < 0) ? "EOF while parsing an object" : "expected `,` or `}`");
			}
			this.index++;
			next = peekValue();
			if (next == '}') {
				throw error("trailing comma");
			}
		}
	}

	private String key() throws InvalidJsonException {
		String key = string();
		int next = skipSpace();
		if (next != ':') {
			throw error((next < 0) ? "EOF while parsing an object" : "expected `:`");
		}
		this.index++;
		return key;
	}

	private List<@Nullable Object> array(int depth) throws InvalidJsonException {
		List<@Nullable Object> elements = new ArrayList<>();
		this.index++;
		int next = skipSpace();
		if (next < 0) {
			throw error("EOF while parsing a list");
		}
		if (next == ']') {
			this.index++;
			return elements;
		}
		while (true) {
			elements.add(value(next, depth));
			next = skipSpace();
			if (next == ']') {
				this.index++;
				return elements;
			}
			if (next != ',') {
				throw error((next < 0) ? "EOF while parsing a list" : "expected `,` or `]`");
			}
			this.index++;
			next = peekValue();
			if (next == ']') {
				throw error("trailing comma");
			}
		}
	}

	private static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	private @Nullable Object number() throws InvalidJsonException {
		int start = this.index;
		if (at(this.index) == '-') {
			this.index++;
			if (at(this.index) == 'I') {
				return literal("Infinity", Double.NEGATIVE_INFINITY);
			}
		}
		if (at(this.index) == '0') {
			this.index++;
			if (isDigit(at(this.index))) {
				throw error("invalid number");
			}
		}
		else {
			digits();
		}
		boolean integer = true;
		if (at(this.index) == '.') {
			integer = false;
			this.index++;
			digits();
		}
		if (at(this.index) == 'e' || at(this.index) == 'E') {
			integer = false;
			this.index++;
			if (at(this.index) == '+' || at(this.index) == '-') {
				this.index++;
			}
			digits();
		}
		String text = new String(this.data, start, this.index - start, StandardCharsets.US_ASCII);
		if (integer) {
			return JsonObject.normalize(new BigInteger(text));
		}
		double number = Double.parseDouble(text);
		return Double.isInfinite(number) ? (Object) number : JsonObject.normalize(number);
	}

	private void digits() throws InvalidJsonException {
		if (!isDigit(at(this.index))) {
			throw error((at(this.index) < 0) ? "EOF while parsing a value" : "invalid number");
		}
		while (isDigit(at(this.index))) {
			this.index++;
		}
	}

	private String string() throws InvalidJsonException {
		this.index++;
		int start = this.index;
		StringBuilder text = null;
		while (true) {
			int next = at(this.index);
			if (next < 0) {
				throw error("EOF while parsing a string");
			}
			if (next < ' ') {
				throw error("control character (\\u0000-\\u001F) found while parsing a string");
			}
			if (next == '"' || next == '\\') {
				String plain = new String(this.data, start, this.index - start, StandardCharsets.UTF_8);
				if (next == '"') {
					this.index++;
					return (text != null) ? text.append(plain).toString() : plain;
				}
				text = ((text != null) ? text : new StringBuilder()).append(plain);
				this.index++;
				text.appendCodePoint(escape());
				start = this.index + 1;
			}
			this.index++;
		}
	}

	/**
	 * Read an escape, up to its last byte.
	 */
	private int escape() throws InvalidJsonException {
		int escaped = at(this.index);
		return switch (escaped) {
			case '"', '\\', '/' -> escaped;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> codePoint();
			case -1 -> throw error("EOF while parsing a string");
			default -> throw error("invalid escape");
		};
	}

	private int codePoint() throws InvalidJsonException {
		int high = hex();
		if (Character.isLowSurrogate((char) high)) {
			throw error("lone leading surrogate in hex escape");
		}
		if (!Character.isHighSurrogate((char) high)) {
			return high;
		}
		int next = at(this.index + 1);
		if (next < 0 || (next == '\\' && at(this.index + 2) < 0)) {
			this.index = this.data.length;
			throw error("EOF while parsing a string");
		}
		if (next != '\\' || at(this.index + 2) != 'u') {
			this.index += (next == '\\') ? 2 : 1;
			throw error("unexpected end of hex escape");
		}
		this.index += 2;
		int low = hex();
		if (!Character.isLowSurrogate((char) low)) {
			throw error("lone leading surrogate in hex escape");
		}
		return Character.toCodePoint((char) high, (char) low);
	}

	private int hex() throws InvalidJsonException {
		if (this.index + 4 >= this.data.length) {
			this.index = this.data.length;
			throw error("EOF while parsing a string");
		}
		int value = 0;
		for (int i = 0; i < 4; i++) {
			this.index++;
			int digit = Character.digit(at(this.index), 16);
			if (digit < 0) {
				throw error("invalid escape");
			}
			value = value * 16 + digit;
		}
		return value;
	}

	private InvalidJsonException error(String reason) {
		int line = 1;
		int lineStart = 0;
		for (int i = 0; i < this.data.length; i++) {
			if (this.data[i] == '\n') {
				line++;
				lineStart = i + 1;
			}
			if (i == this.index) {
				return new InvalidJsonException(reason, line, i + 1 - lineStart);
			}
		}
		return new InvalidJsonException(reason, line, Math.max(0, this.data.length - lineStart));
	}

	/**
	 * An object's members; a value without a form in JSON is kept unchanged.
	 */
	private record Members(Map<String, @Nullable Object> members) {

		JsonObject toObject() {
			return JsonObject.ofShared(this.members.keySet().toArray(String[]::new), this.members.values().toArray());
		}

	}

	/**
	 * The text is not JSON.
	 */
	static final class InvalidJsonException extends Exception {

		@Serial
		private static final long serialVersionUID = 1L;

		InvalidJsonException(String reason, int line, int column) {
			super(reason + " at line " + line + " column " + column);
		}

	}

}
