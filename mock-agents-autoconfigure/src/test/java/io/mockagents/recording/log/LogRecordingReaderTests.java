package io.mockagents.recording.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.stream.IntStream;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.SourceLines;
import io.mockagents.recording.StoredEvent;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RunTranscript;
import io.mockagents.recording.replay.RecordingPlayer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link LogRecordingReader}.
 */
class LogRecordingReaderTests {

	private static final String TEXT = Logs.text("production/vg_text");

	private static final String REJECTED = Logs.text("production/vg_rejected_new_iteration");

	private static final String APPROVED = Logs.text("production/vg_approved");

	private static final String NOW = "2026-11-22 06:59:49,000 - ";

	@Test
	void runContainsTheContentOfTheLog() {
		RecordedRun run = Logs.read(REJECTED).runs().get(1);
		assertThat(run.recording()).isEqualTo("app.log");
		assertThat(run.number()).isEqualTo(2);
		assertThat(run.origin()).isEqualTo("app.log:206");
		assertThat(run.profile()).isEqualTo(SdkProfile.V0_2);
		assertThat(run.sessionId()).isEqualTo("project_vg-rejected-new-iteration");
		assertThat(run.iteration()).isEqualTo(1);
		assertThat(run.failure()).isNull();
		assertThat(run.input()).isEqualTo("""
				Current code:
				```python
				def main():
				    print('Ready for vibecoding!')

				```

				User request: The evaluator rejected your patch. Feedback: The patch adds a blank line but \
				doesn't add meaningful commentary as requested

				Please try again.""");
	}

	@Test
	void agentComesWithItsWholeInstructionsAndTheSchemasOfItsTools() {
		RecordedAgent agent = Logs.read(TEXT).runs().get(0).startingAgent();
		assertThat(agent.name()).isEqualTo("Vibecoder");
		assertThat(agent.model()).isEqualTo("gpt-5-mini");
		assertThat(agent.instructions()).startsWith("You are VibeCoder, an expert Python developer")
			.hasSizeGreaterThan(300)
			.endsWith("answer it in plain sentences and change nothing.");
		RecordedTool tool = agent.tools().get(0);
		assertThat(tool.name()).isEqualTo("submit_patch");
		assertThat(tool.description()).isEqualTo("Submit a patch for evaluation.");
		assertThat(Objects.requireNonNull(tool.parameters()).object("properties").keySet()).containsExactly("patch",
				"description");
	}

	@Test
	void handoffsAndHostedToolsOfAgentsAreKnown() {
		RecordedRun handoff = Logs.read(Logs.text("sdk-0.2.9/d_handoff")).runs().get(0);
		assertThat(handoff.startingAgent().handoffs()).containsExactly("Spanish agent");
		assertThat(handoff.turns()).extracting((turn) -> turn.agent().name())
			.containsExactly("Triage agent", "Spanish agent");
		RecordedRun hosted = Logs.read(Logs.text("sdk-0.2.9/q_hosted_tools")).runs().get(0);
		assertThat(hosted.startingAgent().tools()).extracting(RecordedTool::name)
			.containsExactly("web_search_preview", "hosted_mcp");
	}

	@Test
	void profileIsThatOfTheForm() {
		assertThat(Logs.read(Logs.text("sdk-0.2.9/j_parallel_tools")).runs()).extracting(RecordedRun::profile)
			.containsExactly(SdkProfile.V0_2);
		assertThat(Logs.read(Logs.text("sdk-0.22/m_session")).runs()).extracting(RecordedRun::profile)
			.containsOnly(SdkProfile.V0_22);
	}

	@Test
	void turnsAreKeyedByWhatTheModelSaw() {
		RecordedRun run = Logs.read(REJECTED).runs().get(0);
		assertThat(run.turns()).extracting((turn) -> turn.key().userMessage()).containsOnly(run.input());
		assertThat(run.turns().get(0).key().toolOutputs()).isEmpty();
		assertThat(run.turns().get(1).key().toolOutputs())
			.containsExactly(run.turns().get(0).toolResults().get(0).text());
	}

