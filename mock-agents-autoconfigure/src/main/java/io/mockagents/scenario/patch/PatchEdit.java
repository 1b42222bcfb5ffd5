package io.mockagents.scenario.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mockagents.scenario.patch.PythonCode.Function;
import io.mockagents.scenario.patch.PythonCode.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A change of a Python file that a scenario asks for.
 */
public sealed interface PatchEdit {

	/**
	 * Return what the edit does to a file.
	 * @param code the code
	 * @return the change
	 * @throws NoValueException if what it names is not in the file
	 */
	LineChange changeOf(PythonCode code);

	private static int lineAbove(PythonCode code, @Nullable String function) {
		Function target = target(code, function);
		return (target != null) ? target.head() : code.top();
	}

	private static @Nullable Function target(PythonCode code, @Nullable String name) {
		if (name == null) {
			return code.defaultFunction();
		}
		Function function = code.function(name);
		if (function == null) {
			throw new NoValueException(
					"the code has no function '" + name + "'" + (code.functions().isEmpty() ? "" : " (it has "
							+ code.functions().stream().map(Function::path).collect(Collectors.joining(", ")) + ")"));
		}
		return function;
	}

	/**
	 * A comment above a function, or, where there is none, on top of the file.
	 *
	 * @param text what it says, without the number sign
	 * @param function the name of the function, or {@code null}
	 */
	record Comment(String text, @Nullable String function) implements PatchEdit {

		@Override
		public LineChange changeOf(PythonCode code) {
			Function target = target(code, this.function);
			String indent = (target != null) ? target.indent() : "";
			return LineChange.insert(code, lineAbove(code, this.function),
					textLines(this.text).map((line) -> (indent + "# " + line).stripTrailing()).toList());
		}

	}

	/**
	 * An empty line above a function, or, where there is none, on top of the file.
	 *
	 * @param function the name of the function, or {@code null}
	 */
	record BlankLine(@Nullable String function) implements PatchEdit {

		@Override
		public LineChange changeOf(PythonCode code) {
			return LineChange.insert(code, lineAbove(code, this.function), List.of(""));
		}

	}

	/**
	 * A docstring: in a function, or, where there is none, on top of the file. Where no
	 * function is named, one that has no docstring yet is preferred.
	 *
	 * @param text what it says, without the quotes
	 * @param function the name of the function, or {@code null}
	 */
	record Docstring(String text, @Nullable String function) implements PatchEdit {

		@Override
		public LineChange changeOf(PythonCode code) {
			Function target = target(code, this.function);
			if (target == null) {
				return LineChange.insert(code, code.top(), docstring(""));
			}
			if (this.function == null && target.hasDocstring()) {
				target = code.functions()
					.stream()
					.filter((function) -> !function.hasDocstring())
					.findFirst()
					.orElse(target);
			}
			Statement definition = target.definition();
			List<String> docstring = docstring(target.bodyIndent());
			if (definition.colonLine() < 0) {
				return LineChange.insert(code, target.head(), docstring(target.indent()));
			}
			if (definition.body().isEmpty()) {
				return LineChange.insert(code, definition.colonLine() + 1, docstring);
			}
			String line = code.lines().get(definition.colonLine());
			List<String> rest = List.of(target.bodyIndent() + line.substring(definition.colon() + 1).strip());
			List<String> lines = Stream.of(List.of(line.substring(0, definition.colon() + 1)), docstring, rest)
				.flatMap(List::stream)
				.toList();
			return LineChange.replace(code, definition.colonLine(), lines);
		}

		private List<String> docstring(String indent) {
			String escaped = this.text.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
			if (escaped.endsWith("\"")) {
				escaped = escaped.substring(0, escaped.length() - 1) + "\\\"";
			}
			List<String> lines = new ArrayList<>();
			textLines("\"\"\"" + escaped).forEach((line) -> lines.add((indent + line).stripTrailing()));
			if (lines.size() == 1) {
				return List.of(lines.get(0) + "\"\"\"");
			}
			lines.add(indent + "\"\"\"");
			return lines;
		}

	}

	/**
	 * Lines as they are, before or after the first line that contains a text, otherwise
	 * at the end of the file.
	 *
	 * @param text the lines
	 * @param before what the line contains before which they go, or {@code null}
	 * @param after what the line contains after which they go, or {@code null}
	 */
	record Insert(String text, @Nullable String before, @Nullable String after) implements PatchEdit {

		@Override
		public LineChange changeOf(PythonCode code) {
			return LineChange.insert(code, line(code), textLines(this.text).toList());
		}

		private int line(PythonCode code) {
			if (this.before != null) {
				return find(code, this.before);
			}
			return (this.after != null) ? find(code, this.after) + 1 : code.lines().size();
		}

		private static int find(PythonCode code, String text) {
			for (int i = 0; i < code.lines().size(); i++) {
				if (code.lines().get(i).contains(text)) {
					return i;
				}
			}
			throw new NoValueException("the code has no line with '" + text + "'");
		}

	}

	private static Stream<String> textLines(String text) {
		return text.isEmpty() ? Stream.of("") : text.lines();
	}

}
