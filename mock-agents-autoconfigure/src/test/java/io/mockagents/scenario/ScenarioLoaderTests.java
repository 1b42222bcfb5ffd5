package io.mockagents.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.scenario.yaml.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link ScenarioLoader} and {@link ScenarioLibrary}.
 */
class ScenarioLoaderTests {

	private static final String MINIMAL = "name: %s\nturns:\n  - steps:\n      - message: hello\n";

	@TempDir
	Path directory;

	@Test
	void builtInScenariosHaveTheirNames() {
		assertThat(Scenarios.BUILT_IN.scenarios()).extracting(Scenario::name)
			.contains("comment_addition_approved", "comment_addition_rejected_then_approved",
					"docstring_addition_approved", "text_response_mode");
		assertThat(Scenarios.BUILT_IN.get("comment_approved").name()).isEqualTo("comment_addition_approved");
	}

	@Test
	void rejectedThenApprovedCallsTheToolTwiceAndCloses() {
		Scenario scenario = Scenarios.BUILT_IN.get("comment_addition_rejected_then_approved");
		assertThat(scenario.turns()).hasSize(3);
		Step.ToolCall first = (Step.ToolCall) scenario.turns().get(0).steps().get(0);
		Step.ToolOutput output = first.output();
		assertThat(output).isNotNull();
		assertThat(output.value().source()).isEqualTo(JsonObject.of("approved", false, "reasoning",
				"The patch adds a blank line but doesn't add meaningful commentary as requested", "commit_message",
				"Error: Add actual comment content, not just whitespace"));
		assertThat((JsonObject) first.arguments().source()).containsEntry("description", "Added a blank line")
			.extractingByKey("patch")
			.asString()
			.startsWith("${patch.blank_line()");
		assertThat(scenario.turns().get(2).steps().get(0)).isInstanceOf(Step.Message.class);
	}

	@Test
	void loadsFilesPatternsAndDirectories() throws IOException {
		write("a.yaml", MINIMAL.formatted("a"));
		write("b.json", "{\"name\": \"b\", \"turns\": [{\"steps\": [{\"message\": \"hello\"}]}]}");
		write("sub/c.yml", "- " + MINIMAL.formatted("c").replace("\n", "\n  ") + "\n- "
				+ MINIMAL.formatted("d").replace("\n", "\n  "));
		write("notes.txt", "no scenario");
		String root = this.directory.toUri().toString();
		assertThat(Scenarios.loader().load(List.of(root)).names()).contains("a", "b", "c", "d", "comment_approved");
		assertThat(Scenarios.loader().load(List.of(root + "a.yaml")).names()).contains("a").doesNotContain("b");
		assertThat(Scenarios.loader().load(List.of(root + "*")).names()).contains("a", "b").doesNotContain("c");
		assertThat(Scenarios.loader().load(List.of(root, root + "a.yaml")).names()).contains("a", "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x" })
	void charactersBeyondTheBasicPlaneMayStandAnywhere(String before) throws IOException {
		String text = before + "\uD83D\uDE00".repeat(3_000);
		write("emoji.yaml", "name: emoji\nturns:\n  - steps:\n      - message: \"" + text + "\"\n");
		Scenario scenario = Scenarios.loader().load(List.of(this.directory.toUri().toString())).get("emoji");
		assertThat(scenario.turns().get(0).steps()).singleElement()
			.isInstanceOfSatisfying(Step.Message.class,
					(message) -> assertThat(message.parts().get(0).text().source()).isEqualTo(text));
	}

	@Test
	void locationWithoutFilesIsNamed() {
		assertThatExceptionOfType(InvalidScenarioException.class)
			.isThrownBy(() -> Scenarios.loader().load(List.of("classpath:nowhere/", "file:/nowhere/x.yaml")))
			.withMessageContaining("no scenario file found at 'classpath:nowhere/'")
			.withMessageContaining("file:/nowhere/x.yaml");
	}

