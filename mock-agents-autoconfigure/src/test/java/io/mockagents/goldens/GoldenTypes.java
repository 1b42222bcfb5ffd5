package io.mockagents.goldens;

import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The Java twins of the output types of recordings that show more of a value than its
 * JSON: the names of constants, classes and fields.
 */
final class GoldenTypes {

	/** Writes values as the recordings do: those of no JSON with class and text. */
	static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(new SimpleModule().addSerializer(Color.class, new TextSerializer<>(Color.class, "Color"))
			.addSerializer(LocalDate.class, new TextSerializer<>(LocalDate.class, "date")))
		.build();

	private static final Map<String, Type> TWINS = Map.of("Color", Color.class, "list[Color]",
			OutputType.list(Color.class).type(), "list[Row]", OutputType.list(Row.class).type(), "list[date]",
			OutputType.list(LocalDate.class).type(), "Union[Cat, Dog]", Pet.class, "Point", Point.class);

	private GoldenTypes() {
	}

	/**
	 * Return the Java type of an output; a type without a twin is read as the JSON it is.
	 */
	static Type of(JsonObject agent) {
		return TWINS.getOrDefault(agent.string("output_type"), Object.class);
	}

	enum Color {

		@JsonProperty("red")
		RED,

		@JsonProperty("dark blue")
		DARK_BLUE

	}

	record Row(String key, double score, List<String> tags) {

	}

	sealed interface Pet permits Cat, Dog {

	}

	record Cat(String kind, int lives) implements Pet {

	}

	record Dog(String kind, @Nullable String name) implements Pet {

	}

	/**
	 * No record, as a record is printed as a model and this one is a data class.
	 */
	static final class Point {

		@JsonProperty
		private int x;

		@JsonProperty
		private double y;

		@Override
		public String toString() {
			return "Point(x=" + this.x + ", y=" + this.y + ")";
		}

	}

	private static final class TextSerializer<T> extends StdSerializer<T> {

		private final String pythonType;

		TextSerializer(Class<T> type, String pythonType) {
			super(type);
			this.pythonType = pythonType;
		}

		@Override
		public void serialize(T value, JsonGenerator json, SerializationContext context) {
			json.writeStartObject();
			json.writeStringProperty("_type", this.pythonType);
			json.writeStringProperty("str", PythonText.str(value));
			json.writeEndObject();
		}

	}

}
