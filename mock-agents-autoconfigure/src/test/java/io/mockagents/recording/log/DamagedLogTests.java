package io.mockagents.recording.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.recording.RecordedRunBuilder;
import io.mockagents.recording.RecordedTurn;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs that were cut, or lost, doubled or mixed up lines.
 */
class DamagedLogTests {

	private static final byte[] LOG = (Logs.text("production/vg_text") + Logs.text("sdk-0.2.9/p_refusal")
			+ Logs.text("sdk-0.2.9/d_handoff") + Logs.text("sdk-0.2.9/j_parallel_tools"))
		.getBytes(StandardCharsets.UTF_8);

	private static final List<Object> RUNS = Logs.read(LOG).contents();

	private static final List<List<RecordedTurn>> TURNS = frames(Logs.read(LOG));

	private static final List<String> LINES = List.of(new String(LOG, StandardCharsets.UTF_8).split("(?<=\n)"));

	@Property(tries = 250, seed = "20261122")
	void cutAtAnyByteLosesNoRunThatWasComplete(@ForAll @IntRange(min = 0, max = 100_000) int at) {
		byte[] cut = Arrays.copyOf(LOG, Math.min(at, LOG.length));
		int complete = new String(cut, StandardCharsets.ISO_8859_1).split("CALL END \\(Iteration \\d\\) ===", -1).length
				- 1;
		Logs read = Logs.read(cut);
		assertThat(read.contents()).isEqualTo(RUNS.subList(0, complete));
		assertThat(read.problems()).hasSizeLessThanOrEqualTo(1);
	}

	@Property(tries = 250, seed = "20261122")
	void startAtAnyByteLosesNoRunThatIsWhole(@ForAll @IntRange(min = 0, max = 100_000) int at) {
		byte[] rest = Arrays.copyOfRange(LOG, Math.min(at, LOG.length), LOG.length);
		int starts = new String(rest, StandardCharsets.ISO_8859_1).split("(?<=, ?)\\d{3} - === OPENAI API CALL START",
				-1).length - 1;
		List<Object> contents = Logs.read(rest).contents();
		assertThat(RUNS).endsWith(contents.toArray());
		assertThat(contents.size()).isBetween(starts - 1, starts);
	}

	@Test
	void lostLineIsNeverReadOver() {
		everyLine().forEach((at) -> {
			List<String> lines = new ArrayList<>(LINES);
			assertOnlyRealRuns(lines, lines.remove(at));
		});
	}

	@Test
	void doubledLineIsNeverReadOver() {
		everyLine().forEach((at) -> {
			List<String> lines = new ArrayList<>(LINES);
			lines.add(at, LINES.get(at));
			assertOnlyRealRuns(lines, LINES.get(at));
		});
	}

	@Test
	void startOrEndOfCallAtAnyOtherPlaceIsNeverReadOver() {
		everyLine().filter((from) -> LINES.get(from).contains(" - === OPENAI API CALL "))
			.forEach((from) -> everyLine().forEach((to) -> assertOnlyRealRunsIfMoved(from, to)));
	}

	@Property(tries = 250, seed = "20261122")
	void movedLineIsNeverReadOver(@ForAll @IntRange(min = 0, max = 1_000) int from,
			@ForAll @IntRange(min = 0, max = 1_000) int to) {
		assertOnlyRealRunsIfMoved(from % LINES.size(), to % LINES.size());
	}

	@Property(tries = 100, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void lostLinesAreNeverReadOver(@ForAll @IntRange(min = 0, max = 1_000) int from,
			@ForAll @IntRange(min = 1, max = 200) int count) {
		List<String> lines = new ArrayList<>(LINES);
		List<String> block = block(lines, from, count);
		String lost = block.get(0);
		block.clear();
		assertThat(TURNS).as(lost).containsAll(frames(Logs.read(String.join("", lines))));
	}

	@Property(tries = 100, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void movedLinesAreNeverReadOver(@ForAll @IntRange(min = 0, max = 1_000) int from,
			@ForAll @IntRange(min = 1, max = 200) int count, @ForAll @IntRange(min = 0, max = 1_000) int to) {
		List<String> lines = new ArrayList<>(LINES);
		List<String> block = block(lines, from, count);
		List<String> moved = List.copyOf(block);
		block.clear();
		lines.addAll(to % (lines.size() + 1), moved);
		assertThat(TURNS).as(moved.get(0)).containsAll(frames(Logs.read(String.join("", lines))));
	}

	/**
	 * Lines between the records of events are those most likely to go unnoticed.
	 */
	@Test
	void lostEventsAreNeverReadOver() {
		int[] starts = everyLine().filter((at) -> LINES.get(at).contains(" - Stream Event: ")).toArray();
		for (int from = 0; from < starts.length; from++) {
			for (int to = from + 1 + from % 7; to < starts.length; to += 7) {
				List<String> lines = new ArrayList<>(LINES);
				lines.subList(starts[from], starts[to]).clear();
				assertThat(TURNS).as("from %d to %d", starts[from], starts[to])
					.containsAll(frames(Logs.read(String.join("", lines))));
			}
		}
	}

	private static List<String> block(List<String> lines, int from, int count) {
		int start = from % lines.size();
		return lines.subList(start, Math.min(start + count, lines.size()));
	}

	private static IntStream everyLine() {
		return IntStream.range(0, LINES.size());
	}

	private static void assertOnlyRealRunsIfMoved(int from, int to) {
		List<String> lines = new ArrayList<>(LINES);
		String moved = lines.remove(from);
		lines.add(to, moved);
		assertOnlyRealRuns(lines, moved);
	}

	/**
	 * Each run is one that the log really had. Only what is told of in a single line is
	 * another, where that line was the damaged one: the prompt and the session.
	 */
	private static void assertOnlyRealRuns(List<String> lines, String damaged) {
		Logs read = Logs.read(String.join("", lines));
		assertThat(TURNS).as(damaged).containsAll(frames(read));
		assertThat(read.runs().size() + read.problems().size()).as(damaged).isGreaterThanOrEqualTo(TURNS.size() - 1);
	}

	private static List<List<RecordedTurn>> frames(Logs logs) {
		return logs.runs()
			.stream()
			.map((run) -> run.turns()
				.stream()
				.map((turn) -> RecordedRunBuilder.turn(turn.agent())
					.frames(turn.frames())
					.results(turn.toolResults())
					.failure(turn.failure())
					.build())
				.toList())
			.toList();
	}

}
