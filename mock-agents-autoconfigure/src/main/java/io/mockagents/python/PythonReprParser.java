package io.mockagents.python;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.python.PythonValue.Sequence.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Python's {@code repr()} writes, in one pass and without going back.
 */
final class PythonReprParser {

	private static final int MAX_DEPTH = 200;

	private static final int MAX_LENGTH = 1 << 24;

	private static final int QUOTED = 20;

	private static final char END = '\uFFFF';

	private static final String LOCALS = "<locals>";

	private static final String OUTPUT_ITEM = "ToolCallOutputItem";

	/** The text after the output in every {@value #OUTPUT_ITEM}. */
	private static final String AFTER_OUTPUT = ", type='tool_call_output_item'";

	private static final String PART = "(?:[\\d.]++(?:e[+-]\\d++)?|inf|nan)";

	private static final Pattern COMPLEX = Pattern.compile("\\(-?" + PART + "[+-]" + PART + "j\\)");

	private final CharSequence text;

	private int position;

	private int depth;

	private PythonReprParser(CharSequence text) {
		this.text = text;
	}

	static PythonValue parse(CharSequence text) {
		PythonReprParser parser = new PythonReprParser(text);
		if (text.length() > MAX_LENGTH) {
			throw parser.failure("a text of at most " + MAX_LENGTH + " characters");
		}
		PythonValue value = parser.value();
		parser.skipSpace();
		if (parser.position < text.length()) {
			throw parser.failure("the end of the text");
		}
		return value;
	}

	private PythonValue value() {
		if (++this.depth > MAX_DEPTH) {
			throw failure("a text that is nested at most " + MAX_DEPTH + " deep");
		}
		skipSpace();
		char c = peek();
		PythonValue value = switch (c) {
			case '\'', '"' -> new PythonValue.Str(string());
			case '[' -> new PythonValue.Sequence(Kind.LIST, elements(']'));
			case '(' -> tupleOrComplex();
			case '{' -> dictOrSet();
			case '<' -> angled();
			case '.' -> ellipsis();
			default -> (c == '-' || isDigit(c)) ? number() : word();
		};
		this.depth--;
		return value;
	}

	private PythonValue tupleOrComplex() {
		Matcher complex = COMPLEX.matcher(this.text).region(this.position, this.text.length());
		if (complex.lookingAt()) {
			this.position = complex.end();
			return new PythonValue.Opaque(complex.group());
		}
		return new PythonValue.Sequence(Kind.TUPLE, elements(')'));
	}

	private List<PythonValue> elements(char close) {
		this.position++;
		List<PythonValue> elements = new ArrayList<>();
		while (!closes(close)) {
			elements.add(value());
			separator(close);
		}
		return elements;
	}

	private PythonValue dictOrSet() {
		this.position++;
		Map<PythonValue, PythonValue> entries = new LinkedHashMap<>();
		List<PythonValue> elements = new ArrayList<>();
		while (!closes('}')) {
			PythonValue element = value();
			skipSpace();
			boolean hasValue = peek() == ':';
			if (hasValue && elements.isEmpty()) {
				this.position++;
				entries.put(element, value());
			}
			else if (hasValue || !entries.isEmpty()) {
				throw failure(hasValue ? "another element of the set" : "':' and a value");
			}
			else {
				elements.add(element);
			}
			separator('}');
		}
		return elements.isEmpty() ? new PythonValue.Dict(entries) : new PythonValue.Sequence(Kind.SET, elements);
	}

	/**
	 * Whether the collection ends here.
	 */
	private boolean closes(char close) {
		skipSpace();
		if (peek() != close) {
			return false;
		}
		this.position++;
		return true;
	}

	private void separator(char close) {
		skipSpace();
		if (peek() == ',') {
			this.position++;
		}
		else if (peek() != close) {
			throw failure("',' or '" + close + "'");
		}
	}

	private PythonValue ellipsis() {
		for (int i = 0; i < 3; i++) {
			expect('.');
		}
		return new PythonValue.Opaque("...");
	}

	/**
	 * A value that starts with a letter: a constant, bytes, a call, a type, or a bare
	 * name.
	 */
	private PythonValue word() {
		int start = this.position;
		String name = qualifiedName();
		if (name.isEmpty()) {
			throw failure("a value");
		}
		char next = peek();
		if (name.equals("b") && (next == '\'' || next == '"')) {
			return new PythonValue.Bytes(bytes());
		}
		if (next == '(') {
			return call(name);
		}
		if (isUnion()) {
			return union(start);
		}
		return switch (name) {
			case "None" -> new PythonValue.None();
			case "True" -> new PythonValue.Bool(true);
			case "False" -> new PythonValue.Bool(false);
			case "nan" -> new PythonValue.Float(Double.NaN);
			case "inf" -> new PythonValue.Float(Double.POSITIVE_INFINITY);
			default -> new PythonValue.Opaque(this.text.subSequence(start, this.position).toString());
		};
	}