	@Test
	void pausesAreTheTimesBetweenTheLines() {
		List<Duration> pauses = Logs.read(TEXT).runs().get(0).turns().get(0).pauses();
		assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(581 - 329));
		assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMillis(588 - 329));
	}

	@Test
	void clockThatGoesBackMakesNoNegativePause() {
		String log = TEXT.replace("06:59:48,585", "05:59:48,585");
		assertThat(Logs.read(log).runs().get(0).turns().get(0).pauses()).noneMatch(Duration::isNegative);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n\n", "INFO: started\n2026-11-22 06:59:48,329 - httpx - HTTP Request: POST\n",
			"\uFEFF", "2026-11-22 06:59:48,329 - " })
	void logWithoutCallsHasNoRuns(String log) {
		Logs read = Logs.read(log);
		assertThat(read.runs()).isEmpty();
		assertThat(read.messages()).isEmpty();
	}

	@Test
	void linesOfOthersAreSkipped() {
		String noise = NOW + "httpx - INFO - HTTP Request: POST https://api.openai.com/v1/responses \"200 OK\"\n"
				+ "INFO:     127.0.0.1:5000 - \"POST /vibecode HTTP/1.1\" 200 OK\n\n" + NOW + "Task exception\n"
				+ "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nValueError: no\n";
		StringBuilder log = new StringBuilder(noise);
		for (String line : REJECTED.split("(?<=\n)")) {
			log.append(line.startsWith("2026-") && !line.contains(" - Prompt: ") ? noise + line : line);
		}
		Logs read = Logs.read(log.toString());
		assertThat(read.messages()).isEmpty();
		assertThat(withoutPauses(read)).isEqualTo(withoutPauses(Logs.read(REJECTED)));
	}

	private static List<Object> withoutPauses(Logs logs) {
		return logs.runs().stream().<Object>map((run) -> List.of(String.valueOf(run.input()), frames(run))).toList();
	}

	private static List<JsonObject> frames(RecordedRun run) {
		return run.turns().stream().flatMap((turn) -> turn.frames().stream()).toList();
	}

	@Test
	void windowsLineEndsAndByteOrderMarkMakeNoDifference() {
		Logs read = Logs.read("\uFEFF" + REJECTED.replace("\n", "\r\n"));
		assertThat(read.contents()).isEqualTo(Logs.read(REJECTED).contents());
	}

	@Test
	void carriageReturnsOfAPromptAreKept() {
		Logs read = Logs.read(TEXT.replace("def main():\n", "def main():\r\n"));
		assertThat(read.runs().get(0).input()).contains("def main():\r\n    print");
	}

	@Test
	void carriageReturnsOfTheFirstLineOfAPromptAreKept() {
		Logs read = Logs.read(TEXT.replace("Prompt: Current code:\n", "Prompt: Current code:\r\n"));
		assertThat(read.runs().get(0).input()).startsWith("Current code:\r\n```python\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "~~~\n%s~~~", "````\n```\n%s```\n````", "~~~ log\n```\n%s~~~~" })
	void fencesOfAPromptMayBeOfAnyKind(String fenced) {
		String pasted = "\n" + fenced.formatted("2099-01-01 00:00:00,000 - Session: other\n");
		Logs read = Logs.read(TEXT.replace("What does this code do?", pasted));
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs().get(0).input()).endsWith("User request: " + pasted);
	}

	@Test
	void promptMayContainOlderLinesOfALog() {
		String pasted = "What does this mean?\n2026-11-20 01:02:03,004 - === OPENAI API CALL END (Iteration 1) ===\n"
				+ "2026-11-20 01:02:03,004 - Stream Event: raw_response_event\nThanks.";
		Logs read = Logs.read(TEXT.replace("What does this code do?", pasted));
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs().get(0).input()).endsWith("User request: " + pasted);
	}

	@Test
	void promptMayContainLinesOfALogInAFencedBlock() {
		String code = "    print('Ready for vibecoding!')\n";
		String pasted = code + NOW + "Session: other\n" + NOW + "=== OPENAI API CALL START (Iteration 1) ===\n" + NOW
				+ "Prompt: other\n";
		Logs read = Logs.read(TEXT.replace(code, pasted));
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs()).hasSize(1);
		assertThat(read.runs().get(0).input()).contains(pasted).endsWith("What does this code do?");
		assertThat(read.runs().get(0).sessionId()).isEqualTo("project_vg-text");
	}

	@Test
	void fenceThatIsNotClosedEndsWithThePrompt() {
		Logs read = Logs.read(TEXT.replace("What does this code do?", "Fix this:\n```\nx = 1") + TEXT);
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs()).hasSize(2);
		assertThat(read.runs().get(0).input()).endsWith("Fix this:\n```\nx = 1");
	}

	@Test
	void eventsMayBeJsonObjects() {
		assertThat(Logs.read(withEvents((json, repr) -> json)).runs()).extracting(LogRecordingReaderTests::frames)
			.isEqualTo(List.of(frames(Logs.read(TEXT).runs().get(0))));
	}

	@Test
	void eventsMayBeJsonInsideJson() {
		Logs read = Logs.read(withEvents((json, repr) -> JsonCodec.write(json)));
		assertThat(read.messages()).isEmpty();
		assertThat(Logs.play(read.runs().get(0))).isEqualTo(Logs.play(Logs.read(TEXT).runs().get(0)));
	}

	@Test
	void eventsMayBePythonObjectsWithoutQuotes() {
		assertThat(Logs.read(withEvents((json, repr) -> repr)).contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	private static String withEvents(Form form) {
		String log = TEXT;
		for (String repr : LoggedEvents.of(TEXT)) {
			String logged = JsonCodec.writePython(repr, true);
			assertThat(log).contains(logged);
			log = log.replace(logged, form.of(JsonCodec.write(StoredEvent.parse(repr).json()), repr));
		}
		return log;
	}

	@Test
	void logThatStartsInACallLosesOnlyThatCall() {
		String log = REJECTED.substring(REJECTED.indexOf('\n', 30_000) + 1);
		Logs read = Logs.read(log);
		assertThat(read.contents()).isEqualTo(Logs.read(REJECTED).contents().subList(1, 2));
		assertThat(read.messages()).singleElement()
			.asString()
			.startsWith("app.log:")
			.contains("belong to a call whose start is not in the log");
	}

	@Test
	void callWithoutEndIsReportedAndTheNextOneRead() {
		String cut = TEXT.substring(0, TEXT.indexOf('\n', 9000) + 1);
		Logs read = Logs.read(cut + TEXT);
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		assertThat(read.messages()).singleElement()
			.asString()
			.startsWith("app.log:1: The call has no end")
			.contains("before the start of another call at app.log:");
	}

	@Test
	void callWithoutEndIsPlayedAsFarAsItGoesIfAskedFor() {
		String cut = TEXT.substring(0, TEXT.indexOf("\n", TEXT.indexOf("delta=' code'")) + 1);
		Logs read = Logs.read(new LogRecordingReader("app.log",
				new ByteArrayInputStream((cut + TEXT).getBytes(StandardCharsets.UTF_8)), true));
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs()).hasSize(2);
		RecordedFailure failure = Objects.requireNonNull(read.runs().get(0).failure());
		assertThat(failure.isCutOff()).isTrue();
		List<StreamEvent> played = new ArrayList<>();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> {
			try (EventStream events = new RecordingPlayer().play(read.runs().get(0)).streamEvents()) {
				events.forEach(played::add);
			}
		}).withMessageContaining("The recording ends here");
		assertThat(played).hasSameSizeAs(LoggedEvents.of(cut));
	}

	@Test
	void lastLineThatIsHalfWrittenCostsNoRunThatWasComplete() {
		Logs read = Logs.read(TEXT.substring(0, TEXT.length() - 60));
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		assertThat(read.messages()).isEmpty();
	}

	@Test
	void bytesThatAreNotTextAreReportedByLineAndColumn() {
		byte[] log = TEXT.getBytes(StandardCharsets.UTF_8);
		int at = TEXT.indexOf("print('Ready");
		log[at] = (byte) 0xE4;
		Logs read = Logs.read(log);
		assertThat(read.runs()).isEmpty();
		assertThat(read.messages()).singleElement()
			.asString()
			.startsWith("app.log:7: The line cannot be read: byte 0xE4 at column 5 is not valid UTF-8");
	}

	@Test
	void bytesThatAreNotTextOutsideOfCallsDoNotMatter() {
		byte[] log = ("x\n" + TEXT + "x").getBytes(StandardCharsets.UTF_8);
		log[0] = (byte) 0xFF;
		log[log.length - 1] = (byte) 0xC3;
		assertThat(Logs.read(log).contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"See 2026-11-21 06:59:48,328 - === OPENAI API CALL START (Iteration 1) ===\n"
					+ "2026-11-21 06:59:48,328 - Agent: Vibecoder\nWhat is it?",
			"What is it?\nSee 2026-11-21 06:59:48,328 - === OPENAI API CALL START (Iteration 1) ===\n"
					+ "2026-11-21 06:59:48,328 - Agent: Vibecoder\n",
			"What is it?\n```\nSee 2026-11-23 06:59:48,328 - === OPENAI API CALL START (Iteration 1) ===\n"
					+ "2026-11-23 06:59:48,328 - Agent: Vibecoder\n```" })
	void promptKeepsALineThatEndsAsTheStartOfACall(String prompt) {
		Logs read = Logs.read(TEXT.replaceFirst("(?s)Prompt: .*?\n(?=[^\n]{26}Session: )",
				Matcher.quoteReplacement("Prompt: " + prompt + "\n")));
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs()).extracting(RecordedRun::input).containsExactly(prompt);
	}

	@Test
	void lineThatIsTooLongIsReported() {
		String log = TEXT.replace("Event Data: \"RawResponsesStreamEvent(data=ResponseTextDone",
				"Event Data: \"" + "x".repeat(SourceLines.MOST_BYTES) + "(data=ResponseTextDone");
		Logs read = Logs.read(log + TEXT);
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		assertThat(read.messages()).singleElement().asString().contains("the line is longer than 8388608 bytes");
	}

	@Test
	void longLineIsReadInTimeThatItsLengthAllows() {
		String text = "it's \"quoted\" \\ and\n".repeat(200_000);
		String repr = "RawResponsesStreamEvent(data=ResponseTextDeltaEvent(content_index=0, delta="
				+ PythonText.repr(text)
				+ ", item_id='m', logprobs=[], output_index=1, sequence_number=7, type='response.output_text.delta', "
				+ "obfuscation='3'), type='raw_response_event')";
		String log = TEXT.replaceFirst(
				"(?m)\"RawResponsesStreamEvent\\(data=ResponseTextDeltaEvent.*sequence_number=7,.*$",
				Matcher.quoteReplacement(JsonCodec.write(repr)));
		Logs read = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> Logs.read(log));
		assertThat(frames(read.runs().get(0))).extracting((frame) -> frame.get("delta")).contains(text);
	}

	@Test
	void eventThatIsTwiceThereIsReported() {
		List<String> lines = new ArrayList<>(Arrays.asList(TEXT.split("(?<=\n)")));
		lines.addAll(40, lines.subList(37, 40));
		Logs read = Logs.read(String.join("", lines));
		assertThat(read.runs()).isEmpty();
		assertThat(read.messages()).singleElement().asString().contains("duplicated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "production/vg_approved", "sdk-0.2.9/j_parallel_tools", "sdk-0.22/d_handoff" })
	void everyRawEventThatIsMissingOrTwiceThereIsReportedByLine(String name) {
		List<String> lines = Logs.text(name).lines().toList();
		int calls = Logs.read(Logs.text(name)).runs().size();
		int changed = 0;
		for (int i = 0; i < lines.size(); i++) {
			if (!lines.get(i).contains("- Stream Event: raw_response_event")) {
				continue;
			}
			List<String> missing = new ArrayList<>(lines);
			missing.subList(i, i + 2).clear();
			List<String> doubled = new ArrayList<>(lines);
			doubled.addAll(i, lines.subList(i, i + 2));
			for (List<String> log : List.of(missing, doubled)) {
				Logs read = Logs.read(String.join("\n", log) + "\n");
				assertThat(read.runs()).as("event of line %s", i + 1).hasSize(calls - 1);
				assertThat(read.messages()).singleElement().asString().matches("(?s)app\\.log:\\d+: .*");
			}
			changed++;
		}
		assertThat(changed).isGreaterThan(15);
	}

	@Test
	void missingItemIsReportedAtTheEndOfTheCall() {
		List<String> lines = new ArrayList<>(Arrays.asList(TEXT.split("(?<=\n)")));
		int end = 0;
		while (!lines.get(end).contains("CALL END")) {
			end++;
		}
		lines.subList(end - 2, end).clear();
		Logs read = Logs.read(String.join("", lines));
		assertThat(read.messages()).singleElement().asString().contains("a message, has no event; a line is missing");
	}

	@Test
	void callsThatWereLoggedAtTheSameTimeAreReported() {
		String[] one = TEXT.split("(?<=\n)");
		String[] other = Logs.text("production/vg_approved").split("(?<=\n)");
		StringBuilder log = new StringBuilder(TEXT);
		for (int i = 0; i < other.length; i++) {
			log.append(other[i]).append((i < one.length) ? one[i] : "");
		}
		Logs read = Logs.read(log + TEXT);
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT + TEXT).contents());
		assertThat(read.messages()).isNotEmpty()
			.first()
			.asString()
			.contains("The call has no end", "calls were logged at the same time");
	}

	@Test
	void endOfAnotherIterationIsReported() {
		Logs read = Logs.read(TEXT.replace("CALL END (Iteration 1)", "CALL END (Iteration 2)"));
		assertThat(read.messages()).singleElement().asString().contains("Iteration 2 ends where 1 was started");
	}

	@Test
	void endAfterTheOutputOfAToolIsReportedIfTheCallContinues() {
		String log = Logs.text("sdk-0.2.9/j_parallel_tools");
		String end = "2026-11-22 10:52:46,000 - === OPENAI API CALL END (Iteration 1) ===\n";
		Logs read = Logs.read(log
			.replaceFirst("(?m)^.*RunItemStreamEvent\\(name='tool_output'[^\n]*\n(?=.*raw_response)", "$0" + end));
		assertThat(read.runs()).isEmpty();
		assertThat(read.messages()).first()
			.asString()
			.contains("An event follows the end of the call", "The call that starts at app.log:1 is skipped.");
		assertThat(Logs.read(log + log.lines().findFirst().orElseThrow()).runs()).hasSize(1);
	}

	@Test
	void endAfterAHandoffIsReported() {
		Logs read = Logs.read(Logs.text("sdk-0.2.9/d_handoff")
			.replaceFirst("(?m)^.*RunItemStreamEvent\\(name='handoff_occured'[^\n]*\n",
					"$0" + "2026-11-22 10:52:46,643 - === OPENAI API CALL END (Iteration 1) ===\n"));
		assertThat(read.runs()).isEmpty();
		assertThat(read.messages()).isNotEmpty();
		assertThat(Logs
			.read(Logs.text("sdk-0.2.9/d_handoff")
				.replaceFirst("(?s)(name='handoff_occured'[^\n]*\n).*(?=[^\n]{26}=== OPENAI API CALL END)", "$1"))
			.messages()).singleElement()
			.asString()
			.contains("its last event hands off to another agent, which does not answer");
	}

	@Test
	void callIsReadThoughEventsFollowItIfItsResultIsComplete() {
		String log = Logs.text("sdk-0.22/k2_stop_on_first_tool_typed");
		String stray = TEXT.substring(TEXT.lastIndexOf('\n', TEXT.lastIndexOf("Stream Event: ")) + 1);
		Logs read = Logs.read(log + stray);
		assertThat(read.contents()).isEqualTo(Logs.read(log).contents()).hasSize(1);
		assertThat(read.messages()).singleElement()
			.asString()
			.contains("belong to a call whose start is not in the log");
	}

	@Test
	void answerThatIsMissingIsRevealedByTheResult() {
		String log = without(APPROVED, "AgentUpdatedStreamEvent", 0, "name='tool_output'", 0);
		assertThat(Logs.read(log).messages()).singleElement()
			.asString()
			.contains("The run had 2 answers of the model, but its call contains 1");
		Logs read = Logs.read(TEXT.replace("1 raw response(s)", "0 raw response(s)"));
		assertThat(read.messages()).singleElement()
			.asString()
			.contains("The run had 0 answers of the model, but its call contains 1");
	}

	@Test
	void resultOfARunThatContinuesCountsTheAnswersBeforeToo() {
		String log = without(APPROVED, "AgentUpdatedStreamEvent", 0, "name='tool_called'", 0);
		try (LogRecordingReader reader = Logs.reader(log.getBytes(StandardCharsets.UTF_8))) {
			RunTranscript events = Objects.requireNonNull(reader.nextEvents());
			assertThat(events.events().get(1)).containsEntry("name", "tool_output");
		}
	}

	@Test
	void resultOfARunThatWasCancelledMayNotCountItsLastAnswer() {
		String cancelled = TEXT.replace("Final output (str)", "Final output (NoneType)")
			.replace("1 raw response(s)", "0 raw response(s)");
		assertThat(Logs.read(cancelled).contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Final Response: \"RunResultStreaming:\\n- Curr",
			"Final Response: a text\n- 7 raw response(s)", "Final Response: RunResultStreaming(7 raw response(s))",
			"Final Response: ", "Final Response: \"\\" })
	void resultWithoutAnswersIsSkipped(String result) {
		String log = TEXT.replaceFirst("Final Response: .*", Matcher.quoteReplacement(result));
		assertThat(Logs.read(log + log).contents()).isEqualTo(Logs.read(TEXT + TEXT).contents());
	}

	@Test
	void longResultIsSkippedInOnePass() {
		String result = "Final Response: \"RunResult:\\n" + "\\n- Final output (str):\\n".repeat(250_000) + "\"";
		String log = TEXT.replaceFirst("Final Response: .*", Matcher.quoteReplacement(result));
		assertThat(Logs.read(log).contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	@Test
	void partsOfTwoAnswersAreNotTakenForOne() {
		String log = without(APPROVED, "ResponseInProgressEvent", 0, "ResponseInProgressEvent", 1);
		assertThat(Logs.read(log).messages()).singleElement()
			.asString()
			.containsPattern("it is of the response resp_\\w+, but the answer began with resp_");
		try (LogRecordingReader reader = Logs.reader(log.getBytes(StandardCharsets.UTF_8))) {
			assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(reader::nextEvents)
				.withMessageContaining("it is of the response");
		}
	}

	@Test
	void answersOfTwoCallsAreNotTakenForThoseOfOne() {
		String log = without(TEXT + TEXT, "name='message_output_created'", 0, "AgentUpdatedStreamEvent", 1);
		assertThat(Logs.read(log).messages()).singleElement()
			.asString()
			.contains("an answer follows one that ends a run");
	}

	/**
	 * Return a log without the records of events that follow one, up to another.
	 */
	private static String without(String log, String after, int occurrence, String upTo, int otherOccurrence) {
		int from = log.indexOf('\n', indexOf(log, after, occurrence)) + 1;
		int to = log.indexOf('\n', indexOf(log, upTo, otherOccurrence)) + 1;
		return log.substring(0, from) + log.substring(to);
	}

	private static int indexOf(String log, String event, int occurrence) {
		int at = log.indexOf(event);
		for (int i = 0; i < occurrence; i++) {
			at = log.indexOf(event, at + 1);
		}
		return at;
	}

	@Test
	void eventsOfACallThatHadNoneYetAreNotTakenForThoseOfTheNext() {
		int first = TEXT.lastIndexOf('\n', TEXT.indexOf("Stream Event")) + 1;
		int second = APPROVED.lastIndexOf('\n', APPROVED.indexOf("Stream Event")) + 1;
		Logs read = Logs.read(TEXT.substring(0, first) + APPROVED.substring(0, second) + TEXT.substring(first)
				+ APPROVED.substring(second) + TEXT);
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		assertThat(read.messages()).anyMatch((message) -> message.contains("An event follows the end of the call at")
				&& message.contains("which was logged at the same time as another one"));
		assertThat(Logs.read(TEXT.substring(0, first) + TEXT).runs()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(?s) - Agent: .*? - Stream Event:", "(?s) - Prompt: .*? - Stream Event:" })
	void callWithoutTheLinesItStartsWithIsReported(String lost) {
		String log = TEXT.replaceFirst(lost, " - Stream Event:");
		assertThat(Logs.read(log).messages()).singleElement().asString().contains("no line 'Prompt:' precedes it");
	}

	@Test
	void agentThatIsNotTheCallsIsReported() {
		Logs read = Logs.read(TEXT.replace("- Agent: Vibecoder", "- Agent: Evaluator"));
		assertThat(read.messages()).singleElement()
			.asString()
			.contains("the run starts with the agent 'Vibecoder', but the call starts with 'Evaluator'");
	}

	@Test
	void eventThatCannotBeParsedIsReportedWithItsPlace() {
		Logs read = Logs.read(TEXT.replace("delta=' code'", "delta=' code"));
		assertThat(read.messages()).singleElement()
			.asString()
			.startsWith("app.log:37: The event cannot be read: Expected ")
			.contains("<here>", "The call that starts at app.log:1 is skipped.");
	}

	@Test
	void eventOfAnUnknownFormIsReported() {
		Logs read = Logs.read(TEXT.replace("content_index=0, delta=' code'", "delta=' code'"));
		assertThat(read.messages()).singleElement()
			.asString()
			.contains("its data does not have the form of openai-1.101.0 for a 'response.output_text.delta'");
	}

	@Test
	void itemBeforeTheEndOfItsAnswerIsReportedAsThatOfAnotherSdk() {
		String log = TEXT.replaceAll("(?m)^.*Event Data.*ResponseCompletedEvent.*\n", "")
			.replaceFirst("(?m)^.*Stream Event: raw_response_event\n(?=[^\n]*Skipping[^\n]*\n[^\n]*run_item)", "");
		assertThat(Logs.read(log).messages()).singleElement().asString().contains("openai-agents 0.2.10 to 0.19");
	}

	@Test
	void tracebackOfTheClientIsTheEndOfTheRun() {
		String log = TEXT.substring(0, TEXT.indexOf('\n', 9000) + 1) + NOW + "Error in vibecode\n"
				+ "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n"
				+ "openai.RateLimitError: Error code: 429 - {'error': {'message': 'slow', 'code': None}}\n";
		Logs read = Logs.read(log + TEXT);
		assertThat(read.messages()).isEmpty();
		RecordedFailure failure = Objects.requireNonNull(read.runs().get(0).failure());
		assertThat(failure.type()).isEqualTo("RateLimitError");
		assertThat(failure.statusCode()).isEqualTo(429);
		assertThat(failure.body()).isEqualTo(JsonObject.of("error", JsonObject.of("message", "slow", "code", null)));
		assertThat(read.runs().get(0).turns().get(0).failure()).isEqualTo(failure);
		assertThat(read.runs()).hasSize(2);
	}

	@Test
	void tracebackOfAnotherFailureIsIgnored() {
		String log = TEXT.substring(0, TEXT.indexOf('\n', 9000) + 1)
				+ "Traceback (most recent call last):\n  File \"a.py\"\nValueError: no\n";
		assertThat(Logs.read(log).messages()).singleElement().asString().contains("The call has no end");
	}

	@Test
	void messageOfAnExceptionMayHaveSeveralLines() {
		Logs read = Logs.read(failedWith("""
				Error in vibecode
				Traceback (most recent call last):
				  File "a.py", line 1, in f
				ValueError: not this

				During handling of the above exception, another exception occurred:

				Traceback (most recent call last):
				  File "b.py", line 1, in f
				agents.exceptions.ModelBehaviorError: Invalid JSON; 2 errors
				approved
				  Input should be a valid boolean

				more
				INFO:     127.0.0.1:5000 - "POST /vibecode HTTP/1.1" 200 OK
				"""));
		assertThat(failureOf(read).type()).isEqualTo("ModelBehaviorError");
		assertThat(failureOf(read).message())
			.isEqualTo("Invalid JSON; 2 errors\napproved\n  Input should be a valid boolean\n\nmore");
	}

	@Test
	void exceptionThatIsCausedByTheSdksRevealsItToo() {
		Logs read = Logs.read(failedWith("""
				Failed: Traceback (most recent call last):
				  File "a.py", line 1, in f
				httpx2.RemoteProtocolError: peer closed connection

				The above exception was the direct cause of the following exception:

				Traceback (most recent call last):
				  File "b.py", line 1, in f
				app.AppError: the app failed
				"""));
		assertThat(failureOf(read).type()).isEqualTo("RemoteProtocolError");
		assertThat(failureOf(read).message()).isEqualTo("peer closed connection");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Error: Error code: 429 - {'error': {'code': None}}                | RateLimitError      | 429
			Error streaming response: Error code: 503 - {'error': {}}         | InternalServerError | 503
			Failed with BadRequestError("Error code: 400 - {'error': 'it'}")  | BadRequestError     | 400
			Error: Error code: 401 - Incorrect API key provided: sk-x.        | AuthenticationError | 401
			Error streaming response: Error code: 404                         | NotFoundError       | 404
			Run failed: Max turns (3) exceeded                                | MaxTurnsExceeded    |
			Guardrail OutputGuardrail triggered tripwire                      | OutputGuardrailTripwireTriggered |
			""")
	void recordWithTheTextOfTheExceptionIsTheEndOfTheRun(String record, String type, @Nullable Integer status) {
		for (String end : List.of("", NOW + "=== OPENAI API CALL END (Iteration 1) ===\n")) {
			RecordedFailure failure = failureOf(Logs.read(failedWith(record + "\n") + end));
			assertThat(failure.type()).isEqualTo(type);
			assertThat(failure.statusCode()).isEqualTo(status);
			assertThat(record).contains(failure.message());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Error getting response: Error code: 429 - {'error': {}}", "Error code: 429 - {'error",
			"retry after Error code: 429 - {} in 2 s", "we met the limit: Max turns" })
	void recordOfAnotherFailureIsIgnored(String record) {
		assertThat(Logs.read(failedWith(record + "\n")).messages()).singleElement()
			.asString()
			.contains("The call has no end");
	}

	@Test
	void longRecordInACallIsSkippedInOnePass() {
		String record = NOW + "Messages: [" + "User('a'), ".repeat(300_000) + "]\n";
		Logs read = Logs.read(TEXT.replaceFirst("(?m)^(?=.* - Stream Event: )", Matcher.quoteReplacement(record)));
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	@Test
	void failureAfterTheLastMessageOfACallThatEndedIsNotItsOwn() {
		String log = TEXT.replaceFirst("(?m)^(?=.*=== OPENAI API CALL END)",
				NOW + "Error: Error code: 429 - {'error': {}}\n");
		Logs read = Logs.read(log);
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	private static String failedWith(String record) {
		return TEXT.substring(0, TEXT.indexOf('\n', 9000) + 1) + NOW + record;
	}

	private static RecordedFailure failureOf(Logs read) {
		assertThat(read.messages()).isEmpty();
		return Objects.requireNonNull(read.runs().get(0).failure());
	}

	@ParameterizedTest
	@ValueSource(strings = { "(name='message_output_created', item=", "(name=7, item=", "(item=" })
	void eventThatLacksWhatEventsHaveIsReported(String start) {
		String log = TEXT.replace("RunItemStreamEvent(name='message_output_created', item=MessageOutputItem(",
				"RunItemStreamEvent" + start + (start.contains("output") ? "dict(" : "MessageOutputItem("));
		assertThat(Logs.read(log.replace("raw_item=ResponseOutputMessage", "raw=ResponseOutputMessage")).messages())
			.singleElement()
			.asString()
			.contains("The event cannot be read: ");
	}

	@Test
	void halfOfAnEventIsTakenForTheEndIfAskedFor() {
		int start = TEXT.indexOf("Event Data", 12_000);
		int whole = events(TEXT.substring(0, TEXT.lastIndexOf("Stream Event", start)));
		for (int end = start + "Event Data: ".length(); end < start + 120; end += 7) {
			byte[] log = TEXT.substring(0, end).getBytes(StandardCharsets.UTF_8);
			assertThat(Logs.read(log).messages()).singleElement().asString().contains("app.log:");
			Logs read = Logs.read(new LogRecordingReader("app.log", new ByteArrayInputStream(log), true));
			assertThat(read.messages()).isEmpty();
			assertThat(read.runs().get(0).events()).hasSize(whole);
		}
	}

	private static int events(String log) {
		return log.split("Stream Event: ", -1).length - 1;
	}

	@Test
	void cancelledRunIsPlayedAsFarAsItGoesIfAskedFor() {
		int cut = TEXT.indexOf('\n', 9000) + 1;
		String log = TEXT.substring(0, cut) + TEXT.substring(TEXT.lastIndexOf("2026-", TEXT.indexOf("CALL END")));
		assertThat(Logs.read(log).messages()).singleElement().asString().contains("its last answer is not completed");
		Logs read = Logs.read(new LogRecordingReader("app.log",
				new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), true));
		assertThat(failureOf(read).isCutOff()).isTrue();
	}

	@Test
	void agentMayBeOfAnyClassAndItsModelAnObject() {
		String log = TEXT.replace("agent=Agent(", "agent=make.<locals>.Helper(")
			.replace("model='gpt-5-mini', model_settings", "model=<app.Model object at 0x7f>, model_settings")
			.replace("output_type=None", "output_type=list[app.Verdict]");
		Logs read = Logs.read(log);
		assertThat(read.messages()).isEmpty();
		assertThat(read.runs().get(0).startingAgent().model()).isNull();
		assertThat(Logs.play(read.runs().get(0))).hasSize(events(TEXT));
	}

	@Test
	void runThatCalledAnUnknownToolEndsAsItDid() {
		String approved = Logs.text("production/vg_approved");
		String log = approved.substring(0, approved.indexOf("2026", approved.indexOf("ResponseCompletedEvent")))
			.replace("name='submit_patch', type='function_call'", "name='nope', type='function_call'") + NOW
				+ "Error\nTraceback (most recent call last):\n"
				+ "agents.exceptions.ModelBehaviorError: Tool nope not found in agent Vibecoder\n";
		Logs read = Logs.read(log);
		assertThat(failureOf(read).type()).isEqualTo("ModelBehaviorError");
		assertThatExceptionOfType(ModelBehaviorException.class).isThrownBy(() -> Logs.play(read.runs().get(0)))
			.withMessage("Tool nope not found in agent Vibecoder")
			.withNoCause();
	}

	@Test
	void rotatedFilesAreReadAsOne(@TempDir Path folder) throws IOException {
		int middle = REJECTED.indexOf('\n', 70_000) + 1;
		Path older = Files.writeString(folder.resolve("app.log.1"), REJECTED.substring(0, middle));
		Path newer = Files.writeString(folder.resolve("app.log"), REJECTED.substring(middle) + "x");
		Logs read = Logs.read(LogRecordingReader.of(older, newer));
		assertThat(read.messages()).isEmpty();
		assertThat(read.contents()).isEqualTo(Logs.read(REJECTED).contents());
	}

	@Test
	void fileThatWasCutWithinALineIsReadOnInTheNext(@TempDir Path folder) throws IOException {
		for (int cut = 1; cut < TEXT.length(); cut += 331) {
			Path older = Files.writeString(folder.resolve("app.log.1"), TEXT.substring(0, cut));
			Path newer = Files.writeString(folder.resolve("app.log"), TEXT.substring(cut));
			Logs read = Logs.read(LogRecordingReader.of(older, newer));
			assertThat(read.messages()).isEmpty();
			assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		}
	}

	@Test
	void lineMayContinueInSeveralFiles(@TempDir Path folder) throws IOException {
		List<Path> files = new ArrayList<>();
		for (int cut = 0; cut < TEXT.length(); cut += 97) {
			files.add(Files.writeString(folder.resolve("app.log." + files.size()),
					TEXT.substring(cut, Math.min(cut + 97, TEXT.length()))));
		}
		Logs read = Logs.read(LogRecordingReader.of(files, false));
		assertThat(read.messages()).isEmpty();
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
	}

	@Test
	void lineThatIsTooLongInTwoFilesIsReported(@TempDir Path folder) throws IOException {
		int cut = TEXT.indexOf("(data=ResponseTextDone");
		String half = "x".repeat(5 << 20);
		Path older = Files.writeString(folder.resolve("app.log.1"), TEXT.substring(0, cut) + half);
		Path newer = Files.writeString(folder.resolve("app.log"), half + TEXT.substring(cut) + TEXT);
		Logs read = Logs.read(LogRecordingReader.of(older, newer));
		assertThat(read.contents()).isEqualTo(Logs.read(TEXT).contents());
		assertThat(read.messages()).singleElement().asString().contains("the line is longer than 8388608 bytes");
	}

	/**
	 * A log that a restarted application goes on with in the line it died in.
	 */
	@Test
	void lineThatTheApplicationDiedInCostsNotTheNextCall() {
		String whole = REJECTED + TEXT;
		List<Object> runs = Logs.read(whole).contents();
		for (int died = 1; died < TEXT.indexOf("=== OPENAI API CALL END"); died += 331) {
			Logs read = Logs.read(TEXT.substring(0, died) + whole);
			assertThat(read.contents()).as("died at %d", died).isEqualTo(runs);
			assertThat(read.problems()).hasSizeLessThanOrEqualTo(1);
		}
		byte[] log = (TEXT.substring(0, 12_000) + TEXT).getBytes(StandardCharsets.UTF_8);
		Logs cutOff = Logs.read(new LogRecordingReader("app.log", new ByteArrayInputStream(log), true));
		assertThat(cutOff.messages()).isEmpty();
		assertThat(cutOff.runs()).hasSize(2);
	}

	@Test
	void runsOfSeveralRequestsAndSessionsComeInTheirOrder() {
		Logs read = Logs.read(TEXT + REJECTED + Logs.text("sdk-0.22/m_session"));
		assertThat(read.runs()).extracting(RecordedRun::sessionId)
			.containsSequence("project_vg-text", "project_vg-rejected-new-iteration",
					"project_vg-rejected-new-iteration", "project_demo");
		assertThat(read.runs()).extracting(RecordedRun::number)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, read.runs().size()).boxed().toList());
	}

	@FunctionalInterface
	private interface Form {

		String of(String json, String repr);

	}

}
