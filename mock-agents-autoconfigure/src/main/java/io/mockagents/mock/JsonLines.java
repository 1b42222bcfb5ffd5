package io.mockagents.mock;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.mockagents.json.Excerpt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A buffer of JSON lines. Used by one thread at a time.
 */
final class JsonLines implements EventLogLine.Fields {

	/**
	 * The length to which texts are cut, dots included, so that no line grows without
	 * bounds.
	 */
	static final int MAX_TEXT = 4096;

	private static final JsonFactory FACTORY = JsonFactory.builder().rootValueSeparator("").build();

	private final StringWriter text = new StringWriter();

	// Writes characters, not bytes: text may contain halves of surrogate pairs
	private JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.text);

	private long second = Long.MIN_VALUE;

	private String secondText = "";

	/**
	 * Add a line. If writing it fails, the buffer is left without it.
	 * @param line the line
	 */
	void add(EventLogLine line) {
		int start = this.text.getBuffer().length();
		boolean added = false;
		try {
			this.generator.writeStartObject();
			line.writeTo(this);
			this.generator.writeEndObject();
			this.generator.flush();
			this.text.write('\n');
			added = true;
		}
		finally {
			if (!added) {
				this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), this.text);
				this.text.getBuffer().setLength(start);
			}
		}
	}

	@Override
	public EventLogLine.Fields put(String key, Instant time) {
		if (time.getEpochSecond() != this.second) {
			this.second = time.getEpochSecond();
			String text = Instant.ofEpochSecond(this.second).toString();
			this.secondText = text.substring(0, text.length() - 1);
		}
		int millis = time.getNano() / 1_000_000;
		this.generator.writeStringProperty(key,
				this.secondText + ((millis < 10) ? ".00" : (millis < 100) ? ".0" : ".") + millis + "Z");
		return this;
	}

	@Override
	public EventLogLine.Fields put(String key, long number) {
		this.generator.writeNumberProperty(key, number);
		return this;
	}

	@Override
	public EventLogLine.Fields put(String key, @Nullable String text) {
		if (text != null) {
			this.generator.writeStringProperty(key, Excerpt.of(text, MAX_TEXT));
		}
		return this;
	}

	int length() {
		return this.text.getBuffer().length();
	}

	/**
	 * Empty the buffer.
	 * @return the lines, in UTF-8, each with a line break
	 */
	byte[] take() {
		byte[] lines = this.text.toString().getBytes(StandardCharsets.UTF_8);
		this.text.getBuffer().setLength(0);
		return lines;
	}

}
