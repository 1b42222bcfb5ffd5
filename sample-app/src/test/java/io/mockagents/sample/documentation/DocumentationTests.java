package io.mockagents.sample.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the project name what exists.
 */
class DocumentationTests {

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)(?:\\.(\\w+))?`");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(#[^)\\s]+)?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	/**
	 * Readers of the other pages want behaviour and examples.
	 */
	@Test
	void onlyTheIndexNamesTests() throws IOException {
		List<Path> index = List.of(Path.of("docs/internals/specification.md"), Path.of("docs/internals/contract.md"));
		for (Path page : Pages.files(".md")) {
			if (!index.contains(Pages.ROOT.relativize(page))) {
				assertThat(TEST.matcher(Files.readString(page)).results().map(MatchResult::group)).as(page.toString())
					.isEmpty();
			}
		}
	}

	@Test
	void pagesNameTestsThatExist() throws IOException {
		Map<String, String> sources = new HashMap<>();
		for (Path file : Pages.files(".java")) {
			sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
		}
		List<MatchResult> named = new ArrayList<>();
		for (Path page : Pages.files(".md")) {
			TEST.matcher(Files.readString(page)).results().forEach(named::add);
		}
		assertThat(named).hasSizeGreaterThan(50).allSatisfy((test) -> {
			assertThat(sources).containsKey(test.group(1));
			if (test.group(2) != null) {
				assertThat(sources.get(test.group(1))).contains("void " + test.group(2) + "(");
			}
		});
	}

	/**
	 * Output is {@code text}; any other language is compiled or run by a test of this
	 * package.
	 */
	@Test
	void blocksAreInALanguageThatIsChecked() {
		assertThat(Pages.blocks()).hasSizeGreaterThan(50)
			.allSatisfy((block) -> assertThat(block.language()).as(block.toString())
				.isIn("java", "yaml", "json", "properties", "xml", "groovy", "kotlin", "shell", "js", "text"));
	}

	@Test
	void linksBetweenPagesLeadToAPageAndAHeading() throws IOException {
		for (Path page : Pages.files(".md")) {
			assertThat(LINK.matcher(Files.readString(page)).results()).as(page.toString()).allSatisfy((link) -> {
				Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
				assertThat(target).exists();
				if (link.group(2) != null) {
					assertThat(anchors(target)).contains(link.group(2));
				}
			});
		}
	}

	private static List<String> anchors(Path page) throws IOException {
		return HEADING.matcher(Files.readString(page))
			.results()
			.map((heading) -> "#"
					+ heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
			.toList();
	}

}
