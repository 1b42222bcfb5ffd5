package io.mockagents.recording.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the events of the two SDKs differ: every conversation that was recorded from both,
 * against the table of {@code docs/internals/fidelity.md}.
 */
class SdkDifferencesTests {

	private static final Path OLD = Path.of("src/test/resources/goldens/sdk-0.2.9");

	private static final Path NEW = Path.of("src/test/resources/goldens/sdk-0.22");

	private static final Path MORE_OLD = Path.of("src/test/resources/goldens-more/sdk-0.2.9");

	private static final Path MORE_NEW = Path.of("src/test/resources/goldens-more/sdk-0.22");

	private static final Path PAGE = Path.of("../docs/internals/fidelity.md");

	private static final String START = "<!-- checked by SdkDifferencesTests -->\n";

	private static final String END = "<!-- end of the differences -->\n";

	private static final String EXCEPTIONS_START = "<!-- recordings that differ more -->\n";

	private static final String EXCEPTIONS_END = "<!-- end of the recordings -->\n";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern OUTPUT = Pattern
		.compile("\\$\\.data\\.response\\.output\\[\\?@\\.type=='(\\w+)'](.*)");

	static List<String> recordings() throws IOException {
		return recordings(OLD, NEW);
	}

	private static List<String> recordings(Path older, Path newer) throws IOException {
		try (Stream<Path> folders = Files.list(older)) {
			return folders.map((folder) -> folder.getFileName().toString())
				.filter((name) -> Files.exists(newer.resolve(name)))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void recordingsOfBothSdksDifferOnlyAsThePageSays(String recording) throws IOException {
		assertThat(declared()).as("differences that docs/internals/fidelity.md names")
			.containsAll(found(OLD.resolve(recording), NEW.resolve(recording)));
	}

	@Test
	void everyDifferenceThatThePageNamesIsInARecording() throws IOException {
		Set<Row> found = new TreeSet<>();
		for (String recording : recordings()) {
			found.addAll(found(OLD.resolve(recording), NEW.resolve(recording)));
		}
		assertThat(found).isEqualTo(new TreeSet<>(declared()));
	}

	@Test
	void furtherRecordingsDifferNoMoreUnlessThePageNamesThem() throws IOException {
		Set<Row> declared = declared();
		List<String> more = new ArrayList<>();
		for (String recording : recordings(MORE_OLD, MORE_NEW)) {
			if (!declared.containsAll(found(MORE_OLD.resolve(recording), MORE_NEW.resolve(recording)))) {
				more.add(recording);
			}
		}
		String page = Files.readString(PAGE);
		assertThat(page).containsOnlyOnce(EXCEPTIONS_START).containsOnlyOnce(EXCEPTIONS_END);
		String exceptions = page.substring(page.indexOf(EXCEPTIONS_START), page.indexOf(EXCEPTIONS_END));
		assertThat(code(exceptions).stream().filter((name) -> Files.exists(MORE_NEW.resolve(name))))
			.containsExactlyInAnyOrderElementsOf(more);
	}

	@Test
	void otherWayRoundNewIsMissing() throws IOException {
		for (String recording : recordings()) {
			assertThat(compare(NEW.resolve(recording), OLD.resolve(recording)))
				.hasSameSizeAs(compare(OLD.resolve(recording), NEW.resolve(recording)))
				.noneMatch((difference) -> Set.of(EventDifference.Kind.ADDED_FIELD, EventDifference.Kind.ADDED_EVENT)
					.contains(difference.kind()));
		}
	}

	private static Set<Row> found(Path older, Path newer) {
		Set<Row> found = new LinkedHashSet<>();
		compare(older, newer).forEach((difference) -> found.add(Row.of(difference)));
		return found;
	}

	private static List<EventDifference> compare(Path expected, Path actual) {
		return EventComparator.ofStructure().compareEvents(events(expected), events(actual)).differences();
	}

	private static List<JsonObject> events(Path recording) {
		try {
			return Files.readAllLines(recording.resolve("events.jsonl")).stream().map(JsonCodec::parseObject).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what the table declares, a row for each of the fields that a line of it
	 * names.
	 */
	private static Set<Row> declared() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).containsOnlyOnce(START).containsOnlyOnce(END);
		Set<Row> rows = new LinkedHashSet<>();
		page.substring(page.indexOf(START) + START.length(), page.indexOf(END)).lines().skip(2).forEach((line) -> {
			String[] cells = line.split("\\s*\\|\\s*");
			assertThat(cells).as(line).hasSize(5);
			for (String in : code(cells[1])) {
				for (String what : code(cells[3])) {
					assertThat(rows.add(new Row(in, cells[2], what))).as("%s is there once: %s", what, line).isTrue();
				}
			}
		});
		return rows;
	}

	private static List<String> code(String cell) {
		List<String> code = CODE.matcher(cell).results().map((span) -> span.group(1)).toList();
		assertThat(code).as(cell).isNotEmpty();
		return code;
	}

	/**
	 * A difference, wherever an item or a response was seen: an item comes in raw events,
	 * in the output of the response and in the item's own event.
	 *
	 * @param in the type of an item, {@code response}, or the kind of an event
	 * @param kind what kind of difference it is
	 * @param what the path of the field in it, and what is other there
	 */
	private record Row(String in, String kind, String what) implements Comparable<Row> {

		static Row of(EventDifference difference) {
			String path = difference.path();
			if (path == null) {
				return new Row(difference.event(),
						(difference.kind() == EventDifference.Kind.ADDED_EVENT) ? "new event" : difference.toString(),
						difference.event());
			}
			return switch (difference.kind()) {
				case ADDED_FIELD -> of(difference, "new field", path, "");
				case RETYPED_FIELD ->
					of(difference, "other type", path, ": " + difference.actual() + ", not " + difference.expected());
				case REORDERED_KEYS -> of(difference, "other order", path, ": " + difference.actual());
				default -> new Row(difference.event(), difference.toString(), difference.event());
			};
		}

		private static Row of(EventDifference difference, String kind, String path, String detail) {
			String event = difference.event();
			String type = event.substring(event.indexOf(' ') + 1);
			Matcher output = OUTPUT.matcher(path);
			if (output.matches()) {
				return new Row(output.group(1), kind, "$" + output.group(2) + detail);
			}
			for (String item : List.of("$.data.item", "$.item.raw_item")) {
				if (path.startsWith(item)) {
					return new Row(type, kind, "$" + path.substring(item.length()) + detail);
				}
			}
			for (String object : List.of("$.data.response", "$.data", "$.item")) {
				if (path.startsWith(object)) {
					return new Row(object.equals("$.data.response") ? "response" : event.split(" ")[0], kind,
							"$" + path.substring(object.length()) + detail);
				}
			}
			return new Row(event, kind, path + detail);
		}

		@Override
		public int compareTo(Row other) {
			return toString().compareTo(other.toString());
		}

		@Override
		public String toString() {
			return "| `" + this.in + "` | " + this.kind + " | `" + this.what + "` |";
		}

	}

}