	@Test
	void allProblemsOfAllFilesAreCollected() throws IOException {
		write("a.yaml", """
				name: a
				wieght: 2
				turns:
				  - steps:
				      - mesage: hello
				      - message: 5
				      - tool_call: { arguments: {} }
				""");
		write("b.yaml", "name: b b\n");
		InvalidScenarioException failure = catchThrowableOfType(InvalidScenarioException.class,
				() -> Scenarios.loader().load(List.of(this.directory.toUri().toString())));
		assertThat(failure.problems())
			.extracting((problem) -> problem.line() + ":" + problem.column() + " " + problem.field())
			.containsExactly("2:1 wieght", "5:9 turns[0].steps[0].mesage", "6:18 turns[0].steps[1].message",
					"7:20 turns[0].steps[2].tool_call", "1:7 name", "1:1 ");
		assertThat(failure).hasMessageContaining("a.yaml]")
			.hasMessageContaining("b.yaml]")
			.hasMessageContaining("line 2, column 1: wieght: unknown field 'wieght'. Did you mean 'weight'?")
			.hasMessageContaining("Did you mean 'message'?")
			.hasMessageContaining("expected text, but found 5. Put it in quotes")
			.hasMessageContaining("'name' is missing")
			.hasMessageContaining("'turns' is missing");
	}

	@Test
	void jsonHasLinesAndColumnsToo() {
		assertThat(problems("x.json", "{\"name\": \"x\",\n \"turns\": [{\"steps\": [{\"message\": 5}]}]}"))
			.containsExactly(
					"line 2, column 35: turns[0].steps[0].message: expected text, but found 5. " + "Put it in quotes");
		assertThat(problems("x.json", "{\"name\": ")).singleElement().asString().contains("not valid JSON");
	}

	@Test
	void nameInTwoFilesIsAnErrorThatNamesBoth() throws IOException {
		write("a.yaml", MINIMAL.formatted("same"));
		write("b.yaml", MINIMAL.formatted("other") + "aliases: [same]\n");
		assertThatExceptionOfType(InvalidScenarioException.class)
			.isThrownBy(() -> Scenarios.loader().load(List.of(this.directory.toUri().toString())))
			.withMessageContaining("'same' is already used by scenario 'same'")
			.withMessageContaining("a.yaml")
			.withMessageContaining("b.yaml");
	}

	@Test
	void scenarioOfTheApplicationReplacesTheBuiltInOneWhoseNameOrAliasItHas() throws IOException {
		write("a.yaml", MINIMAL.formatted("comment_addition_approved"));
		write("b.yaml", MINIMAL.formatted("mine") + "aliases: [text_response_mode, other]\n");
		ScenarioLibrary library = Scenarios.loader().load(List.of(this.directory.toUri().toString()));
		assertThat(library.scenarios()).extracting(Scenario::name, (scenario) -> scenario.origin().builtIn())
			.containsExactly(tuple("comment_addition_approved", false),
					tuple("comment_addition_rejected_then_approved", true), tuple("docstring_addition_approved", true),
					tuple("mine", false));
		assertThat(library.get("comment_approved")).isSameAs(library.get("comment_addition_approved"))
			.extracting(Scenario::aliases)
			.isEqualTo(List.of("comment_approved"));
		assertThat(library.get("text_response_mode").name()).isEqualTo("mine");
	}

	@Test
	void twoScenariosOfTheApplicationShareTheNamesOfTheBuiltInOneTheyReplace() throws IOException {
		write("a.yaml", MINIMAL.formatted("comment_approved"));
		write("b.yaml", MINIMAL.formatted("comment_addition_approved"));
		ScenarioLibrary library = Scenarios.loader().load(List.of(this.directory.toUri().toString()));
		assertThat(library.get("comment_approved").name()).isEqualTo("comment_approved");
		assertThat(library.get("comment_addition_approved").name()).isEqualTo("comment_addition_approved");
		assertThat(library.scenarios()).hasSize(5);
	}

