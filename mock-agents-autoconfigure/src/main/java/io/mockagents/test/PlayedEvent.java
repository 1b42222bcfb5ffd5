package io.mockagents.test;

import org.jspecify.annotations.Nullable;

/**
 * A row of a stream event.
 *
 * @param streamSequence its number within the session, from 1
 * @param type the type of the event
 * @param data the event as it is stored, in JSON form
 */
public record PlayedEvent(int streamSequence, String type, @Nullable Object data) {

}
