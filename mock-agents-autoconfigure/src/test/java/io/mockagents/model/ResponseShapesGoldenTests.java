package io.mockagents.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.fidelity.Goldens;
import io.mockagents.json.JsonCodec;
import io.mockagents.wire.ServerSentEvents;
import io.mockagents.wire.ServerSentEvents.Frame;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Tests for {@link ResponseShapes} against the recordings of the SDK.
 */
class ResponseShapesGoldenTests {

	/**
	 * Runs that stop before the end of the last response.
	 */
	private static final Set<String> STOPPED = Set.of("i_input_guardrail", "o1_stream_error_nested",
			"r_cancel_immediate");

	@TestFactory
	Stream<DynamicTest> framesBecomeTheRawEventsOfTheSdk() throws IOException {
		return recordings().map((recording) -> dynamicTest(recording.toString(), () -> {
			ResponseShapes shapes = ResponseShapes.of(recording.profile());
			List<List<String>> expected = recording.rawEvents();
			List<List<String>> shaped = new ArrayList<>();
			for (List<Frame> response : recording.responses()) {
				shaped.add(response.stream().map((frame) -> text(shapes.event(frame.data()))).toList());
			}
			for (int i = 0; i < expected.size(); i++) {
				List<String> frames = shaped.get(i);
				assertThat(frames).startsWith(expected.get(i).toArray(String[]::new));
				if (!STOPPED.contains(recording.name())) {
					assertThat(frames).hasSameSizeAs(expected.get(i));
				}
			}
			if (!STOPPED.contains(recording.name()) && !expected.isEmpty()) {
				assertThat(shaped).hasSameSizeAs(expected);
			}
		}));
	}

	@Test
	void allRawEventsOfTheRecordingsAreCompared() throws IOException {
		Map<SdkProfile, Integer> compared = new HashMap<>();
		for (Recording recording : recordings().toList()) {
			for (List<String> response : recording.rawEvents()) {
				compared.merge(recording.profile(), response.size(), Integer::sum);
			}
		}
		assertThat(compared).isEqualTo(Map.of(SdkProfile.V0_2, 660, SdkProfile.V0_22, 717, SdkProfile.V0_24, 717));
	}

	@TestFactory
	Stream<DynamicTest> outputItemsComeBackAsTheInputOfTheSdk() throws IOException {
		return recordings().map((recording) -> dynamicTest(recording.toString(), () -> {
			Map<String, String> sent = new HashMap<>();
			ResponseShapes shapes = ResponseShapes.of(recording.profile());
			for (JsonObject item : recording.outputItems()) {
				sent.put(item.string("id"), text(shapes.outputItemAsInput(item)));
			}
			for (JsonObject request : recording.lines("requests.jsonl")) {
				for (JsonObject item : request.object("body").objects("input")) {
					if (item.containsKey("id")) {
						assertThat(text(item)).isEqualTo(sent.get(item.string("id")));
					}
				}
			}
			for (Object line : recording.result()) {
				for (JsonObject item : ((JsonObject) line).objects("to_input_list")) {
					if (item.containsKey("id")) {
						assertThat(text(item)).isEqualTo(sent.get(item.string("id")));
					}
				}
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> outputItemsAreThoseOfTheModelResponses() throws IOException {
		return recordings().map((recording) -> dynamicTest(recording.toString(), () -> {
			Map<String, String> dumped = new HashMap<>();
			ResponseShapes shapes = ResponseShapes.of(recording.profile());
			for (JsonObject item : recording.outputItems()) {
				dumped.put(item.string("id"), text(shapes.outputItem(item)));
			}
			for (Object line : recording.result()) {
				for (JsonObject response : ((JsonObject) line).objects("raw_responses")) {
					for (JsonObject item : response.objects("output")) {
						assertThat(text(item)).isEqualTo(dumped.get(item.string("id")));
					}
				}
			}
		}));
	}

	private static Stream<Recording> recordings() throws IOException {
		List<Recording> recordings = new ArrayList<>();
		for (SdkProfile profile : SdkProfile.values()) {
			Path sdk = Goldens.folder(profile);
			try (Stream<Path> directories = Files.list(sdk)) {
				directories.sorted().forEach((directory) -> recordings.add(new Recording(profile, directory)));
			}
		}
		// The SDK's own scripted model, which needs no wire
		recordings.removeIf((recording) -> recording.name().equals("z1_scriptedmodel_tool"));
		assertThat(recordings).isNotEmpty();
		return recordings.stream();
	}

	private static String text(JsonObject object) {
		return JsonCodec.writePython(object, false);
	}

	private record Recording(SdkProfile profile, Path directory) {

		String name() {
			return this.directory.getFileName().toString();
		}

		/**
		 * The raw events of each response, as their text in the recording.
		 */
		List<List<String>> rawEvents() throws IOException {
			List<List<String>> responses = new ArrayList<>();
			for (String line : Files.readAllLines(this.directory.resolve("events.jsonl"))) {
				if (line.startsWith("{\"data\": ")) {
					String data = line.substring("{\"data\": ".length(),
							line.length() - ", \"type\": \"raw_response_event\"}".length());
					if (data.endsWith("\"type\": \"response.created\"}")) {
						responses.add(new ArrayList<>());
					}
					responses.get(responses.size() - 1).add(data);
				}
			}
			return responses;
		}

		List<List<Frame>> responses() throws IOException {
			List<List<Frame>> responses = new ArrayList<>();
			for (Path file : files(".sse")) {
				try (InputStream body = Files.newInputStream(file)) {
					List<Frame> frames = new ArrayList<>();
					ServerSentEvents.read(body).forEachRemaining(frames::add);
					responses.add(frames);
				}
			}
			return responses;
		}

		List<JsonObject> outputItems() throws IOException {
			List<JsonObject> items = new ArrayList<>();
			for (List<Frame> response : responses()) {
				JsonObject last = response.get(response.size() - 1).data();
				if (last.objectOrNull("response") != null) {
					items.addAll(last.object("response").objects("output"));
				}
			}
			for (Path file : files(".json")) {
				if (!file.toString().endsWith(".http.json")) {
					items.addAll(JsonCodec.parseObject(Files.readAllBytes(file)).objects("output"));
				}
			}
			return items;
		}

		private List<Path> files(String suffix) throws IOException {
			try (Stream<Path> files = Files.list(this.directory)) {
				return files.filter((file) -> file.getFileName().toString().startsWith("wire-"))
					.filter((file) -> file.toString().endsWith(suffix))
					.sorted(Comparator.comparing(Path::toString))
					.toList();
			}
		}

		List<JsonObject> lines(String file) throws IOException {
			return Files.readAllLines(this.directory.resolve(file)).stream().map(JsonCodec::parseObject).toList();
		}

		List<?> result() throws IOException {
			Object result = JsonCodec.parse(Files.readAllBytes(this.directory.resolve("result.json")));
			assertThat(result).isInstanceOf(List.class);
			return (List<?>) result;
		}

		@Override
		public String toString() {
			return this.profile.version() + " " + name();
		}

	}

}
