package io.mockagents.agent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The schemas are what the SDK gives for the same classes in Python.
 */
class RecordSchemaTests {

	enum Severity {

		@JsonProperty("low")
		LOW,

		HIGH

	}

	@JsonClassDescription("One line.")
	record Line(int lineNumber, @Nullable String text) {
	}

	record Review(@JsonPropertyDescription("Whether it is good") boolean approved, String reasoning, List<Line> lines,
			Line worst, Severity severity, double ratio, String[] tags, Optional<Line> best, Instant at, LocalDate day,
			UUID ident, List<List<Integer>> matrix, @JsonPropertyDescription("A line") Line described,
			@JsonPropertyDescription("A number") @Nullable Integer maybe,
			@JsonPropertyDescription("Parts") List<Severity> parts) {
	}

	record Tree(String name, List<Tree> children) {
	}

	record Arguments(@JsonPropertyDescription("The city") String cityName, Optional<Integer> days, Line line) {
	}

	record Odd(Map<String, String> entries) {
	}

	@Test
	void typesThatAreNotObjectsAreWrapped() {
		assertThat(JsonCodec.writePython(OutputType.list(Integer.class).jsonSchema())).isEqualTo(
				"{\"properties\": {\"response\": {\"items\": {\"type\": \"integer\"}, \"title\": \"Response\", \"type\": \"array\"}}, "
						+ "\"required\": [\"response\"], \"title\": \"OutputType\", \"type\": \"object\", \"additionalProperties\": false}");
		assertThat(OutputType.list(Integer.class).name()).isEqualTo("list[int]");
		OutputType<Shape> union = OutputType.optional(Shape.class);
		assertThat(union.name()).isEqualTo("Union[Circle, Square, NoneType]");
		assertThat(JsonCodec.writePython(union.jsonSchema().object("properties"))).isEqualTo(
				"{\"response\": {\"anyOf\": [{\"$ref\": \"#/$defs/Circle\"}, {\"$ref\": \"#/$defs/Square\"}, {\"type\": \"null\"}], "
						+ "\"title\": \"Response\"}}");
		assertThat(union.isWrapped()).isTrue();
		assertThat(OutputType.of(Circle.class).isWrapped()).isFalse();
	}

	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	@Test
	void recordHasTheSchemaOfTheSameModelInPython() {
		assertThat(JsonCodec.writePython(OutputType.of(Review.class).jsonSchema())).isEqualTo(
				"""
						{"$defs": {"Line": {"description": "One line.", "properties": {"line_number": {"title": "Line Number", \
						"type": "integer"}, "text": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Text"}}, \
						"required": ["line_number", "text"], "title": "Line", "type": "object", "additionalProperties": false}, \
						"Severity": {"enum": ["low", "HIGH"], "title": "Severity", "type": "string"}}, "properties": {\
						"approved": {"description": "Whether it is good", "title": "Approved", "type": "boolean"}, \
						"reasoning": {"title": "Reasoning", "type": "string"}, \
						"lines": {"items": {"$ref": "#/$defs/Line"}, "title": "Lines", "type": "array"}, \
						"worst": {"$ref": "#/$defs/Line"}, "severity": {"$ref": "#/$defs/Severity"}, \
						"ratio": {"title": "Ratio", "type": "number"}, \
						"tags": {"items": {"type": "string"}, "title": "Tags", "type": "array"}, \
						"best": {"anyOf": [{"$ref": "#/$defs/Line"}, {"type": "null"}]}, \
						"at": {"format": "date-time", "title": "At", "type": "string"}, \
						"day": {"format": "date", "title": "Day", "type": "string"}, \
						"ident": {"format": "uuid", "title": "Ident", "type": "string"}, \
						"matrix": {"items": {"items": {"type": "integer"}, "type": "array"}, "title": "Matrix", "type": "array"}, \
						"described": {"description": "A line", "properties": {"line_number": {"title": "Line Number", \
						"type": "integer"}, "text": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Text"}}, \
						"required": ["line_number", "text"], "title": "Line", "type": "object", "additionalProperties": false}, \
						"maybe": {"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "A number", "title": "Maybe"}, \
						"parts": {"description": "Parts", "items": {"$ref": "#/$defs/Severity"}, "title": "Parts", \
						"type": "array"}}, "required": ["approved", "reasoning", "lines", "worst", "severity", "ratio", "tags", \
						"best", "at", "day", "ident", "matrix", "described", "maybe", "parts"], "title": "Review", \
						"type": "object", "additionalProperties": false}""");
	}

	@Test
	void recordMayReferToItself() {
		assertThat(JsonCodec.writePython(OutputType.of(Tree.class).jsonSchema())).isEqualTo("""
				{"$defs": {"Tree": {"properties": {"name": {"title": "Name", "type": "string"}, \
				"children": {"items": {"$ref": "#/$defs/Tree"}, "title": "Children", "type": "array"}}, \
				"required": ["name", "children"], "title": "Tree", "type": "object", "additionalProperties": false}}, \
				"properties": {"name": {"title": "Name", "type": "string"}, \
				"children": {"items": {"$ref": "#/$defs/Tree"}, "title": "Children", "type": "array"}}, \
				"required": ["name", "children"], "title": "Tree", "type": "object", "additionalProperties": false}""");
	}

	@Test
	void parametersOfAToolAreTheComponentsOfARecord() {
		FunctionTool tool = FunctionTool.builder("f")
			.parameters(Arguments.class)
			.function((context, arguments) -> "")
			.build();
		assertThat(JsonCodec.writePython(tool.paramsJsonSchema().without("$defs"))).isEqualTo("""
				{"properties": {"city_name": {"description": "The city", "title": "City Name", "type": "string"}, \
				"days": {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Days"}, \
				"line": {"$ref": "#/$defs/Line"}}, "required": ["city_name", "days", "line"], "title": "f_args", \
				"type": "object", "additionalProperties": false}""");
	}

	@Test
	void typeThatAStrictSchemaCannotDescribeIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> OutputType.of(Odd.class))
			.withMessageContaining("'entries'")
			.withMessageContaining("java.util.Map<java.lang.String, java.lang.String>");
		assertThatIllegalArgumentException().isThrownBy(() -> OutputType.of(String.class))
			.withMessageContaining("Remove the output type");
	}

}
