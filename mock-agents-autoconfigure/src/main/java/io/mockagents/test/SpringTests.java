package io.mockagents.test;

import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.mock.MockAgents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.ClassUtils;

/**
 * Joins a test and its application context.
 */
final class SpringTests {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.test.context.junit.jupiter.SpringExtension", SpringTests.class.getClassLoader());

	private static final boolean JPA_PRESENT = ClassUtils.isPresent("jakarta.persistence.EntityManagerFactory",
			SpringTests.class.getClassLoader());

	private SpringTests() {
	}

	/**
	 * Whether a test has an application context.
	 */
	static boolean isSpring(ExtensionContext context) {
		if (!PRESENT) {
			return false;
		}
		Class<?> type = context.getRequiredTestClass();
		while (type != null) {
			if (isExtended(type)) {
				return true;
			}
			type = type.getEnclosingClass();
		}
		return false;
	}

	private static boolean isExtended(Class<?> type) {
		return AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class)
			.stream()
			.anyMatch((extended) -> List.of(extended.value()).contains(SpringExtension.class));
	}

	static void bind(RunningTest test, ExtensionContext context) {
		bind(test, SpringExtension.getApplicationContext(context));
	}

	/**
	 * Let a test find its runs in a context.
	 */
	static void bind(RunningTest test, ApplicationContext context) {
		TestRunOwners owners = context.getBeanProvider(TestRunOwners.class).getIfAvailable();
		if (owners == null || !owners.add(test)) {
			return;
		}
		MockAgents mockAgents = context.getBeanProvider(MockAgents.class).getIfAvailable();
		test.atEnd(() -> {
			owners.remove(test);
			if (mockAgents != null) {
				mockAgents.release(test);
			}
		});
		if (JPA_PRESENT) {
			ConversationMessages messages = context.getBeanProvider(ConversationMessages.class).getIfUnique();
			if (messages != null) {
				test.rows(new StoredRows(messages));
			}
		}
	}

	/**
	 * The rows in the database of the application.
	 */
	private record StoredRows(ConversationMessages messages) implements SessionRows {

		@Override
		public List<PlayedEvent> of(String sessionId) {
			return this.messages.findEvents(sessionId)
				.stream()
				.map((row) -> new PlayedEvent(Objects.requireNonNull(row.getStreamSequence()),
						String.valueOf(row.getStreamEventType()), row.getEventData()))
				.toList();
		}

		@Override
		public @Nullable JsonObject dataOf(StreamEvent event) {
			return ConversationMessages.eventData(event);
		}

	}

}
