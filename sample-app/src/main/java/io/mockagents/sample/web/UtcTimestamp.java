package io.mockagents.sample.web;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * Writes timestamps as the service's clients know them: ISO 8601 without offset, with
 * microseconds unless they are zero.
 */
@JacksonComponent
class UtcTimestamp extends ValueSerializer<LocalDateTime> {

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

	private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

	@Override
	public void serialize(LocalDateTime value, JsonGenerator generator, SerializationContext context) {
		boolean whole = value.get(ChronoField.MICRO_OF_SECOND) == 0;
		generator.writeString((whole ? SECONDS : MICROSECONDS).format(value));
	}

}