	/**
	 * The name of a class, such as {@code f.<locals>.A}, or of a type, such as
	 * {@code list[int]}.
	 */
	private String qualifiedName() {
		StringBuilder name = new StringBuilder(name());
		while (!name.isEmpty() && (peek() == '[' || startsWith(LOCALS))) {
			int start = this.position;
			if (peek() == '[') {
				skipSubscript();
			}
			else {
				this.position += LOCALS.length();
			}
			name.append(this.text, start, this.position).append(name());
		}
		return name.toString();
	}

	private void skipSubscript() {
		int open = 0;
		do {
			char c = peek();
			if (this.position >= this.text.length()) {
				throw failure("']'");
			}
			if (c == '\'' || c == '"') {
				string();
				continue;
			}
			open += (c == '[') ? 1 : (c == ']') ? -1 : 0;
			this.position++;
		}
		while (open > 0);
	}

	private boolean isUnion() {
		return startsWith(" | ");
	}

	/**
	 * A type that is one of several, such as {@code app.Verdict | None}.
	 */
	private PythonValue union(int start) {
		while (isUnion()) {
			this.position += 3;
			if (qualifiedName().isEmpty()) {
				throw failure("a type");
			}
		}
		return new PythonValue.Opaque(this.text.subSequence(start, this.position).toString());
	}

