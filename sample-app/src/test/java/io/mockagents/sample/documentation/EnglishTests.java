package io.mockagents.sample.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages, messages and names of tests avoid turns that read as translated. Write instead:
 * contains, reports or notifies for <i>tells</i>; returns or produces for <i>gives</i>;
 * contains or has for <i>holds</i>; continues for <i>goes on</i>; again for <i>anew</i>;
 * otherwise for <i>else</i>; except for <i>but for</i>; skipped for <i>passed over</i>;
 * "is not an X" for <i>is no X</i>; a noun for a sentence that starts with <i>What</i>;
 * and name who acts instead of <i>nobody</i> and <i>somebody</i>.
 */
class EnglishTests {

	private static final Pattern TURN = Pattern.compile(String.join("|", "\\b(?:tells?|told)\\b", "\\bgives?\\b(?! up)",
			"\\b(?:hold|holds)\\b", "\\b(?:go|goes|going|went) on\\b", "\\banew\\b", "\\b(?:nobody|somebody)\\b",
			"(?<!(?:any|every|no|some)(?:thing|where|one) )\\belse\\b", "\\bbut for\\b", "\\bpassed over\\b",
			"\\bwaits? with\\b", "\\b(?:is|are) none\\b", "(?<!there )\\b(?:is|are) no\\b(?! longer)",
			"(?-i:(?:^|[.:;|] )What )(?![^.]*\\?)"), Pattern.CASE_INSENSITIVE);

	private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$|`[^`\n]*`");

	private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

	private static final List<String> DESCRIBED = List.of(
			"mock-agents-autoconfigure/src/main/resources/META-INF/additional-spring-configuration-metadata.json",
			"mock-agents-autoconfigure/src/main/resources/META-INF/mock-agents/scenario.schema.json",
			"sample-app/src/main/resources/openapi/openapi.yaml");

	private static final Pattern DESCRIPTION = Pattern
		.compile("(?:\"description\": \"|\\b(?:description|summary): \"?)([^\"\n]*)");

	private static final Pattern TEST = Pattern.compile("\\bvoid (\\w+)\\(");

	private static final Pattern TEST_METHOD = Pattern.compile("(?m)^\t+void (\\w+)\\(");

	@Test
	void pagesAreInPlainEnglish() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path page : Pages.files(".md")) {
			String text = FENCED.matcher(Files.readString(page)).replaceAll("`code`");
			text.lines().forEach((line) -> find(page, line, found));
		}
		assertThat(found).isEmpty();
	}

	@Test
	void messagesAreInPlainEnglish() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : Pages.files(".java")) {
			if (file.toString().contains("/src/main/")) {
				String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
				LITERAL.matcher(code).results().forEach((literal) -> find(file, literal.group(1), found));
			}
		}
		assertThat(found).isEmpty();
	}

	@Test
	void descriptionsOfSettingsScenariosAndRequestsAreInPlainEnglish() throws IOException {
		List<String> found = new ArrayList<>();
		for (String name : DESCRIBED) {
			Path file = Pages.ROOT.resolve(name);
			List<MatchResult> descriptions = DESCRIPTION.matcher(Files.readString(file)).results().toList();
			assertThat(descriptions).as(name).hasSizeGreaterThan(10);
			descriptions.forEach((description) -> find(file, description.group(1), found));
		}
		assertThat(found).isEmpty();
	}

	@Test
	void namesOfTestsAreInPlainEnglish() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : Pages.files("Tests.java")) {
			for (MatchResult test : TEST.matcher(Files.readString(file)).results().toList()) {
				find(file, words(test.group(1)), found);
			}
		}
		assertThat(found).isEmpty();
	}

	@Test
	void namesOfTestsAreOfOneStyle() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : Pages.files("Tests.java")) {
			for (MatchResult test : TEST_METHOD.matcher(Files.readString(file)).results().toList()) {
				if (!isOfOneStyle(test.group(1))) {
					found.add(Pages.ROOT.relativize(file) + ": " + test.group(1));
				}
			}
		}
		assertThat(found).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "runStops, true", "isUp, true", "answersAQuestion, true", "theRunStops, false", "aRunStops, false",
			"anErrorIsADetail, false", "run_stops, false", "RunStops, false", "shouldStop, false", "testStop, false" })
	void nameHasTheStyle(String name, boolean expected) {
		assertThat(isOfOneStyle(name)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "The row tells its number", "It gives a text", "is none of them", "it is no text",
			"The run goes on", "read anew", "Nobody waits", "or else it fails", "all but for one", "is passed over",
			"What is sent is checked", "It waits with the answer", "The row holds a text" })
	void turnIsFound(String text) {
		assertThat(TURN.matcher(text).find()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "There is no run", "It is no longer sent", "What does this code do?",
			"Everything else stays", "The client gives up", "whatever they wait for" })
	void idiomaticEnglishIsNot(String text) {
		assertThat(TURN.matcher(text).find()).isFalse();
	}

	/**
	 * Whether a name is a sentence in camel case, in the present tense and without an
	 * article in front.
	 */
	private static boolean isOfOneStyle(String name) {
		return name.matches("[a-z][A-Za-z0-9]*") && !name.matches("(?:a|an|the|test|tests|should|will)(?:[A-Z].*)?");
	}

	private static void find(Path file, String text, List<String> found) {
		TURN.matcher(text)
			.results()
			.forEach((turn) -> found.add(Pages.ROOT.relativize(file) + ": '" + turn.group().strip() + "' in: " + text));
	}

	private static String words(String name) {
		return StringUtils.capitalize(name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
	}

}
