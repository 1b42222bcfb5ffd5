package io.mockagents.agent;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events of a run, in order. They are made as they are pulled, on the pulling thread,
 * and can be consumed once. Pulling blocks through the pauses between events and through
 * the tools of the run.
 */
public interface EventStream extends Iterable<StreamEvent>, AutoCloseable {

	/**
	 * Return the events. {@link Iterator#hasNext()} and {@link Iterator#next()} throw
	 * what ends the run: an {@link AgentsException}, an {@link OpenAiException}, or the
	 * exception of a listener or of the storage.
	 * @return the events, always the same iterator
	 */
	@Override
	Iterator<StreamEvent> iterator();

	/**
	 * Return the events as a stream of the JDK; closing that closes this.
	 * @return a sequential, ordered stream
	 */
	default Stream<StreamEvent> stream() {
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(iterator(),
					Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE), false)
			.onClose(this::close);
	}

	/**
	 * End the run if it has not ended: it is cancelled at once. May be called several
	 * times.
	 */
	@Override
	void close();

}