	@Test
	void twoScenariosOfTheApplicationWithTheNameOfABuiltInOneAreAnError() throws IOException {
		write("a.yaml", MINIMAL.formatted("text_response_mode"));
		write("b.yaml", MINIMAL.formatted("text_response_mode"));
		assertThatExceptionOfType(InvalidScenarioException.class)
			.isThrownBy(() -> Scenarios.loader().load(List.of(this.directory.toUri().toString())))
			.withMessageContaining("'text_response_mode' is already used by scenario 'text_response_mode'");
	}

	@Test
	void unknownNameListsValidNamesAndTheNearest() {
		assertThatExceptionOfType(UnknownScenarioException.class)
			.isThrownBy(() -> Scenarios.BUILT_IN.get("coment_aproved"))
			.withMessageContaining("Did you mean 'comment_approved'?")
			.withMessageContaining("text_response_mode")
			.satisfies((failure) -> assertThat(failure.nearest()).isEqualTo("comment_approved"));
		assertThat(Scenarios.BUILT_IN.find("nope")).isEmpty();
	}

	@Test
	void untrustedYamlIsRefused() {
		assertThat(problems("x.yaml", "name: &a x\nturns: *a\n"))
			.anyMatch((text) -> text.contains("line 2, column 8") && text.contains("anchors and aliases"));
		assertThat(problems("x.yaml", "name: !!java.net.URL x\nturns: []\n")).anyMatch((text) -> text.contains("tags"));
		assertThat(problems("x.yaml", "[".repeat(60) + "]".repeat(60))).anyMatch((text) -> text.contains("50"));
		assertThat(problems("x.json", "[".repeat(6000) + "]".repeat(6000))).anyMatch((text) -> text.contains("50"));
		assertThat(problems("x.yaml", "#" + " ".repeat(1024 * 1024))).anyMatch((text) -> text.contains("larger than"));
		assertThat(problems("x.yaml", "")).anyMatch((text) -> text.contains("the file is empty"));
		assertThat(problems("x.yaml", MINIMAL.formatted("a") + "---\n" + MINIMAL.formatted("b")))
			.anyMatch((text) -> text.contains("second document"));
		assertThat(problems("x.yaml", "name: a\nname: b\n")).anyMatch((text) -> text.contains("first in line 1"));
		assertThat(problems("x.yaml", "name: [")).anyMatch((text) -> text.contains("not valid YAML"));
	}

	@Test
	void placeholdersAreCheckedWhereTheyCanBe() {
		assertThat(turnProblems("- message: ${inptu}")).singleElement()
			.asString()
			.contains("unknown placeholder '${inptu}'", "${input}", "$${");
		assertThat(turnProblems("- message: ${input")).singleElement().asString().contains("does not end with '}'");
		assertThat(turnProblems("- message: ${outputs.submit_patch}")).singleElement()
			.asString()
			.contains("needs a call of 'submit_patch' in an earlier turn");
		String call = "- tool_call: { name: submit_patch, output: { approved: true } }\n  - steps:\n      ";
		assertThat(turnProblems(call + "- message: ${outputs.submit_patch.aproved}")).singleElement()
			.asString()
			.contains("'aproved', which the output of 'submit_patch' does not have", "Did you mean 'approved'?");
		assertThat(turnProblems(call + "- message: ${outputs.submit_patch.approved} $${x} ${context.a.b:-c}"))
			.isEmpty();
	}

