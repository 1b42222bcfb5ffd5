package io.mockagents.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Takes secrets out of runs.
 */
class RunRedactionTests {

	private static final String KEY = "sk-proj-4f7Qx81LmZ0aB2cD3eF4";

	private static final String PIN = "pin8842771 of the vault";

	private final RunRedaction redaction = new RunRedaction(List.of("Card_Pin"));

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"{\"card_pin\":\"x\",\"a\":1}                       | {\"card_pin\":\"***\",\"a\":1}",
			"{\"CARD_PIN\" : \"x\"}                             | {\"CARD_PIN\" : \"***\"}",
			"{\"card_pin\":1234,\"a\":1}                        | {\"card_pin\":\"***\",\"a\":1}",
			"{\"card_pin\":null}                                | {\"card_pin\":\"***\"}",
			"{\"card_pin\":{\"a\":[\"}\",2]},\"b\":1}           | {\"card_pin\":\"***\",\"b\":1}",
			"{\"card_pin\":[1,[2],\"]\"],\"b\":1}               | {\"card_pin\":\"***\",\"b\":1}",
			"{\"card_pin\":\"a\\\"b\\\\\",\"c\":\"d\"}          | {\"card_pin\":\"***\",\"c\":\"d\"}",
			"{\"c\\u0061rd_pin\":\"x\"}                         | {\"c\\u0061rd_pin\":\"***\"}",
			"{'card_pin': 'x', 'a': None}                       | {'card_pin': '***', 'a': None}",
			"{'card_pin': Secret('x, y'), 'a': 1}               | {'card_pin': '***', 'a': 1}",
			"{\"a\":\"{\\\"card_pin\\\":\\\"x\\\"}\"}           | {\"a\":\"{\\\"card_pin\\\":\\\"***\\\"}\"}",
			"{\"a\":\"{\\\"card_pin\\\":12}\"}                  | {\"a\":\"{\\\"card_pin\\\":\\\"***\\\"}\"}",
			"Given {\"card_pin\": \"x\"}, go on                 | Given {\"card_pin\": \"***\"}, go on",
			"{\"a\":1,\"card_pin\":\"x cut o                    | {\"a\":1,\"card_pin\":\"***",
			"{\"a\":1,\"card_pin\":                             | {\"a\":1,\"card_pin\":",
			"It's the 'card_pin' you're after: 12               | It's the 'card_pin' you're after: 12" })
	void valuesOfFieldsAreHiddenInTexts(String text, String redacted) {
		assertThat(this.redaction.text(text)).isEqualTo(redacted);
	}

	@Test
	void textsWithoutSecretsStayAsTheyAre() {
		String text = "{ \"a\" : 1,\n\t\"b\": \"Basic introduction to bearer instruments, task-oriented\" }";
		assertThat(this.redaction.text(text)).isEqualTo(text);
	}

	@Test
	void schemasKeepWhatTheyNameButNoDefaults() {
		JsonObject schema = JsonCodec
			.parseObject("{\"type\":\"object\",\"properties\":{\"card_pin\":{\"type\":" + "\"string\",\"default\":\""
					+ PIN + "\",\"description\":\"Four digits\"},\"a\":{\"default\":\"b\"}}}");
		RecordedAgent agent = new RecordedAgent("A", null, null, List.of(new RecordedTool("pay", null, schema)),
				List.of());
		RecordedRun run = RecordedRunBuilder.run(agent).build();
		JsonObject kept = this.redaction.redact(run).startingAgent().tools().get(0).parameters();
		assertThat(JsonCodec.write(kept)).isEqualTo("{\"type\":\"object\",\"properties\":{\"card_pin\":{\"type\":"
				+ "\"string\",\"default\":\"***\",\"description\":\"Four digits\"},\"a\":{\"default\":\"b\"}}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "type", "call_id", " ", "Delta" })
	void fieldsThatARecordingNeedsCannotBeRedacted(String field) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RunRedaction(List.of(field)))
			.withMessageContaining("'" + field + "' cannot be redacted");
	}

	/**
	 * However the pieces are cut, no secret is in the file, and the pieces add up to the
	 * text of the answer.
	 */
	@RepeatedTest(200)
	void noSecretIsWrittenHoweverItWasCut(RepetitionInfo repetition) throws IOException {
		Random random = new Random(repetition.getCurrentRepetition());
		String arguments = "{\"patch\":\"+" + KEY + "\",\"card_pin\":\"" + PIN + "\",\"n\":" + random.nextInt(99) + "}";
		String text = "The key is " + KEY + ", and {\"card_pin\": \"" + PIN + "\"}. Authorization: Bearer " + KEY + " "
				+ random.nextInt();
		List<JsonObject> frames = new ArrayList<>();
		addPieces(frames, "response.function_call_arguments.delta", "fc_1", arguments, random);
		frames.add(JsonObject.of("type", "response.function_call_arguments.done", "item_id", "fc_1", "arguments",
				arguments));
		addPieces(frames, "response.output_text.delta", "msg_1", text, random);
		frames.add(JsonObject.of("type", "response.output_text.done", "item_id", "msg_1", "text", text, "logprobs",
				List.of(JsonObject.of("token", KEY))));
		frames.add(JsonObject.of("type", "response.completed", "response",
				JsonObject.of("instructions", text, "output",
						List.of(JsonObject.of("type", "function_call", "call_id", "call_1", "arguments", arguments),
								JsonObject.of("type", "message", "content", List.of(JsonObject.of("text", text)))))));
		Path file = this.directory.resolve("a.recording.jsonl");
		try (RecordingWriter writer = RecordingWriter.create(file, this.redaction, Instant.EPOCH)) {
			writer.write(run(frames, text));
		}
		String written = Files.readString(file);
		assertThat(written).doesNotContain(KEY, PIN, "8842771", "4f7Qx81L");
		List<JsonObject> read = read(file).turns().get(0).frames();
		assertThat(pieces(read, "fc_1")).isEqualTo(read.get(indexOf(read, "arguments")).get("arguments"))
			.isEqualTo("{\"patch\":\"+sk-***\",\"card_pin\":\"***\",\"n\":"
					+ arguments.substring(arguments.lastIndexOf(':') + 1));
		assertThat(pieces(read, "msg_1")).isEqualTo(read.get(indexOf(read, "text")).get("text"));
		assertThat(read).hasSameSizeAs(frames);
	}

	@Test
	void piecesWithoutSecretsKeepTheirCuts() {
		List<JsonObject> frames = new ArrayList<>();
		for (String piece : List.of("Take ", "the", " key ", "sk-abc", "def123", ", then", " go")) {
			frames.add(delta("response.output_text.delta", "msg_1", piece));
		}
		List<JsonObject> redacted = this.redaction.redact(run(frames, "x")).turns().get(0).frames();
		assertThat(redacted).extracting((frame) -> frame.get("delta"))
			.containsExactly("Take ", "the", " key ", "sk-***", "", ", then", " go");
	}

	@Test
	void recordedMessageMatchesTheOneThatWasSent() {
		String sent = "Use " + KEY + " for it";
		String recorded = this.redaction.text(sent);
		assertThat(MessageMatch.of(recorded, sent)).isEqualTo(MessageMatch.EXACT);
		assertThat(MessageMatch.of(recorded, "Use another for that")).isNull();
		assertThat(MessageMatch.of("*** a", "b")).isNull();
	}

	private static RecordedRun run(List<JsonObject> frames, String text) {
		RecordedAgent agent = new RecordedAgent("A", null, text, List.of(), List.of());
		RecordedFailure failure = new RecordedFailure("AuthenticationError", "Incorrect API key: " + KEY, 401,
				Map.of("authorization", "Token " + PIN, "set-cookie", PIN, "x-other", KEY),
				JsonObject.of("message", text, "card_pin", List.of(PIN)));
		RecordedToolResult result = new RecordedToolResult("call_1",
				JsonObject.of("Card_Pin", PIN, "b", List.of(JsonObject.of("api_key", PIN))),
				"{'Card_Pin': '" + PIN + "'}", JsonObject.of("card_pin", PIN));
		RecordedTurn turn = RecordedRunBuilder.turn(agent)
			.saw(text, text)
			.requestId("req_1")
			.frames(frames)
			.results(List.of(result))
			.failure(failure)
			.pauses(Duration.ZERO)
			.callDetails("call_1", JsonObject.of("card_pin", PIN))
			.build();
		return RecordedRunBuilder.run(agent).session("s", 0).input(text).turns(turn).failure(failure).build();
	}

	private static void addPieces(List<JsonObject> frames, String type, String itemId, String text, Random random) {
		for (int from = 0; from < text.length();) {
			int to = Math.min(text.length(), from + 1 + random.nextInt(9));
			frames.add(delta(type, itemId, text.substring(from, to)));
			from = to;
		}
	}

	private static JsonObject delta(String type, String itemId, String piece) {
		return JsonObject.of("type", type, "item_id", itemId, "delta", piece, "logprobs",
				List.of(JsonObject.of("token", piece)));
	}

	private static String pieces(List<JsonObject> frames, String itemId) {
		StringBuilder text = new StringBuilder();
		frames.stream()
			.filter((frame) -> itemId.equals(frame.get("item_id")) && frame.containsKey("delta"))
			.forEach((frame) -> text.append(frame.string("delta")));
		return text.toString();
	}

	private static int indexOf(List<JsonObject> frames, String field) {
		for (int i = 0; i < frames.size(); i++) {
			if (frames.get(i).containsKey(field)) {
				return i;
			}
		}
		throw new AssertionError("No frame with " + field);
	}

	private static RecordedRun read(Path file) throws IOException {
		try (RecordingReader reader = new FileRecordingReader("a", Files.newInputStream(file))) {
			RecordedRun run = reader.next();
			assertThat(run).isNotNull();
			return run;
		}
	}

}
