package io.mockagents.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.ToolResult;
import io.mockagents.model.ModelRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for placeholders that build a patch.
 */
class CodePatchTests {

	private static final String STARTER = "def main():\n    print('Ready for vibecoding!')\n";

	private static final String RECORDED = "@@ -1,2 +1,3 @@\n+# Added explanatory comment\n def main():\n"
			+ "     print('Ready for vibecoding!')\n";

	private static final Scenario SCENARIO = Scenarios.yaml("name: patches\nturns: [{ steps: [{ message: a }] }]");

	private final PlayedItems calls = new PlayedItems();

	@Test
	void builtInScenariosSubmitTheRecordedPatchForTheRecordedCode() {
		assertThat(submitted("comment_addition_approved", prompt(STARTER))).containsExactly(RECORDED);
		assertThat(submitted("comment_addition_rejected_then_approved", prompt(STARTER))).containsExactly(
				"@@ -1,2 +1,3 @@\n+\n def main():\n     print('Ready for vibecoding!')\n",
				"@@ -1,2 +1,3 @@\n+# The main function greets whoever starts the program\n def main():\n"
						+ "     print('Ready for vibecoding!')\n");
		assertThat(submitted("docstring_addition_approved", prompt(STARTER)))
			.containsExactly("@@ -1,2 +1,3 @@\n def main():\n+    \"\"\"Say that the application is ready.\"\"\"\n"
					+ "     print('Ready for vibecoding!')\n");
	}

	@Test
	void builtInScenariosSubmitTheRecordedPatchWhereNoCodeIsSent() {
		for (Scenario scenario : Scenarios.BUILT_IN.scenarios()) {
			assertThat(submitted(scenario.name(), "Add it")).isEqualTo(submitted(scenario.name(), prompt(STARTER)));
		}
		assertThat(submitted("comment_addition_approved", "Add it")).containsExactly(RECORDED);
	}

	@Test
	void secondCommentIsMadeForCodeThatHasTheFirst() {
		String diff = patch("${patch.comment('Added explanatory comment')}", "# Added explanatory comment\n" + STARTER);
		assertThat(diff).isEqualTo("@@ -1,3 +1,4 @@\n # Added explanatory comment\n+# Added explanatory comment\n"
				+ " def main():\n     print('Ready for vibecoding!')\n");
	}

	@Test
	void commentStandsAboveDecoratorsInTheirIndentation() {
		String code = "import os\n\nclass Greeter:\n\t@staticmethod\n\t@cached(\n\t\tsize=1)\n"
				+ "\tasync def greet(name):\n\t\treturn name\n";
		assertThat(patch("${patch.comment('Greets', function='Greeter.greet')}", code)).isEqualTo(
				"@@ -1,6 +1,7 @@\n import os\n \n class Greeter:\n+\t# Greets\n \t@staticmethod\n \t@cached(\n \t\tsize=1)\n");
		assertThat(added("${patch.comment('Greets\nloudly')}", code)).containsExactly("\t# Greets", "\t# loudly");
	}

	@Test
	void defaultIsMainOrTheFirstFunctionOrTheTopOfTheFile() {
		assertThat(patch("${patch.comment('x')}", "def a():\n    pass\ndef main():\n    pass\n"))
			.contains("+# x\n def main():");
		assertThat(patch("${patch.comment('x')}", "a = 1\ndef a():\n    pass\ndef b():\n    pass\n"))
			.contains("+# x\n def a():");
		assertThat(patch("${patch.comment('x')}", "#!/usr/bin/env python\n# coding: utf-8\nprint(1)\n"))
			.contains(" # coding: utf-8\n+# x\n print(1)");
		assertThat(patch("${patch.comment('x')}", "")).isEqualTo("@@ -0,0 +1,1 @@\n+# x\n");
	}

	@Test
	void otherCodeIsNotTakenForAFunction() {
		String code = "text = '''\ndef main():\n    pass\n'''  # def main():\nx = [\n  1,  # ]\n]\ndef real():\n    pass\n";
		assertThat(patch("${patch.comment('x')}", code)).contains("+# x\n def real():");
	}