	private boolean startsWith(String expected) {
		for (int i = 0; i < expected.length(); i++) {
			if (peek(i) != expected.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private PythonValue call(String name) {
		this.position++;
		List<PythonValue> arguments = new ArrayList<>();
		Map<String, PythonValue> fields = new LinkedHashMap<>();
		while (!closes(')')) {
			String field = fieldName();
			if (field == null && !fields.isEmpty()) {
				throw failure("a name and '='");
			}
			else if (field == null) {
				arguments.add(value());
			}
			else if (fields.put(field,
					(field.equals("output") && name.equals(OUTPUT_ITEM)) ? output() : value()) != null) {
				throw failure("each field once, which '" + field + "' is not, in " + name);
			}
			separator(')');
		}
		boolean emptySet = name.equals("set") && arguments.isEmpty() && fields.isEmpty();
		return emptySet ? new PythonValue.Sequence(Kind.SET, List.of()) : new PythonValue.Call(name, arguments, fields);
	}

	/**
	 * The result of a tool: anything, also an object that prints itself as it likes. Such
	 * a text ends where the next field begins.
	 */
	private PythonValue output() {
		int start = this.position;
		int startDepth = this.depth;
		PythonValue value = null;
		PythonReprException failure = null;
		try {
			value = value();
			if (startsWith(AFTER_OUTPUT)) {
				return value;
			}
		}
		catch (PythonReprException ex) {
			failure = ex;
		}
		int parsed = this.position;
		this.depth = startDepth;
		this.position = start;
		while (this.position < this.text.length() && !startsWith(AFTER_OUTPUT)) {
			this.position++;
		}
		if (this.position < this.text.length()) {
			return new PythonValue.Opaque(this.text.subSequence(start, this.position).toString());
		}
		this.position = parsed;
		if (value == null) {
			throw (failure != null) ? failure : failure("a value");
		}
		return value;
	}

	/**
	 * Read {@code name=} if it is there.
	 */
	private @Nullable String fieldName() {
		int end = this.position;
		while (end < this.text.length() && Character.isUnicodeIdentifierPart(this.text.charAt(end))) {
			end++;
		}
		if (end == this.position || end == this.text.length() || this.text.charAt(end) != '='
				|| isDigit(this.text.charAt(this.position))) {
			return null;
		}
		String name = this.text.subSequence(this.position, end).toString();
		this.position = end + 1;
		return name;
	}

	/**
	 * What stands in angle brackets: a member of an enum, or anything else.
	 */
	private PythonValue angled() {
		int start = this.position++;
		String name = name();
		if (!name.isEmpty() && peek() == ':' && peek(1) == ' ') {
			this.position++;
			PythonValue value = value();
			expect('>');
			return new PythonValue.Member(name, value);
		}
		int open = 1;
		while (open > 0) {
			if (this.position >= this.text.length()) {
				throw failure("'>', to close what is opened at " + start);
			}
			char c = peek();
			if (c == '<') {
				open++;
			}
			else if (c == '>' && this.text.charAt(this.position - 1) != '-') {
				open--;
			}
			this.position++;
		}
		return new PythonValue.Opaque(this.text.subSequence(start, this.position).toString());
	}

	private String name() {
		int start = this.position;
		while (isNamePart(peek())) {
			this.position++;
		}
		return this.text.subSequence(start, this.position).toString();
	}

	private static boolean isNamePart(char c) {
		return c != END && (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c) || c == '.'
				|| c == '|');
	}

	private PythonValue number() {
		int start = this.position;
		if (peek() == '-') {
			this.position++;
			if (peek() == 'i') {
				String name = name();
				if (name.equals("inf")) {
					return new PythonValue.Float(Double.NEGATIVE_INFINITY);
				}
				if (name.equals("infj")) {
					return new PythonValue.Opaque("-infj");
				}
				this.position = start;
				throw failure("a number");
			}
		}
		boolean integer = true;
		char c;
		while (isDigit(c = peek()) || c == '.' || c == 'e' || c == 'E'
				|| ((c == '-' || c == '+') && Character.toLowerCase(this.text.charAt(this.position - 1)) == 'e')) {
			integer &= isDigit(c);
			this.position++;
		}
		String number = this.text.subSequence(start, this.position).toString();
		try {
			double floating = Double.parseDouble(number);
			if (peek() == 'j') {
				this.position++;
				return new PythonValue.Opaque(number + "j");
			}
			return integer ? new PythonValue.Int(new BigInteger(number)) : new PythonValue.Float(floating);
		}
		catch (NumberFormatException ex) {
			this.position = start;
			throw failure("a number");
		}
	}

	private String string() {
		char quote = this.text.charAt(this.position++);
		StringBuilder value = new StringBuilder();
		while (true) {
			char c = inside(quote);
			if (c == quote) {
				return value.toString();
			}
			if (c == '\\') {
				value.appendCodePoint(escape(quote, true));
			}
			else {
				value.append(c);
			}
		}
	}

	private byte[] bytes() {
		char quote = this.text.charAt(this.position++);
		ByteArrayOutputStream value = new ByteArrayOutputStream();
		while (true) {
			char c = inside(quote);
			if (c == quote) {
				return value.toByteArray();
			}
			if (c >= 0x80) {
				this.position--;
				throw failure("an ASCII character, as all are in bytes");
			}
			value.write((c == '\\') ? escape(quote, false) : c);
		}
	}

	/**
	 * Take a character of what is quoted.
	 */
	private char inside(char quote) {
		if (this.position >= this.text.length()) {
			throw failure("the closing " + quote);
		}
		char c = this.text.charAt(this.position++);
		if (c == '\n') {
			this.position--;
			throw failure("the closing " + quote + ", or \\n for a line break");
		}
		return c;
	}

	private int escape(char quote, boolean wide) {
		char c = inside(quote);
		return switch (c) {
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case '\\', '\'', '"' -> c;
			case 'x' -> hex(2);
			case 'u' -> wide ? hex(4) : unknownEscape();
			case 'U' -> wide ? hex(8) : unknownEscape();
			default -> unknownEscape();
		};
	}

	private int unknownEscape() {
		this.position -= 2;
		throw failure("one of the escapes that repr() writes");
	}

	private int hex(int digits) {
		int value = 0;
		for (int i = 0; i < digits; i++) {
			int digit = Character.digit(peek(), 16);
			if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
				throw failure(digits + " hexadecimal digits of a code point");
			}
			value = value * 16 + digit;
			this.position++;
		}
		return value;
	}

	private void skipSpace() {
		while (Character.isWhitespace(peek())) {
			this.position++;
		}
	}

	private void expect(char expected) {
		if (peek() != expected) {
			throw failure("'" + expected + "'");
		}
		this.position++;
	}

	private char peek() {
		return peek(0);
	}

	private char peek(int ahead) {
		int index = this.position + ahead;
		return (index < this.text.length()) ? this.text.charAt(index) : END;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private PythonReprException failure(String expected) {
		int at = Math.min(this.position, this.text.length());
		String before = this.text.subSequence(Math.max(0, at - QUOTED), at).toString();
		String after = this.text.subSequence(at, Math.min(this.text.length(), at + QUOTED)).toString();
		return new PythonReprException("Expected " + expected + " at character " + at + ": "
				+ (before + "<here>" + after).replace("\n", "\\n"), at);
	}

}
