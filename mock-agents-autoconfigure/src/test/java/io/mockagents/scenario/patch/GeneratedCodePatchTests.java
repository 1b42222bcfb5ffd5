package io.mockagents.scenario.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.mockagents.scenario.match.MarkdownText;
import io.mockagents.scenario.patch.PythonCode.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the code and the text, a patch fits the code and does what it is for.
 */
class GeneratedCodePatchTests {

	private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

	@Property(tries = 500, seed = "20261122")
	void commentsAndEmptyLinesOnlyAddLines(@ForAll("code") String code, @ForAll("text") String text) {
		for (PatchEdit edit : List.of(new PatchEdit.Comment(text, null), new PatchEdit.BlankLine(null))) {
			String patched = apply(edit.changeOf(new PythonCode(code)).diff(), code);
			List<String> added = new ArrayList<>(PythonCode.lines(patched));
			PythonCode.lines(code).forEach(added::remove);
			assertThat(added).isNotEmpty().allMatch((line) -> line.isBlank() || line.strip().startsWith("#"));
			assertThat(patched).hasSize(code.length() + String.join("", added).length());
		}
	}

	@Property(tries = 500, seed = "20261122")
	void docstringsFitAndKeepAllFunctions(@ForAll("code") String code, @ForAll("text") String text) {
		String patched = apply(new PatchEdit.Docstring(text, null).changeOf(new PythonCode(code)).diff(), code);
		assertThat(patched).contains("\"\"\"");
		assertThat(paths(patched)).isEqualTo(paths(code));
		List<Function> functions = new PythonCode(code).functions();
		long documented = documented(functions);
		boolean complete = functions.stream().allMatch((function) -> function.definition().colonLine() >= 0);
		if (complete && documented < functions.size()) {
			assertThat(documented(new PythonCode(patched).functions())).isEqualTo(documented + 1);
		}
	}

	private static long documented(List<Function> functions) {
		return functions.stream().filter(Function::hasDocstring).count();
	}

	@Property(tries = 300, seed = "20261122")
	void patchFitsTheResultOfTheOneBefore(@ForAll("code") String code, @ForAll("text") String text) {
		String current = code;
		for (int i = 0; i < 3; i++) {
			for (PatchEdit edit : List.of(new PatchEdit.Comment(text, null), new PatchEdit.Docstring(text, null),
					new PatchEdit.Insert(text, null, null))) {
				String next = apply(edit.changeOf(new PythonCode(current)).diff(), current);
				assertThat(next).isNotEqualTo(current);
				current = next;
			}
		}
	}

	@Property(tries = 300, seed = "20261122")
	void codeOfAPromptIsTheCode(@ForAll("code") String code) {
		String closed = (code.isEmpty() || code.endsWith("\n")) ? code : code + "\n";
		assertThat(new MarkdownText("Current code:\n```python\n" + code + "\n```\n\nUser request: x").code())
			.isEqualTo(closed);
	}

	private static List<String> paths(String code) {
		return new PythonCode(code).functions().stream().map(Function::path).toList();
	}

	/**
	 * Apply a patch of one hunk as strictly as possible.
	 */
	private static String apply(String patch, String code) {
		List<String> diff = PythonCode.lines(patch);
		Matcher hunk = HUNK.matcher(diff.get(0).strip());
		assertThat(hunk.matches()).as(diff.get(0)).isTrue();
		List<String> before = new ArrayList<>();
		List<String> after = new ArrayList<>();
		for (int i = 1; i < diff.size(); i++) {
			String line = diff.get(i);
			boolean open = i + 1 < diff.size() && diff.get(i + 1).startsWith("\\");
			String text = line.substring(1, open ? line.length() - 1 : line.length());
			if (line.startsWith(" ") || line.startsWith("-")) {
				before.add(text);
			}
			if (line.startsWith(" ") || line.startsWith("+")) {
				after.add(text);
			}
		}
		int oldCount = Integer.parseInt(hunk.group(2));
		int start = Integer.parseInt(hunk.group(1)) - ((oldCount > 0) ? 1 : 0);
		List<String> lines = new ArrayList<>(PythonCode.lines(code));
		assertThat(before).hasSize(oldCount).isEqualTo(lines.subList(start, start + oldCount));
		assertThat(after).hasSize(Integer.parseInt(hunk.group(4)));
		assertThat(Integer.parseInt(hunk.group(3))).isEqualTo(start + 1);
		lines.subList(start, start + oldCount).clear();
		lines.addAll(start, after);
		return String.join("", lines);
	}

	@Provide
	Arbitrary<String> text() {
		return Arbitraries.strings().ofMaxLength(30).map((text) -> text.replaceAll("\\R", "\n").replace("\u0000", ""));
	}

	@Provide
	Arbitrary<String> code() {
		Arbitrary<String> block = Arbitraries.of("", "x = 1", "# note: it", "import os", "if x:\n    y = [\n  1]",
				"def f(): pass", "def main():\n    print('é: #')",
				"@a\n@b(\n  1)\nasync def g(x,\n      y={1: 2}):\n\treturn x",
				"class A:\n    @property\n    def main(self) -> 'x: y':\n        '''Mine.'''\n        return self",
				"t = '''\ndef fake():\n    pass\n'''",
				"def h(\n  a='\"',\n) -> None:  # why\n    # first\n    \"\"\"Doc.\"\"\"",
				"def outer():\n    def inner(): return 1\n    return inner", "y = 1 + \\\n    2", "def broken(",
				"'''open");
		Arbitrary<String> lineBreak = Arbitraries.of("\n", "\r\n");
		return Combinators.combine(block.list().ofMaxSize(8), lineBreak, Arbitraries.of(true, false))
			.as((blocks, end, closed) -> {
				String code = blocks.stream().collect(Collectors.joining("\n")).replace("\n", end);
				return (closed && !code.isEmpty()) ? code + end : code;
			});
	}

}
