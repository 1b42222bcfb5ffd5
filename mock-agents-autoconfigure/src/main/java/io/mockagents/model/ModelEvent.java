package io.mockagents.model;

import java.time.Duration;

import io.mockagents.agent.JsonObject;

/**
 * One frame of an answer.
 *
 * @param data the frame as it comes over the wire, in wire key order, with the event's
 * {@code type}
 * @param pause how long the model waits before it, beyond the pace of the run; scripted
 * delays and recorded timing come so
 */
public record ModelEvent(JsonObject data, Duration pause) {

	/**
	 * Create a frame without a pause.
	 * @param data the frame as it comes over the wire
	 */
	public ModelEvent(JsonObject data) {
		this(data, Duration.ZERO);
	}

}
