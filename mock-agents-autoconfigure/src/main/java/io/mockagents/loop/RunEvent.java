package io.mockagents.loop;

import java.time.Duration;
import java.time.Instant;

import io.mockagents.agent.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event of a run on its way to the consumer.
 *
 * @param run the run
 * @param index the number of the event within the run, from 1, raw events included
 * @param turn the turn it belongs to, from 1; 0 before the first
 * @param streamSequence the number of its row within the session, or {@code null} if it
 * was not stored
 * @param event the event
 * @param pause the pause that preceded it
 * @param time when it was emitted
 */
public record RunEvent(RunInfo run, long index, int turn, @Nullable Integer streamSequence, StreamEvent event,
		Duration pause, Instant time) {

}
