package io.mockagents.conversation;

import java.time.Clock;
import java.time.ZoneOffset;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * An event of a run, published in the application before the consumer of the run sees it
 * and after its row was stored. Its timestamp is the time of the event, its source the
 * {@link RunInfo}.
 * <p>
 * A listener names the kind it wants: {@code AgentStreamEvent<RunItemStreamEvent>} for
 * items, {@code AgentStreamEvent<?>} for all. Listeners are called in the order of the
 * stream, on the thread that pulls it; an exception they throw fails the run.
 *
 * @param <E> the type of the stream event
 */
public final class AgentStreamEvent<E extends StreamEvent> extends ApplicationEvent implements ResolvableTypeProvider {

	private static final long serialVersionUID = 1L;

	private static final ResolvableType RAW = type(RawResponseEvent.class);

	private static final ResolvableType ITEM = type(RunItemStreamEvent.class);

	private static final ResolvableType AGENT = type(AgentUpdatedStreamEvent.class);

	private final transient RunEvent runEvent;

	private AgentStreamEvent(RunEvent runEvent) {
		super(runEvent.run(), Clock.fixed(runEvent.time(), ZoneOffset.UTC));
		this.runEvent = runEvent;
	}

	private static ResolvableType type(Class<? extends StreamEvent> event) {
		return ResolvableType.forClassWithGenerics(AgentStreamEvent.class, event);
	}

	/**
	 * Return the application event of an event of a run.
	 * @param runEvent the event of the run
	 * @return the application event, of the type of the stream event
	 */
	public static AgentStreamEvent<?> of(RunEvent runEvent) {
		return new AgentStreamEvent<>(runEvent);
	}

	/**
	 * Return the run.
	 * @return the identity of the run
	 */
	public RunInfo run() {
		return this.runEvent.run();
	}

	/**
	 * Return the stream event.
	 * @return the event as the consumer of the run sees it
	 */
	@SuppressWarnings("unchecked")
	public E event() {
		return (E) this.runEvent.event();
	}

	/**
	 * Return the stream event with what is known around it: its turn, its number in the
	 * run and in the session, its time.
	 * @return the event of the run
	 */
	public RunEvent runEvent() {
		return this.runEvent;
	}

	@Override
	public ResolvableType getResolvableType() {
		StreamEvent event = this.runEvent.event();
		return (event instanceof RawResponseEvent) ? RAW : (event instanceof RunItemStreamEvent) ? ITEM : AGENT;
	}

	@Override
	public String toString() {
		return "AgentStreamEvent[" + this.runEvent + "]";
	}

}
