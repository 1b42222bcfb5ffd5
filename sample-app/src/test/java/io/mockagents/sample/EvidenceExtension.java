package io.mockagents.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.loop.RunEvent;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Writes what a test saw: the answers of the API, the events that were published, and the
 * rows that were stored.
 */
class EvidenceExtension implements BeforeEachCallback, AfterEachCallback {

	private static final Path DIRECTORY = Path.of("target", "validated_test_evidence");

	private static final Pattern INVOCATION = Pattern.compile("\\[(?<index>\\d+)]");

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	@Override
	public void beforeEach(ExtensionContext context) {
		ApplicationContext application = SpringExtension.getApplicationContext(context);
		application.getBean(SampleApi.class).takeSeen();
		application.getBean(PublishedEvents.class).take(List.of());
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		ApplicationContext application = SpringExtension.getApplicationContext(context);
		SampleApi.Seen seen = application.getBean(SampleApi.class).takeSeen();
		List<RunEvent> events = application.getBean(PublishedEvents.class).take(seen.sessions());
		List<ConversationMessage> rows = new ArrayList<>();
		ConversationMessages messages = application.getBean(ConversationMessages.class);
		seen.sessions().forEach((session) -> rows.addAll(messages.findBySession(session)));
		String name = name(context);
		Files.createDirectories(DIRECTORY);
		MAPPER.writeValue(DIRECTORY.resolve(name + ".json").toFile(),
				JsonObject.of("test", name, "passed", context.getExecutionException().isEmpty(), "answers",
						seen.exchanges(), "events", events.stream().map(EvidenceExtension::event).toList(), "rows",
						rows.stream().map(ConversationMessage::toJson).toList()));
	}

	private static String name(ExtensionContext context) {
		return className(context.getRequiredTestClass()) + "." + invocation(context);
	}

	/**
	 * Return the name of a class with those of the classes around it, which may have
	 * others of its name.
	 */
	private static String className(Class<?> type) {
		return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
	}

	/**
	 * Return the name of the test method and, if it has parameters, the number of the
	 * invocation.
	 */
	static String invocation(ExtensionContext context) {
		Matcher invocation = INVOCATION.matcher(context.getDisplayName());
		return context.getRequiredTestMethod().getName()
				+ (invocation.lookingAt() ? "." + invocation.group("index") : "");
	}

	private static JsonObject event(RunEvent event) {
		Map<?, ?> json = MAPPER.convertValue(event.event(), Map.class);
		return JsonObject.of("session_id", event.run().sessionId(), "run_id", event.run().runId(), "source",
				event.run().source(), "iteration", event.run().iteration(), "index", event.index(), "turn",
				event.turn(), "stream_sequence", event.streamSequence(), "event", json);
	}

}
