package io.mockagents.recording;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * A line of a recording file, or an object in one.
 *
 * @param line the line
 * @param path where in the line the object is, for messages; empty for the whole line
 * @param json the object
 */
record RecordingLine(SourceLine line, String path, JsonObject json) {

	private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

	static RecordingLine parse(SourceLine line) {
		if (line.damage() != null) {
			throw new InvalidRecordingException(line.position(), "The line cannot be read: " + line.damage());
		}
		try {
			RecordingLine parsed = new RecordingLine(line, "", JsonCodec.parseObject(line.raw()));
			parsed.string("type");
			return parsed;
		}
		catch (IllegalArgumentException ex) {
			String column = "";
			String problem = String.valueOf(ex.getMessage());
			if (ex.getCause() instanceof JacksonException cause) {
				TokenStreamLocation location = cause.getLocation();
				column = (location != null) ? ":" + location.getColumnNr() : "";
				problem = cause.getOriginalMessage();
			}
			throw new InvalidRecordingException(line.position() + column,
					"The line is not a JSON object: " + problem + ". It was cut off, or edited");
		}
	}

	InvalidRecordingException invalid(String problem) {
		return new InvalidRecordingException(this.line.position(),
				(this.path.isEmpty() ? "The line " : "The field '" + this.path + "' ") + problem);
	}

	String type() {
		return string("type");
	}

	boolean is(String type) {
		return type().equals(type);
	}

	/**
	 * Check that there are no other fields than these, besides the type.
	 */
	void allow(String... fields) {
		List<String> allowed = Arrays.asList(fields);
		for (String key : this.json.keySet()) {
			if (!allowed.contains(key) && !(key.equals("type") && this.path.isEmpty())) {
				throw invalid("has the unknown field '" + key + "'. It may have " + allowed);
			}
		}
	}

	/**
	 * Whether there is a field, and it is not null.
	 */
	boolean has(String field) {
		return this.json.get(field) != null;
	}

	String string(String field) {
		String value = stringOrNull(field);
		if (value == null) {
			throw wrong(field, "a text");
		}
		return value;
	}

	@Nullable String stringOrNull(String field) {
		Object value = this.json.get(field);
		if (value != null && !(value instanceof String)) {
			throw wrong(field, "a text");
		}
		return (String) value;
	}

	int integer(String field) {
		if (this.json.get(field) instanceof Integer value) {
			return value;
		}
		throw wrong(field, "a whole number");
	}

	boolean bool(String field) {
		if (this.json.get(field) instanceof Boolean value) {
			return value;
		}
		throw wrong(field, "true or false");
	}

	RecordingLine object(String field) {
		if (this.json.get(field) instanceof JsonObject value) {
			return new RecordingLine(this.line, within(field), value);
		}
		throw wrong(field, "an object");
	}

	List<RecordingLine> objects(String field) {
		List<RecordingLine> objects = new ArrayList<>();
		for (Object element : list(field)) {
			if (!(element instanceof JsonObject object)) {
				throw wrong(field, "a list of objects");
			}
			objects.add(new RecordingLine(this.line, within(field + "[" + objects.size() + "]"), object));
		}
		return objects;
	}

	List<String> strings(String field) {
		List<String> strings = new ArrayList<>();
		for (Object element : list(field)) {
			if (!(element instanceof String text)) {
				throw wrong(field, "a list of texts");
			}
			strings.add(text);
		}
		return strings;
	}

	List<Duration> pauses(String field) {
		List<Duration> pauses = new ArrayList<>();
		if (has(field)) {
			list(field).forEach((element) -> pauses.add(pause(field, element)));
		}
		return pauses;
	}

	Duration pause(String field) {
		return pause(field, this.json.get(field));
	}

	private Duration pause(String field, @Nullable Object value) {
		if (value instanceof Integer || value instanceof BigDecimal) {
			BigDecimal milliseconds = new BigDecimal(value.toString());
			if (milliseconds.signum() >= 0
					&& milliseconds.compareTo(BigDecimal.valueOf(LONGEST_PAUSE.toMillis())) <= 0) {
				return Duration.ofNanos(milliseconds.movePointRight(6).longValue());
			}
		}
		throw wrong(field, "a number of milliseconds from 0 to those of a day, or a list of them");
	}

	private List<?> list(String field) {
		if (this.json.get(field) instanceof List<?> list) {
			return list;
		}
		throw wrong(field, "a list");
	}

	private String within(String field) {
		return this.path.isEmpty() ? field : this.path + "." + field;
	}

	private InvalidRecordingException wrong(String field, String expected) {
		Object value = this.json.get(field);
		String shown = JsonCodec.write(value);
		return new InvalidRecordingException(this.line.position(), "The field '" + within(field) + "' must be "
				+ expected + ", but is " + (this.json.containsKey(field) ? Excerpt.of(shown, 60) : "missing"));
	}

}
