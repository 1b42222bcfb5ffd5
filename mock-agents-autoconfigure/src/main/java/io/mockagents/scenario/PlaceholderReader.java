package io.mockagents.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.scenario.Placeholder.CodePatch;
import io.mockagents.scenario.Placeholder.Reference;
import io.mockagents.scenario.patch.PatchEdit;
import io.mockagents.scenario.yaml.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads one placeholder of a text: <code>reference}</code>, or
 * <code>patch.edit('text', name='text', source=reference)}</code>, each with or without a
 * fallback <code>:-text</code>. Within quotes, the quote itself is doubled.
 */
final class PlaceholderReader {

	private static final String PATCH = "patch.";

	private static final String TEXT = "text";

	private static final String SOURCE = "source";

	/**
	 * The edits, each with the names of its arguments.
	 */
	static final Map<String, List<String>> EDITS = Map.of("comment", List.of(TEXT, "function", SOURCE), "docstring",
			List.of(TEXT, "function", SOURCE), "blank_line", List.of("function", SOURCE), "insert",
			List.of(TEXT, "before", "after", SOURCE));

	private final String source;

	private final int start;

	private int at;

	/**
	 * Create a reader.
	 * @param source the whole text
	 * @param start the position behind <code>${</code>
	 */
	PlaceholderReader(String source, int start) {
		this.source = source;
		this.start = start;
		this.at = start;
	}

	/**
	 * Return the position behind the placeholder.
	 */
	int end() {
		return this.at;
	}

	/**
	 * Read the placeholder.
	 * @throws IllegalArgumentException if there is none
	 */
	Placeholder read() {
		int brace = this.source.indexOf('}', this.start);
		int fallback = this.source.indexOf(":-", this.start);
		int bracket = this.source.indexOf('(', this.start);
		if (brace < 0) {
			throw new IllegalArgumentException("a placeholder starts with '${' but does not end with '}'");
		}
		if (bracket >= 0 && bracket < brace && (fallback < 0 || bracket < fallback)) {
			return patch(bracket);
		}
		this.at = (fallback >= 0 && fallback < brace) ? fallback : brace;
		String reference = this.source.substring(this.start, this.at);
		if (reference.strip().startsWith(PATCH)) {
			throw new IllegalArgumentException("'${" + reference + "}' needs brackets, as in ${patch.comment('text')}");
		}
		String text = rest();
		return Reference.parse(reference, text);
	}

	/**
	 * Read the fallback, if there is one, and the closing brace.
	 */
	private @Nullable String rest() {
		boolean fallback = this.source.startsWith(":-", this.at);
		int from = fallback ? this.at + 2 : this.at;
		int end = this.source.indexOf('}', from);
		if (end < 0 || (!fallback && end != from)) {
			throw new IllegalArgumentException(
					"expected '}' behind '${" + this.source.substring(this.start, this.at) + "'");
		}
		this.at = end + 1;
		return fallback ? this.source.substring(from, end) : null;
	}

	private Placeholder patch(int bracket) {
		String name = this.source.substring(this.start, bracket).strip();
		String edit = name.startsWith(PATCH) ? name.substring(PATCH.length()) : "";
		List<String> known = EDITS.get(edit);
		if (known == null) {
			throw new IllegalArgumentException("unknown placeholder '${" + name + "(...)}'. "
					+ Fields.suggestion(name, EDITS.keySet().stream().sorted().map(PATCH::concat).toList()));
		}
		this.at = bracket + 1;
		Map<String, Object> arguments = arguments(name, known);
		String text = this.source.substring(this.start, this.at);
		skipSpace();
		return new CodePatch(text, edit(name, edit, arguments), (Reference) arguments.get(SOURCE), rest());
	}

	private static PatchEdit edit(String name, String edit, Map<String, Object> arguments) {
		String text = text(arguments, TEXT);
		String function = text(arguments, "function");
		if (edit.equals("blank_line")) {
			return new PatchEdit.BlankLine(function);
		}
		if (text == null) {
			throw new IllegalArgumentException("'" + name + "' needs a text, as in ${" + name + "('text')}");
		}
		String before = text(arguments, "before");
		String after = text(arguments, "after");
		if (before != null && after != null) {
			throw new IllegalArgumentException("'" + name + "' accepts either before or after, not both");
		}
		return switch (edit) {
			case "comment" -> new PatchEdit.Comment(text, function);
			case "docstring" -> new PatchEdit.Docstring(text, function);
			default -> new PatchEdit.Insert(text, before, after);
		};
	}

	private static @Nullable String text(Map<String, Object> arguments, String name) {
		return (String) arguments.get(name);
	}

	private Map<String, Object> arguments(String edit, List<String> known) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		skipSpace();
		while (current() != ')') {
			String name = isQuote(current()) ? TEXT : name(edit);
			if (!known.contains(name)) {
				throw new IllegalArgumentException(name.equals(TEXT) ? "'" + edit + "' does not accept a text"
						: "'" + edit + "' does not accept '" + name + "'. " + Fields.suggestion(name, known));
			}
			Object value = name.equals(SOURCE) ? reference(edit) : quoted(edit, name);
			if (arguments.putIfAbsent(name, value) != null) {
				throw new IllegalArgumentException("'" + edit + "' has '" + name + "' twice");
			}
			skipSpace();
			if (current() == ',') {
				this.at++;
				skipSpace();
			}
			else if (current() != ')') {
				throw new IllegalArgumentException(
						"expected ',' or ')' behind '${" + this.source.substring(this.start, this.at) + "'");
			}
		}
		this.at++;
		return arguments;
	}

	private String name(String edit) {
		int from = this.at;
		while (Character.isLetterOrDigit(current()) || current() == '_') {
			this.at++;
		}
		String name = this.source.substring(from, this.at);
		skipSpace();
		if (name.isEmpty() || current() != '=') {
			throw new IllegalArgumentException("the arguments of '" + edit + "' are texts in quotes, or name='text'");
		}
		this.at++;
		skipSpace();
		return name;
	}

	private Reference reference(String edit) {
		int from = this.at;
		while (current() != ',' && current() != ')') {
			this.at++;
		}
		String text = this.source.substring(from, this.at).strip();
		if (!text.isEmpty() && isQuote(text.charAt(0))) {
			throw new IllegalArgumentException(
					"the source of '" + edit + "' is a reference such as context.code, without quotes, not " + text);
		}
		return Reference.parse(text, null);
	}

	private String quoted(String edit, String name) {
		char quote = current();
		if (!isQuote(quote)) {
			throw new IllegalArgumentException("'" + name + "' of '" + edit + "' is a text in quotes");
		}
		StringBuilder text = new StringBuilder();
		for (this.at++; current() != quote || doubled(quote); this.at++) {
			text.append(current());
			this.at += (current() == quote) ? 1 : 0;
		}
		this.at++;
		if (text.indexOf("${") >= 0) {
			throw new IllegalArgumentException("'" + name + "' of '" + edit + "' contains another placeholder");
		}
		return text.toString();
	}

	private boolean doubled(char quote) {
		return this.at + 1 < this.source.length() && this.source.charAt(this.at + 1) == quote;
	}

	private static boolean isQuote(char c) {
		return c == '\'' || c == '"';
	}

	private void skipSpace() {
		while (this.at < this.source.length() && Character.isWhitespace(this.source.charAt(this.at))) {
			this.at++;
		}
	}

	private char current() {
		if (this.at >= this.source.length()) {
			throw new IllegalArgumentException(
					"'${" + this.source.substring(this.start).strip() + "' has no end: a quote or bracket is missing");
		}
		return this.source.charAt(this.at);
	}

}