	@Test
	void docstringStandsBehindAnySignature() {
		assertThat(patch("${patch.docstring('Add.')}",
				"def add(\n\ta: 'x: y',\n\tb={1: 2},\n) -> int:  # sum: it\n\treturn a\n"))
			.contains(" ) -> int:  # sum: it\n+\t\"\"\"Add.\"\"\"\n \treturn a\n");
		assertThat(patch("${patch.docstring('Do it.')}", "def f(): pass  # nothing"))
			.isEqualTo("@@ -1,1 +1,3 @@\n-def f(): pass  # nothing\n+def f():\n+    \"\"\"Do it.\"\"\"\n"
					+ "+    pass  # nothing\n");
		assertThat(added("${patch.docstring('First.\n\nSecond.')}", STARTER)).containsExactly("    \"\"\"First.", "",
				"    Second.", "    \"\"\"");
		assertThat(added("${patch.docstring('x')}", "print(1)\n")).containsExactly("\"\"\"x\"\"\"");
	}

	@Test
	void docstringGoesToAFunctionThatHasNone() {
		String code = "def main():\n    'Mine.'\ndef other():\n    pass\n";
		assertThat(patch("${patch.docstring('x')}", code)).contains(" def other():\n+    \"\"\"x\"\"\"\n");
		assertThat(patch("${patch.docstring('x', function='main')}", code))
			.contains(" def main():\n+    \"\"\"x\"\"\"\n     'Mine.'\n");
		assertThat(patch("${patch.docstring('x')}", "def main():\n    'Mine.'\n"))
			.contains(" def main():\n+    \"\"\"x\"\"\"\n     'Mine.'\n");
	}

	@Test
	void textsKeepTheirQuotesAndBackslashes() {
		assertThat(added("${patch.comment('it''s \"so\" \\n')}", STARTER)).containsExactly("# it's \"so\" \\n");
		assertThat(added("${patch.comment(\"say \"\"x\"\" {a} ü\")}", STARTER)).containsExactly("# say \"x\" {a} ü");
		assertThat(added("${patch.docstring('C:\\dir \"now\"')}", STARTER))
			.containsExactly("    \"\"\"C:\\\\dir \"now\\\"\"\"\"");
	}

	@Test
	void linesGoWhereTheScenarioSays() {
		assertThat(patch("${patch.insert('    name = 1', before='print(')}", STARTER))
			.contains(" def main():\n+    name = 1\n     print(");
		assertThat(patch("${patch.insert('    return 1', after='print(')}", STARTER)).contains("!')\n+    return 1\n");
		assertThat(patch("${patch.insert('\n\nmain()')}", STARTER)).contains("!')\n+\n+\n+main()\n");
		assertThat(patch("${patch.blank_line(function='main')}", STARTER)).contains("+\n def main():");
	}

	@Test
	void lineBreaksAreThoseOfTheFile() {
		assertThat(patch("${patch.comment('x')}", "a = 1\r\ndef f():\r\n\tpass\r\n"))
			.isEqualTo("@@ -1,3 +1,4 @@\n a = 1\r\n+# x\r\n def f():\r\n \tpass\r\n");
	}

	@Test
	void exactEndOfAFileIsNotChanged() {
		assertThat(patch("${patch.comment('x', source=context.code)}", "", Map.of("code", "y = 1")))
			.isEqualTo("@@ -1,1 +1,2 @@\n+# x\n y = 1\n\\ No newline at end of file\n");
		assertThat(patch("${patch.insert('z = 2', source=context.code)}", "", Map.of("code", "y = 1")))
			.isEqualTo("@@ -1,1 +1,2 @@\n-y = 1\n\\ No newline at end of file\n+y = 1\n+z = 2\n");
	}

	@Test
	void codeIsTheNewestBlockOfTheUserOrWhatTheSourceNames() {
		String question = "Add a comment like\n```python\n# this\n```\nto the code:\n";
		assertThat(
				patch("${patch.comment('x')}", "def old():\n    pass\n", "Log:\n```\nboom\n```\n" + prompt("y = 1\n")))
			.contains(" y = 1");
		assertThat(patch("${patch.comment('x')}", "y = 1\n", "Now the comment")).contains(" y = 1");
		assertThat(patch("${patch.comment('x')}", "", prompt("y = 1\n") + question)).contains(" y = 1");
		this.calls.add(new PlayedItems.Call("c1", "read_file", new Step.Delay(Duration.ZERO),
				new ToolResult(JsonObject.of("code", "z = 1\n"), "z = 2\n"), null));
		assertThat(patch("${patch.comment('x', source=outputs.read_file)}", "")).contains(" z = 2");
		assertThat(patch("${patch.comment('x', source=outputs.read_file.code)}", "")).contains(" z = 1");
		assertThat(patch("${patch.comment('x', source=input)}", "", "w = 1\n")).contains(" w = 1");
	}

