package io.mockagents.recording;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs that were cut, or lost, doubled or mixed up lines.
 */
class DamagedLogTests {

	private static final byte[] LOG = (Logs.text("production/vg_text") + Logs.text("sdk-0.2.9/p_refusal")
			+ Logs.text("sdk-0.2.9/d_handoff"))
		.getBytes(StandardCharsets.UTF_8);

	private static final List<Object> RUNS = Logs.read(LOG).contents();

	private static final String[] LINES = new String(LOG, StandardCharsets.UTF_8).split("(?<=\n)");

	@Property(tries = 250)
	void cutAtAnyByteLosesNoRunThatWasComplete(@ForAll @IntRange(min = 0, max = 60_000) int at) {
		byte[] cut = Arrays.copyOf(LOG, Math.min(at, LOG.length));
		int complete = new String(cut, StandardCharsets.ISO_8859_1).split("CALL END \\(Iteration \\d\\) ===", -1).length
				- 1;
		Logs read = Logs.read(cut);
		assertThat(read.contents()).isEqualTo(RUNS.subList(0, complete));
		assertThat(read.problems()).hasSizeLessThanOrEqualTo(1);
	}

	@Property(tries = 250)
	void startAtAnyByteLosesNoRunThatIsWhole(@ForAll @IntRange(min = 0, max = 60_000) int at) {
		byte[] rest = Arrays.copyOfRange(LOG, Math.min(at, LOG.length), LOG.length);
		int starts = new String(rest, StandardCharsets.ISO_8859_1).split("(?<=, ?)\\d{3} - === OPENAI API CALL START",
				-1).length - 1;
		List<Object> contents = Logs.read(rest).contents();
		assertThat(RUNS).endsWith(contents.toArray());
		assertThat(contents.size()).isBetween(starts - 1, starts);
	}

	@Property(tries = 250)
	void lostLineIsNeverReadOver(@ForAll @IntRange(min = 0, max = 400) int at) {
		List<String> lines = new ArrayList<>(Arrays.asList(LINES));
		String lost = lines.remove(at % LINES.length);
		assertOnlyRealRuns(String.join("", lines), lost);
	}

	@Property(tries = 250)
	void doubledLineIsNeverReadOver(@ForAll @IntRange(min = 0, max = 400) int at) {
		List<String> lines = new ArrayList<>(Arrays.asList(LINES));
		lines.add(at % LINES.length, LINES[at % LINES.length]);
		assertOnlyRealRuns(String.join("", lines), LINES[at % LINES.length]);
	}

	@Property(tries = 250)
	void movedLineIsNeverReadOver(@ForAll @IntRange(min = 0, max = 400) int from,
			@ForAll @IntRange(min = 0, max = 400) int to) {
		List<String> lines = new ArrayList<>(Arrays.asList(LINES));
		String moved = lines.remove(from % LINES.length);
		lines.add(to % LINES.length, moved);
		assertOnlyRealRuns(String.join("", lines), moved);
	}

	/**
	 * Each run is one that the log really had. Only what is told of in a single line is
	 * another, where that line was the damaged one: the prompt and the session.
	 */
	private static void assertOnlyRealRuns(String log, String damaged) {
		List<List<RecordedTurn>> real = frames(Logs.read(LOG));
		Logs read = Logs.read(log);
		assertThat(real).as(damaged).containsAll(frames(read));
		assertThat(read.runs().size() + read.problems().size()).as(damaged).isGreaterThanOrEqualTo(real.size() - 1);
	}

	private static List<List<RecordedTurn>> frames(Logs logs) {
		return logs.runs()
			.stream()
			.map((run) -> run.turns()
				.stream()
				.map((turn) -> new RecordedTurn(turn.agent(), new TurnKey("", null, List.of()), null, turn.frames(),
						turn.toolResults(), turn.failure(), List.of()))
				.toList())
			.toList();
	}

}
