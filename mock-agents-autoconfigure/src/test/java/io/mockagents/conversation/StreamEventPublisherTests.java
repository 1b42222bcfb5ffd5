package io.mockagents.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StreamEventPublisherTests {

	private static final RunInfo RUN = new RunInfo("run", "session", 0, "approved");

	private static final Instant TIME = Instant.parse("2026-11-22T06:54:44Z");

	private static final AgentSnapshot AGENT = new AgentSnapshot("A", null, null, List.of());

	private static final List<StreamEvent> EVENTS = List.of(new AgentUpdatedStreamEvent(AGENT),
			new RawResponseEvent(JsonObject.of("type", "response.created")), new RunItemStreamEvent(
					RunItemEventName.MESSAGE_OUTPUT_CREATED, new MessageOutputItem(AGENT, JsonObject.of())));

	@Test
	void listenersHearTheKindTheyAskFor() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listeners.class)) {
			StreamEventPublisher publisher = new StreamEventPublisher(context);
			EVENTS.forEach((event) -> publisher.onEvent(runEvent(event)));
			Listeners listeners = context.getBean(Listeners.class);
			assertThat(listeners.agents).containsExactly((AgentUpdatedStreamEvent) EVENTS.get(0));
			assertThat(listeners.raw).containsExactly((RawResponseEvent) EVENTS.get(1));
			assertThat(listeners.items).containsExactly((RunItemStreamEvent) EVENTS.get(2));
			assertThat(listeners.all).containsExactlyElementsOf(EVENTS);
			assertThat(listeners.any).isEqualTo(3);
		}
	}

	@Test
	void eventCarriesItsRunAndTime() {
		AgentStreamEvent<?> event = AgentStreamEvent.of(runEvent(EVENTS.get(0)));
		assertThat(event.getSource()).isSameAs(RUN);
		assertThat(event.run()).isSameAs(RUN);
		assertThat(event.getTimestamp()).isEqualTo(TIME.toEpochMilli());
		assertThat(event.runEvent().streamSequence()).isEqualTo(7);
	}

	@Test
	void failureOfAListenerReachesTheRun() {
		StreamEventPublisher publisher = new StreamEventPublisher((event) -> {
			throw new IllegalStateException("no");
		});
		assertThatIllegalStateException().isThrownBy(() -> publisher.onEvent(runEvent(EVENTS.get(0))));
	}

	private static RunEvent runEvent(StreamEvent event) {
		return new RunEvent(RUN, 1, 0, 7, event, Duration.ZERO, TIME);
	}

	static class Listeners {

		private final List<AgentUpdatedStreamEvent> agents = new ArrayList<>();

		private final List<RawResponseEvent> raw = new ArrayList<>();

		private final List<RunItemStreamEvent> items = new ArrayList<>();

		private final List<StreamEvent> all = new ArrayList<>();

		private int any;

		@EventListener
		void onAgent(AgentStreamEvent<AgentUpdatedStreamEvent> event) {
			this.agents.add(event.event());
		}

		@EventListener
		void onRaw(AgentStreamEvent<RawResponseEvent> event) {
			this.raw.add(event.event());
		}

		@EventListener
		void onItem(AgentStreamEvent<RunItemStreamEvent> event) {
			this.items.add(event.event());
		}

		@EventListener
		void onAll(AgentStreamEvent<?> event) {
			this.all.add(event.event());
		}

		@EventListener
		void onAnything(ApplicationEvent event) {
			if (event instanceof AgentStreamEvent) {
				this.any++;
			}
		}

	}

}