	@Test
	void codeThatContainsFencesComesInALongerFence() {
		String code = "def f():\n    '''\n    ```python\n    x\n    ```\n    '''\n";
		assertThat(patch("${patch.insert('# end')}", "", "Code:\n````python\n" + code + "\n````\n"))
			.isEqualTo("@@ -4,3 +4,4 @@\n     x\n     ```\n     '''\n+# end\n");
	}

	@Test
	void textMayContainAPatchAmongOthers() {
		assertThat(patch("Diff:\n${patch.comment('x')}by ${agent.name}", "y = 1\n"))
			.isEqualTo("Diff:\n@@ -1,1 +1,2 @@\n+# x\n y = 1\nby Vibecoder");
	}

	@Test
	void codeThatCannotBePatchedFailsTheRunOrFallsBack() {
		assertThat(failure("${patch.comment('x')}", "")).contains("Scenario 'patches' (test.yaml, line 1)",
				"${patch.comment('x')} in turn 1", "no message of the user contains a fenced code block",
				"${patch.comment('x'):-text}");
		assertThat(failure("${patch.comment('x', function='run')}", STARTER))
			.contains("the code has no function 'run' (it has main)");
		assertThat(failure("${patch.insert('x', after='return')}", STARTER))
			.contains("the code has no line with 'return'");
		assertThat(failure("${patch.comment('x', source=context.code)}", STARTER))
			.contains("this run has no text in context.code");
		assertThat(patch("${patch.comment('x', function='run'):-none}", STARTER)).isEqualTo("none");
		assertThat(patch("${patch.comment('x') :-none}", "Hello", Map.of())).isEqualTo("none");
	}

	private List<String> submitted(String scenario, String prompt) {
		return Scenarios.BUILT_IN.get(scenario)
			.turns()
			.stream()
			.flatMap((turn) -> turn.steps().stream())
			.filter(Step.ToolCall.class::isInstance)
			.map((step) -> (JsonObject) ((Step.ToolCall) step).arguments().render(scope(null, prompt)))
			.map((arguments) -> arguments.string("patch"))
			.toList();
	}

	private List<String> added(String template, String code) {
		return patch(template, code).lines()
			.filter((line) -> line.startsWith("+"))
			.map((line) -> line.substring(1))
			.toList();
	}

	private String patch(String template, String code) {
		return patch(template, "", prompt(code));
	}

	/**
	 * Return the patch of a run whose last message follows one with older code.
	 */
	private String patch(String template, String olderCode, String message) {
		return (String) Template.text(template).render(scope(null, prompt(olderCode), message));
	}

	private String patch(String template, String message, Map<String, String> context) {
		return (String) Template.text(template).render(scope(context, message));
	}

	private String failure(String template, String code) {
		String[] messages = code.isEmpty() ? new String[] { "Hello" } : new String[] { prompt(code) };
		return assertThatExceptionOfType(ScenarioPlaybackException.class)
			.isThrownBy(() -> Template.text(template).render(scope(null, messages)))
			.actual()
			.getMessage();
	}

	private PlaceholderScope scope(@Nullable Object context, String... messages) {
		Agent agent = Agent.builder("Vibecoder").build();
		List<JsonObject> conversation = List.of(messages)
			.stream()
			.map((message) -> JsonObject.of("content", message, "role", "user"))
			.toList();
		RunRequest run = RunRequest.builder(agent, messages[messages.length - 1]).context(context).build();
		return new PlaceholderScope(SCENARIO, run, ModelRequest.of(1, agent, null, conversation), this.calls);
	}

	private static String prompt(String code) {
		return "Current code:\n```python\n" + code + "\n```\n\nUser request: Add it";
	}

}
