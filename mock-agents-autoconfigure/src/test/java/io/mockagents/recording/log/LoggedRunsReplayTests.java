package io.mockagents.recording.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.fidelity.Goldens;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.StoredEvent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs of the production application and of the SDK itself, read and played through the
 * engine.
 */
class LoggedRunsReplayTests {

	static List<Path> logs() {
		return Logs.all();
	}

	/**
	 * The example of the page on recordings.
	 */
	@Test
	void logIsPlayedRunByRun() {
		List<StreamEvent> played = new ArrayList<>();
		try (LogRecordingReader log = LogRecordingReader.of(Logs.file("production/vg_rejected_new_iteration"))) {
			for (RecordedRun run = log.next(); run != null; run = log.next()) {
				try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
					events.forEach(played::add);
				}
			}
		}
		assertThat(played).filteredOn(RunItemStreamEvent.class::isInstance)
			.extracting((event) -> ((RunItemStreamEvent) event).name())
			.containsExactly(RunItemEventName.REASONING_ITEM_CREATED, RunItemEventName.TOOL_CALLED,
					RunItemEventName.TOOL_OUTPUT, RunItemEventName.REASONING_ITEM_CREATED,
					RunItemEventName.MESSAGE_OUTPUT_CREATED, RunItemEventName.REASONING_ITEM_CREATED,
					RunItemEventName.TOOL_CALLED, RunItemEventName.TOOL_OUTPUT, RunItemEventName.REASONING_ITEM_CREATED,
					RunItemEventName.MESSAGE_OUTPUT_CREATED);
	}

	@ParameterizedTest
	@MethodSource("logs")
	void replayPrintsTheEventsAsTheLogHasThem(Path log) {
		List<String> logged = LoggedEvents.of(Logs.text(log));
		List<String> played = play(log);
		assertThat(played).hasSameSizeAs(logged).isNotEmpty();
		for (int i = 0; i < logged.size(); i++) {
			assertThat(LoggedEvents.repr(JsonCodec.parseObject(played.get(i)), logged.get(i))).isEqualTo(logged.get(i));
		}
	}

	@ParameterizedTest
	@MethodSource("logs")
	void replayProducesTheJsonOfTheLoggedEvents(Path log) {
		List<String> logged = LoggedEvents.of(Logs.text(log))
			.stream()
			.map((event) -> JsonCodec.writePython(StoredEvent.parse(event).json(), false))
			.toList();
		assertThat(play(log)).isEqualTo(logged);
	}

	@ParameterizedTest
	@MethodSource("logs")
	void everyEventAfterTheFirstHasItsPause(Path log) {
		for (RecordedRun run : read(log).runs()) {
			assertThat(run.turns().stream().mapToInt((turn) -> turn.pauses().size()).sum())
				.isEqualTo(Logs.play(run).size() - 1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sdk-0.2.9", "sdk-0.22" })
	void replayOfTheSdksLogsProducesTheEventsOfTheSdk(String sdk) throws Exception {
		List<Path> logs = logs().stream().filter((file) -> file.getParent().endsWith(sdk)).toList();
		assertThat(logs).hasSizeGreaterThanOrEqualTo(5);
		for (Path log : logs) {
			String name = log.getFileName().toString().replace(".log", "");
			List<Path> golden = new ArrayList<>();
			for (String folder : List.of("goldens", "goldens-more")) {
				golden.add(Path.of("src/test/resources", folder, sdk, name, "events.jsonl"));
			}
			golden.removeIf((file) -> !Files.exists(file));
			assertThat(play(log)).as(name).isEqualTo(Files.readAllLines(golden.get(0)));
		}
	}

	/**
	 * The client dumps null for what the API did not send, and leaves it out of what it
	 * sends back.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "sdk-0.2.9/a_text", "sdk-0.2.9/j_parallel_tools", "sdk-0.2.9/d_handoff",
			"sdk-0.2.9/p_refusal", "sdk-0.2.9/q_hosted_tools", "sdk-0.22/j_parallel_tools", "sdk-0.22/d_handoff",
			"sdk-0.22/q_hosted_tools" })
	void itemsGoToTheModelAsTheApiSentThem(String log) throws Exception {
		List<RecordedRun> runs = Logs.read(Logs.text(log)).runs();
		RunResultStreaming played = new RecordingPlayer().play(runs.get(runs.size() - 1));
		try (EventStream events = played.streamEvents()) {
			events.forEach((event) -> {
			});
		}
		List<?> results = (List<?>) JsonCodec
			.parse(Files.readAllBytes(Path.of("src/test/resources/goldens", log, "result.json")));
		JsonObject result = (JsonObject) results.get(results.size() - 1);
		assertThat(JsonCodec.write(played.toInputList())).isEqualTo(JsonCodec.write(result.get("to_input_list")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "vg_text", "vg_approved", "vg_rejected_new_iteration", "vg_max_iterations" })
	void everyCallOfProductionIsRead(String name) {
		String text = Logs.text("production/" + name);
		assertThat(Logs.read(text).runs()).hasSize(text.split("CALL START").length - 1);
	}

	/**
	 * Raw events that were dumped are given to the engine as what comes over the wire.
	 */
	@ParameterizedTest
	@EnumSource(SdkProfile.class)
	void dumpsOfRawEventsKeepTheirForm(SdkProfile profile) throws Exception {
		String sdk = Goldens.folder(profile).getFileName().toString();
		int dumps = 0;
		for (String folder : List.of("goldens", "goldens-more")) {
			List<Path> files;
			try (var walked = Files.walk(Path.of("src/test/resources", folder, sdk))) {
				files = walked.filter((file) -> file.endsWith("events.jsonl")).toList();
			}
			for (Path file : files) {
				for (String line : Files.readAllLines(file)) {
					JsonObject data = JsonCodec.parseObject(line).objectOrNull("data");
					if (data != null) {
						assertThat(JsonCodec.write(ResponseShapes.of(profile).event(data))).as(file.toString())
							.isEqualTo(JsonCodec.write(data));
						dumps++;
					}
				}
			}
		}
		assertThat(dumps).isGreaterThan(500);
	}

	@Test
	void replayTakesTheToolOutputsFromTheLog() {
		RecordedRun run = Logs.read(Logs.text("production/vg_rejected_new_iteration")).runs().get(0);
		RecordedToolResult result = run.turns().get(0).toolResults().get(0);
		assertThat(result.callId()).isEqualTo("call_FxCtg7PqzWpserFf35zYGiEk");
		assertThat(result.value()).isEqualTo(JsonObject.of("approved", false, "reasoning",
				"The patch adds a blank line but doesn't add meaningful commentary as requested", "commit_message",
				"Error: Add actual comment content, not just whitespace"));
		assertThat(result.text()).startsWith("approved=False reasoning=\"The patch adds a blank line but doesn't");
	}

	private static List<String> play(Path log) {
		return read(log).runs().stream().flatMap((run) -> Logs.play(run).stream()).toList();
	}

	private static Logs read(Path log) {
		Logs logs = Logs.read(LogRecordingReader.of(log));
		assertThat(logs.messages()).isEmpty();
		return logs;
	}

}
