package io.mockagents.scenario.yaml;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes JSON values as YAML for people: texts of several lines as blocks, and quotes
 * where they are needed.
 */
public final class YamlWriter {

	private static final YAMLFactory READABLE = YAMLFactory.builder()
		.disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
		.disable(YAMLWriteFeature.SPLIT_LINES)
		.enable(YAMLWriteFeature.MINIMIZE_QUOTES)
		.enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
		.enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
		.enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
		.build();

	private static final YAMLFactory QUOTED = YAMLFactory.builder()
		.disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
		.disable(YAMLWriteFeature.SPLIT_LINES)
		.enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
		.build();

	private YamlWriter() {
	}

	/**
	 * Write a value so that it reads as the same value.
	 * @param value the value
	 * @return the text
	 */
	public static String write(Object value) {
		for (YAMLFactory form : List.of(READABLE, QUOTED)) {
			String text = write(value, form);
			if (readsAs(value, text)) {
				return text;
			}
		}
		// Characters without a form in UTF-8, such as half of a surrogate pair, has to be
		// escaped
		return JsonCodec.writePython(value, true) + "\n";
	}

	private static String write(Object value, YAMLFactory form) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = form.createGenerator(ObjectWriteContext.empty(), text)) {
			write(value, generator);
		}
		return text.toString();
	}

	private static void write(@Nullable Object value, JsonGenerator generator) {
		if (value instanceof JsonObject object) {
			generator.writeStartObject();
			object.forEach((key, member) -> {
				generator.writeName(key);
				write(member, generator);
			});
			generator.writeEndObject();
		}
		else if (value instanceof List<?> elements) {
			generator.writeStartArray();
			elements.forEach((element) -> write(element, generator));
			generator.writeEndArray();
		}
		else if (value instanceof String text) {
			generator.writeString(text);
		}
		else if (value instanceof Boolean flag) {
			generator.writeBoolean(flag);
		}
		else if (value == null) {
			generator.writeNull();
		}
		else {
			generator.writeNumber(JsonCodec.write(value));
		}
	}

	private static boolean readsAs(Object value, String text) {
		try (JsonParser parser = READABLE.createParser(ObjectReadContext.empty(),
				new RoomForPairsReader(new StringReader(text)))) {
			Object read = read(parser, Objects.requireNonNull(parser.nextToken()));
			return SameJson.is(JsonObject.normalize(read), value);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return false;
		}
	}

	private static @Nullable Object read(JsonParser parser, JsonToken token) {
		switch (token) {
			case START_OBJECT -> {
				JsonObject.Builder object = JsonObject.builder();
				while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
					String key = parser.currentName();
					object.put(key, read(parser, parser.nextToken()));
				}
				return object.build();
			}
			case START_ARRAY -> {
				List<@Nullable Object> elements = new ArrayList<>();
				for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
					elements.add(read(parser, next));
				}
				return elements;
			}
			case VALUE_STRING -> {
				return parser.getString();
			}
			case VALUE_TRUE -> {
				return Boolean.TRUE;
			}
			case VALUE_FALSE -> {
				return Boolean.FALSE;
			}
			case VALUE_NUMBER_INT -> {
				return parser.getBigIntegerValue();
			}
			case VALUE_NUMBER_FLOAT -> {
				return parser.getDecimalValue();
			}
			default -> {
				return null;
			}
		}
	}

}
