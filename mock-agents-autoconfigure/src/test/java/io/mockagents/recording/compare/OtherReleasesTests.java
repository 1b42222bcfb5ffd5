package io.mockagents.recording.compare;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RunTranscript;
import io.mockagents.recording.log.LogRecordingReader;
import io.mockagents.recording.log.Logs;
import io.mockagents.recording.replay.Transcripts;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Logs of releases of the SDK that have none of the known forms, against those of 0.22.
 */
class OtherReleasesTests {

	private static final Path RELEASES = Path.of("src/test/resources/other-releases");

	@Test
	void fieldsThatANewerReleaseAddsAreNamed() {
		assertThat(compare("0.24.0", "d_handoff"))
			.contains("handoff_requested function_call: $.item.raw_item.async_ is new")
			.allMatch((line) -> line.endsWith(" is new") || line.endsWith("done: $.data.name is missing"));
		assertThat(compare("0.24.0", "j_parallel_tools"))
			.contains("response.created: $.data.response.access_programs is new",
					"tool_called function_call: $.item.raw_item.async_ is new",
					"response.function_call_arguments.done: $.data.name is missing")
			.noneMatch((line) -> line.contains("another place") || line.contains("order"));
	}

	@Test
	void orderOfEventsOfAnOlderReleaseIsNamed() {
		assertThat(compare("0.17.8", "j_parallel_tools")).contains("tool_called function_call: was moved",
				"response.created: $.data.response.prompt_cache_options is missing");
	}

	@Test
	void freshRunIsComparedWithWhatCannotBePlayed() {
		try (LogRecordingReader newer = log("0.24.0", "d_handoff");
				LogRecordingReader known = LogRecordingReader.of(Logs.file("sdk-0.22/d_handoff"));
				EventStream fresh = new RecordingPlayer().play(known)) {
			List<StreamEvent> events = new ArrayList<>();
			fresh.forEach(events::add);
			RunTranscript logged = Objects.requireNonNull(newer.nextEvents());
			assertThat(EventComparator.ofStructure().compare(logged, events).differences())
				.hasSameSizeAs(compare("0.24.0", "d_handoff"))
				.extracting(EventDifference::kind)
				.contains(EventDifference.Kind.MISSING_FIELD);
		}
	}

	@Test
	void releaseOfAnUnknownFormIsNotPlayedButReported() {
		try (LogRecordingReader log = log("0.17.8", "d_handoff")) {
			assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(log::next)
				.withMessageContaining("d_handoff.log:")
				.withMessageContaining("$.data.response")
				.withMessageContaining("can be compared, but not played");
			assertThat(log.next()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "d_handoff", "j_parallel_tools" })
	void logOfProfile024IsPlayed(String recording) {
		try (LogRecordingReader log = log("0.24.0", recording)) {
			assertThat(Objects.requireNonNull(log.next()).profile()).isEqualTo(SdkProfile.V0_24);
		}
	}

	@Test
	void eventsAsLoggedAreThoseThatArePlayed() {
		for (Path file : Logs.all()) {
			List<RunTranscript> played = new ArrayList<>();
			Logs.read(LogRecordingReader.of(file)).runs().forEach((run) -> played.add(Transcripts.of(run)));
			assertThat(events(LogRecordingReader.of(file))).as(file.toString()).isEqualTo(played);
		}
	}

	@Test
	void lineThatIsMissingIsReportedWhateverTheRelease() {
		String log = Logs.text(RELEASES.resolve("0.24.0/d_handoff.log"));
		List<String> lines = new ArrayList<>(log.lines().toList());
		int lost = 0;
		while (!lines.get(lost).contains("ResponseTextDeltaEvent(")) {
			lost++;
		}
		lines.remove(lost);
		lines.remove(lost - 1);
		try (LogRecordingReader damaged = Logs.reader(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))) {
			assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(damaged::nextEvents)
				.withMessageContaining("app.log:" + (lost + 2))
				.withMessageContaining("is expected");
		}
	}

	private static List<String> compare(String release, String recording) {
		return EventComparator.ofStructure()
			.compare(LogRecordingReader.of(Logs.file("sdk-0.22/" + recording)), log(release, recording))
			.differences()
			.stream()
			.map((difference) -> difference.toString().replaceFirst("( \\(\\d+ times\\))? \\[.*]$", ""))
			.toList();
	}

	private static LogRecordingReader log(String release, String recording) {
		return LogRecordingReader.of(RELEASES.resolve(release).resolve(recording + ".log"));
	}

	private static List<RunTranscript> events(LogRecordingReader reader) {
		List<RunTranscript> events = new ArrayList<>();
		try (reader) {
			for (RunTranscript run = reader.nextEvents(); run != null; run = reader.nextEvents()) {
				events.add(run);
			}
		}
		return events;
	}

}
