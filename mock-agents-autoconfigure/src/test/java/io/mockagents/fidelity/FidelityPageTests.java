package io.mockagents.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The table of {@code docs/internals/fidelity.md}, rendered from what the tests of this
 * run wrote down. Comes last.
 */
@Order(Integer.MAX_VALUE)
@Isolated("reads what the tests before it wrote")
class FidelityPageTests {

	private static final Path PAGE = Path.of("../docs/internals/fidelity.md");

	private static final List<Path> RECORDINGS = List.of(Path.of("src/test/resources/goldens"),
			Path.of("src/test/resources/goldens-more"), Path.of("src/test/resources/goldens-combined"));

	private static final String START = "<!-- rendered by FidelityPageTests -->\n";

	private static final String END = "<!-- end -->\n";

	private static final List<String> SDKS = List.of("sdk-0.2.9", "sdk-0.22", "sdk-0.24");

	@Test
	void everyRecordingHasItsRow() throws IOException {
		assertThat(table()).contains(recordings().stream().map((name) -> "| " + name + " |").toList());
	}

	@Test
	void pageIsWhatTheRunRenders() throws IOException {
		assumeThat(FidelityEvidence.written()).as("kinds of tests that were run").contains("t1", "t2", "wire");
		assumeThat(System.getProperty("mockagents.goldens")).as("another directory of recordings").isNull();
		String rendered = render();
		if (System.getProperty("mockagents.renew-docs") != null) {
			String page = Files.readString(PAGE);
			Files.writeString(PAGE, page.substring(0, page.indexOf(START) + START.length()) + rendered
					+ page.substring(page.indexOf(END)));
		}
		assertThat(table()).as("The table in docs/internals/fidelity.md is not what this run gives. "
				+ "If the run is right, renew it: ./mvnw -pl mock-agents-autoconfigure test -Dmockagents.renew-docs")
			.isEqualTo(rendered);
	}

	private static String table() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).containsOnlyOnce(START).containsOnlyOnce(END);
		return page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
	}

	private static SortedSet<String> recordings() throws IOException {
		SortedSet<String> names = new TreeSet<>();
		for (Path collection : RECORDINGS) {
			for (String sdk : SDKS) {
				try (Stream<Path> folders = Files.list(collection.resolve(sdk))) {
					folders.map((folder) -> folder.getFileName().toString()).forEach(names::add);
				}
			}
		}
		return names;
	}

	private static String render() throws IOException {
		StringBuilder table = new StringBuilder(
				"| recording | T1 0.2 | T1 0.22 | T1 0.24 | T2 0.2 | T2 0.22 | T2 0.24 | wire 0.2 | wire 0.22 | wire 0.24 |\n"
						+ "|---|---|---|---|---|---|---|---|---|---|\n");
		int[] passed = new int[3 * SDKS.size()];
		int[] failed = new int[3 * SDKS.size()];
		for (String name : recordings()) {
			List<String> cells = new ArrayList<>();
			for (String kind : List.of("t1", "t2", "wire")) {
				for (String sdk : SDKS) {
					String cell = cell(kind, sdk, name);
					passed[cells.size()] += (cell.equals("equal") || cell.equals("valid")) ? 1 : 0;
					failed[cells.size()] += cell.startsWith("**") ? 1 : 0;
					cells.add(cell);
				}
			}
			table.append("| ").append(name).append(" | ").append(String.join(" | ", cells)).append(" |\n");
		}
		table.append("| **sum**");
		for (int i = 0; i < passed.length; i++) {
			table.append(" | ").append(passed[i]).append((failed[i] > 0) ? " of " + (passed[i] + failed[i]) : "");
		}
		return table.append(" |\n").toString();
	}

	private static String cell(String kind, String sdk, String name) throws IOException {
		Path folder = RECORDINGS.stream()
			.map((collection) -> collection.resolve(sdk).resolve(name))
			.filter(Files::exists)
			.findFirst()
			.orElse(null);
		if (folder == null) {
			return "";
		}
		List<String> outcomes = FidelityEvidence.outcomes(kind, sdk + "/" + name);
		if (!outcomes.isEmpty()) {
			return outcomes.contains("failed") ? "**differs**" : kind.equals("wire") ? "valid" : "equal";
		}
		try (Stream<Path> files = Files.list(folder)) {
			boolean wire = files.anyMatch((file) -> file.getFileName().toString().startsWith("wire"));
			if (!wire && !kind.equals("t1")) {
				return "no wire";
			}
			return (kind.equals("t1") || folder.startsWith(RECORDINGS.get(0))) ? "**not run**" : "not exported";
		}
	}

}
