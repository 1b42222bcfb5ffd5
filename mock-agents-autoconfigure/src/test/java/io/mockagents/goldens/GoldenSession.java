package io.mockagents.goldens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.fidelity.Goldens;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recording of the real SDK, stored as an application stores it: what the user wrote,
 * the events of each run, and its failure.
 *
 * @param folder the folder of the recording
 * @param scenario its {@code scenario.json}
 */
public record GoldenSession(Path folder, JsonObject scenario) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	public static List<GoldenSession> all() {
		return Stream.of("goldens", "goldens-more", "goldens-combined").flatMap(GoldenSession::below).toList();
	}

	public static GoldenSession of(SdkProfile profile, String name) {
		Path folder = Goldens.folder(profile, name);
		return new GoldenSession(folder,
				JsonCodec.parseObject(String.join("\n", lines(folder.resolve("scenario.json")))));
	}

	public static JsonObject json(StreamEvent event) {
		return JsonCodec.parseObject(MAPPER.writeValueAsString(event));
	}

	private static Stream<GoldenSession> below(String folder) {
		try (Stream<Path> files = Files.walk(Path.of("src/test/resources", folder))) {
			return files.filter((file) -> file.endsWith("scenario.json"))
				.map(Path::getParent)
				.sorted()
				.map((path) -> new GoldenSession(path,
						JsonCodec.parseObject(String.join("\n", lines(path.resolve("scenario.json"))))))
				.filter((session) -> !session.events().isEmpty())
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	SdkProfile profile() {
		return Goldens.profile(this.scenario.string("sdk"));
	}

	public List<StreamEvent> events() {
		return lines(this.folder.resolve("events.jsonl")).stream()
			.map((line) -> MAPPER.readValue(line, StreamEvent.class))
			.filter((event) -> !(event instanceof RawResponseEvent))
			.toList();
	}

	/**
	 * Return the events of each run, each as the SDK's dump has it.
	 */
	public List<List<String>> eventsOfRuns() {
		List<String> lines = lines(this.folder.resolve("events.jsonl"));
		List<JsonObject> runs = this.scenario.objects("runs");
		List<List<String>> events = new ArrayList<>();
		int line = 0;
		for (int i = 0; i < runs.size(); i++) {
			int end = (i == runs.size() - 1) ? lines.size() : line + runs.get(i).integer("events");
			events.add(lines.subList(line, end));
			line = end;
		}
		return events;
	}

	public String input(int run) {
		return (this.scenario.objects("runs").get(run).get("input") instanceof String input) ? input : "";
	}

	/**
	 * Return whether a run ended in a failure.
	 */
	public boolean isRaised(int run) {
		Object label = this.scenario.objects("runs").get(run).get("label");
		return JsonCodec.parseObject("{\"lines\":" + String.join("\n", lines(this.folder.resolve("result.json"))) + "}")
			.objects("lines")
			.stream()
			.anyMatch((result) -> "raised".equals(result.get("line")) && label.equals(result.get("run")));
	}

	/**
	 * Store the recording under a new session.
	 * @return the id of the session
	 */
	public String store(ConversationDatabase database) {
		String session = "golden-" + UUID.randomUUID();
		store(database, session);
		return session;
	}

	/**
	 * Store the recording at the end of a session.
	 */
	public void store(ConversationDatabase database, String session) {
		List<String> lines = lines(this.folder.resolve("events.jsonl"));
		List<JsonObject> runs = this.scenario.objects("runs");
		List<JsonObject> results = JsonCodec
			.parseObject("{\"lines\":" + String.join("\n", lines(this.folder.resolve("result.json"))) + "}")
			.objects("lines");
		int line = 0;
		for (int i = 0; i < runs.size(); i++) {
			JsonObject run = runs.get(i);
			if (run.get("input") instanceof String input) {
				database.messages.addUserMessage(session, null, input);
			}
			RunJournal journal = database.messages.journal().open(new RunInfo("run", session, 0, null));
			int end = (i == runs.size() - 1) ? lines.size() : line + run.integer("events");
			for (; line < end; line++) {
				journal.append(MAPPER.readValue(lines.get(line), StreamEvent.class));
			}
			results.stream()
				.filter((result) -> "raised".equals(result.get("line")) && run.get("label").equals(result.get("run")))
				.forEach((raised) -> database.messages.addError(session,
						new Raised(raised.object("exception").string("class"),
								raised.object("exception").string("str")),
						JsonObject.of()));
		}
	}

	@Override
	public String toString() {
		return this.folder.getParent().getFileName() + "/" + this.folder.getFileName();
	}

	private static final class Raised extends AgentsException {

		private static final long serialVersionUID = 1L;

		private final String type;

		Raised(String type, @Nullable String message) {
			super((message != null) ? message : "", null);
			this.type = type;
		}

		@Override
		public String sdkName() {
			return this.type;
		}

	}

	/**
	 * Return the columns of a session's events that a replay gives too, all but the ids
	 * and times.
	 */
	public static List<String> columns(ConversationDatabase database, String session) {
		return new ArrayList<>(database.jdbc.queryForList(
				"select concat_ws('|', role, message_type, stream_event_type, stream_sequence, iteration, content, "
						+ "last_agent, event_data::text, 'c' || tool_calls::text, 'o' || tool_outputs::text, "
						+ "'h' || handoffs::text) from conversation_messages where session_id = ? "
						+ "and message_type = 'stream_event' order by stream_sequence",
				String.class, session));
	}

}
