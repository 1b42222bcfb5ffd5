package io.mockagents.scenario.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a Python file and the functions in it. Code that is not valid is read as
 * far as it goes.
 */
public final class PythonCode {

	private static final Pattern FUNCTION = Pattern.compile("(?:async\\s+)?def\\s+(?<name>\\w+).*",
			Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

	private static final Pattern CLASS = Pattern.compile("class\\s+(?<name>\\w+).*",
			Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

	private static final Pattern STRING = Pattern.compile("[rRuU]?[\"'].*", Pattern.DOTALL);

	private static final Pattern ENCODING = Pattern.compile("#.*coding[:=].*", Pattern.DOTALL);

	private static final String DEFAULT_FUNCTION = "main";

	private final List<String> lines;

	private final List<Statement> statements = new ArrayList<>();

	private final List<Function> functions = new ArrayList<>();

	/**
	 * Read code.
	 * @param code the content of the file
	 */
	public PythonCode(String code) {
		this.lines = lines(code);
		readStatements();
		readFunctions();
	}

	/**
	 * Return the lines of a text. Each but the last ends with {@code \n}.
	 */
	static List<String> lines(String text) {
		List<String> lines = new ArrayList<>();
		int start = 0;
		for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
			lines.add(text.substring(start, end + 1));
			start = end + 1;
		}
		if (start < text.length()) {
			lines.add(text.substring(start));
		}
		return lines;
	}

	private void readStatements() {
		Scanner scanner = new Scanner(this.lines);
		for (int at = 0; at < this.lines.size();) {
			Statement statement = scanner.statement(at);
			if (!statement.isEmpty()) {
				this.statements.add(statement);
			}
			at = statement.end() + 1;
		}
	}

	private void readFunctions() {
		List<Scope> scopes = new ArrayList<>();
		int decorated = -1;
		for (int i = 0; i < this.statements.size(); i++) {
			Statement statement = this.statements.get(i);
			String indent = statement.indent();
			scopes.removeIf((scope) -> scope.indent().length() >= indent.length());
			if (statement.text().startsWith("@")) {
				decorated = (decorated >= 0) ? decorated : statement.start();
				continue;
			}
			int head = (decorated >= 0) ? decorated : statement.start();
			decorated = -1;
			Matcher function = FUNCTION.matcher(statement.text());
			Matcher type = CLASS.matcher(statement.text());
			if (function.matches()) {
				String path = path(scopes, function.group("name"));
				this.functions.add(new Function(path, head, statement, bodyOf(i)));
				scopes.add(new Scope(indent, path));
			}
			else if (type.matches()) {
				scopes.add(new Scope(indent, path(scopes, type.group("name"))));
			}
		}
	}

	private static String path(List<Scope> scopes, String name) {
		return scopes.isEmpty() ? name : scopes.get(scopes.size() - 1).path() + "." + name;
	}

	private @Nullable Statement bodyOf(int index) {
		Statement statement = this.statements.get(index);
		Statement next = (index + 1 < this.statements.size()) ? this.statements.get(index + 1) : null;
		boolean deeper = next != null && next.indent().length() > statement.indent().length();
		return (deeper && statement.body().isEmpty()) ? next : null;
	}

	List<String> lines() {
		return Collections.unmodifiableList(this.lines);
	}

	/**
	 * Return the functions and methods in the order of the file.
	 */
	List<Function> functions() {
		return Collections.unmodifiableList(this.functions);
	}

	/**
	 * Return the function that is meant where none is named: {@code main}, or the first.
	 */
	@Nullable Function defaultFunction() {
		Function main = function(DEFAULT_FUNCTION);
		return (main != null || this.functions.isEmpty()) ? main : this.functions.get(0);
	}

	/**
	 * Return the first function with a name.
	 * @param name the name, alone or with those of the classes and functions around it
	 */
	@Nullable Function function(String name) {
		return this.functions.stream()
			.filter((function) -> function.path().equals(name) || function.path().endsWith("." + name))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the first line before which something may stand: those that name to the
	 * system or Python how to read the file remain on top.
	 */
	int top() {
		int top = (!this.lines.isEmpty() && this.lines.get(0).startsWith("#!")) ? 1 : 0;
		boolean encoding = top < this.lines.size() && ENCODING.matcher(this.lines.get(top)).matches();
		return encoding ? top + 1 : top;
	}

	/**
	 * Return how the lines around a position end.
	 */
	String lineBreakAt(int line) {
		String neighbour = this.lines.isEmpty() ? "" : this.lines.get(Math.max(0, line - 1));
		return neighbour.endsWith("\r\n") ? "\r\n" : "\n";
	}

	/**
	 * A function or method.
	 *
	 * @param path its name behind those of the classes and functions around it
	 * @param head the line of its first decorator, otherwise of its definition
	 * @param definition its definition
	 * @param firstStatement the first statement of its body, or {@code null} if it stands
	 * in the line of the definition or there is none
	 */
	record Function(String path, int head, Statement definition, @Nullable Statement firstStatement) {

		String indent() {
			return this.definition.indent();
		}

		/**
		 * Return the indentation of its body.
		 */
		String bodyIndent() {
			return (this.firstStatement != null) ? this.firstStatement.indent()
					: indent() + (indent().endsWith("\t") ? "\t" : "    ");
		}

		boolean hasDocstring() {
			String first = (this.firstStatement != null) ? this.firstStatement.text() : this.definition.body();
			return STRING.matcher(first).matches();
		}

	}

	/**
	 * A statement: one line, or several that belong together.
	 *
	 * @param start its first line
	 * @param end its last line
	 * @param indent the white space before it
	 * @param text its first line without the white space around it
	 * @param colonLine the line of the colon that ends its head, or -1 if it has none
	 * @param colon where in that line the colon is
	 * @param body what stands behind the colon, without a comment
	 */
	record Statement(int start, int end, String indent, String text, int colonLine, int colon, String body) {

		boolean isEmpty() {
			return this.text.isEmpty() || this.text.startsWith("#");
		}

	}

	private record Scope(String indent, String path) {
	}

	/**
	 * Finds where a statement ends: at the first line break that is not within brackets
	 * or a string, nor behind a backslash.
	 */
	private static final class Scanner {

		private final List<String> lines;

		private int depth;

		private @Nullable String quotes;

		private int colonLine;

		private int colon;

		private int bodyEnd;

		Scanner(List<String> lines) {
			this.lines = lines;
		}

		Statement statement(int start) {
			this.depth = 0;
			this.quotes = null;
			this.colonLine = -1;
			int end = start;
			while (continues(end) && end + 1 < this.lines.size()) {
				end++;
			}
			String first = this.lines.get(start);
			String text = first.strip();
			String body = "";
			if (this.colonLine >= 0) {
				String line = this.lines.get(this.colonLine);
				body = line.substring(this.colon + 1, Math.max(this.colon + 1, this.bodyEnd)).strip();
			}
			return new Statement(start, end, first.substring(0, first.indexOf(text)), text, this.colonLine, this.colon,
					body);
		}

		private boolean continues(int number) {
			String line = this.lines.get(number);
			int length = line.stripTrailing().length();
			int at = 0;
			while (at < line.length()) {
				if (this.quotes != null) {
					at = endOfString(line, at, this.quotes);
					continue;
				}
				char c = line.charAt(at);
				if (c == '#') {
					length = at;
					break;
				}
				if (c == '"' || c == '\'') {
					String single = String.valueOf(c);
					this.quotes = line.startsWith(single.repeat(3), at) ? single.repeat(3) : single;
					at += this.quotes.length();
					continue;
				}
				note(c, number, at);
				at++;
			}
			if (this.colonLine == number) {
				this.bodyEnd = length;
			}
			boolean joined = (at >= line.length()) && length > 0 && line.charAt(length - 1) == '\\'
					&& line.substring(length).matches("\r?\n");
			if (this.quotes != null && this.quotes.length() == 1 && !joined) {
				this.quotes = null;
			}
			return this.depth > 0 || this.quotes != null || joined;
		}

		private void note(char c, int number, int at) {
			if ("([{".indexOf(c) >= 0) {
				this.depth++;
			}
			else if (")]}".indexOf(c) >= 0) {
				this.depth = Math.max(0, this.depth - 1);
			}
			else if (c == ':' && this.depth == 0 && this.colonLine < 0) {
				this.colonLine = number;
				this.colon = at;
			}
		}

		private int endOfString(String line, int from, String quotes) {
			for (int at = from; at < line.length(); at++) {
				if (line.charAt(at) == '\\') {
					at++;
				}
				else if (line.startsWith(quotes, at)) {
					this.quotes = null;
					return at + quotes.length();
				}
			}
			return line.length();
		}

	}

}
