package io.mockagents.conversation;

import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunListener;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes each event of a run as an {@link AgentStreamEvent}.
 */
public final class StreamEventPublisher implements RunListener {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a publisher.
	 * @param publisher what the application's listeners hear
	 */
	public StreamEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(RunEvent event) {
		this.publisher.publishEvent(AgentStreamEvent.of(event));
	}

}