	@Test
	void patchesAreCheckedWhenTheyAreRead() {
		assertThat(patchProblem("patch.coment('x')")).contains("unknown placeholder '${patch.coment(...)}'",
				"Did you mean 'patch.comment'?", "patch.docstring");
		assertThat(patchProblem("diff.comment('x')")).contains("unknown placeholder '${diff.comment(...)}'");
		assertThat(patchProblem("patch.comment")).contains("needs brackets");
		assertThat(patchProblem("patch.comment('x', funtion='main')"))
			.contains("'patch.comment' does not accept 'funtion'. Did you mean 'function'?");
		assertThat(patchProblem("patch.comment()")).contains("'patch.comment' needs a text");
		assertThat(patchProblem("patch.comment('x', 'y')")).contains("has 'text' twice");
		assertThat(patchProblem("patch.comment(main)")).contains("texts in quotes, or name='text'");
		assertThat(patchProblem("patch.comment('x', function=main)")).contains("'function' of 'patch.comment'",
				"in quotes");
		assertThat(patchProblem("patch.comment('x', source='context.code')")).contains("without quotes");
		assertThat(patchProblem("patch.comment('x', source=cntext.code)")).contains("unknown placeholder");
		assertThat(patchProblem("patch.comment('$${input}')")).contains("contains another placeholder");
		assertThat(patchProblem("patch.comment('x'")).contains("expected ',' or ')'");
		assertThat(patchProblem("patch.comment('x)")).contains("a quote or bracket is missing");
		assertThat(patchProblem("patch.comment('x') y")).contains("expected '}'");
		assertThat(patchProblem("patch.blank_line('x')")).contains("does not accept a text");
		assertThat(patchProblem("patch.insert('x', before='a', after='b')")).contains("either before or after");
		assertThat(patchProblem("patch.comment('x', source=outputs.read)"))
			.contains("needs a call of 'read' in an earlier turn");
	}

	private static String patchProblem(String placeholder) {
		List<String> problems = turnProblems(
				"- tool_call:\n          name: t\n          arguments:\n            patch: |-\n              ${"
						+ placeholder + "}");
		assertThat(problems).hasSize(1);
		assertThat(problems.get(0)).contains("arguments");
		return problems.get(0);
	}

	@Test
	void failuresHaveTheirPlace() {
		assertThat(turnProblems("- message: a\n      - failure: rate_limit")).singleElement()
			.asString()
			.contains("only step of its turn");
		assertThat(turnProblems("- failure: stream_error\n      - message: a")).singleElement()
			.asString()
			.contains("Move the failure to the end");
		assertThat(turnProblems("- failure: { kind: rate_limit, times: 1 }")).singleElement()
			.asString()
			.contains("Let the answer follow");
		assertThat(turnProblems("- message: a\n      - failure: max_turns")).singleElement()
			.asString()
			.contains("Add a tool call before 'max_turns'");
		assertThat(turnProblems("- message: a\n      - failure: tool_error")).singleElement()
			.asString()
			.contains("Add the tool call right before the failure");
		assertThat(turnProblems("- tool_call: { name: t, output: 1 }\n      - failure: tool_error")).singleElement()
			.asString()
			.contains("a tool that fails has no output");
		assertThat(turnProblems("- failure: output_guardrail")).singleElement()
			.asString()
			.contains("Add a message before the failure");
		assertThat(turnProblems("- message: a\n  - steps:\n      - failure: input_guardrail")).singleElement()
			.asString()
			.contains("Move the failure to the first turn");
		assertThat(turnProblems("- failure: { kind: not_found, times: 1 }\n      - message: a")).singleElement()
			.asString()
			.contains("the client does not repeat a request after HTTP 404");
		assertThat(turnProblems("- failure: rate_limt")).singleElement()
			.asString()
			.contains("Did you mean 'rate_limit'?");
		assertThat(turnProblems("- message: a\n        refusal: b")).singleElement()
			.asString()
			.contains("Put '- ' before each");
	}

	@Test
	void badExpressionIsNamed() {
		assertThat(problems("x.yaml", MINIMAL.formatted("a") + "match:\n  - input_matches: '('\n")).singleElement()
			.asString()
			.contains("line 6, column 20: match[0].input_matches: not a regular expression");
	}

	private static List<String> turnProblems(String steps) {
		return problems("x.yaml", "name: x\nturns:\n  - steps:\n      " + steps + "\n");
	}

	private static List<String> problems(String filename, String text) {
		InvalidScenarioException failure = catchThrowableOfType(InvalidScenarioException.class,
				() -> Scenarios.read(filename, text));
		return (failure != null) ? failure.problems().stream().map(Problem::text).toList() : List.of();
	}

	private void write(String name, String text) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
