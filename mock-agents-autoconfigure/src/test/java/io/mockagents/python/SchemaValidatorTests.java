package io.mockagents.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What pydantic and {@code json.loads} said to some hundred values and texts, most of
 * them wrong. The lines of {@code pydantic.jsonl} leave out the links of the errors.
 */
class SchemaValidatorTests {

	private static final Pattern LINK = Pattern
		.compile("\n    For further information visit https://errors.pydantic.dev/2.13/v/\\w+");

	private static final List<JsonObject> LINES = lines();

	private static final JsonObject SCHEMAS = LINES.get(0).object("schemas");

	private static List<JsonObject> lines() {
		try (InputStream file = Objects
			.requireNonNull(SchemaValidatorTests.class.getResourceAsStream("pydantic.jsonl"))) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(JsonCodec::parseObject).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<JsonObject> cases(String kind) {
		return LINES.stream().filter((line) -> kind.equals(line.get("kind")));
	}

	static Stream<JsonObject> texts() {
		return cases("json");
	}

	static Stream<JsonObject> arguments() {
		return cases("arguments");
	}

	static Stream<JsonObject> notJson() {
		return cases("loads");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void textHasTheValueOrTheErrorOfPydantic(JsonObject recorded) {
		boolean strict = Boolean.TRUE.equals(recorded.get("strict"));
		String model = recorded.string("model");
		Object value = null;
		String error = null;
		try {
			value = SchemaValidator.validateJson(model, SCHEMAS.object(model), recorded.string("text"), strict);
		}
		catch (ValidationException ex) {
			error = withoutLinks(ex);
		}
		if (strict) {
			assertThat(error != null).isEqualTo(recorded.containsKey("error"));
		}
		else {
			assertThat(error).isEqualTo(recorded.get("error"));
		}
		if (error == null) {
			assertThat(JsonCodec.writePython(value)).isEqualTo(JsonCodec.writePython(recorded.get("value")));
		}
	}

	@ParameterizedTest
	@MethodSource("arguments")
	void argumentsThatDoNotFitHaveTheErrorOfPydantic(JsonObject recorded) {
		JsonObject schema = SCHEMAS.object(recorded.string("model"));
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> SchemaValidator.validateArguments(schema, recorded.object("arguments")))
			.satisfies((ex) -> assertThat(withoutLinks(ex)).isEqualTo(recorded.get("error")));
	}

	@ParameterizedTest
	@MethodSource("notJson")
	void textThatIsNotJsonHasTheErrorOfPython(JsonObject recorded) {
		assertThat(PythonJson.error(recorded.string("text"))).isEqualTo(recorded.get("error"));
	}

	@Test
	void errorsLinkToTheirPages() {
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> SchemaValidator.validateJson("Flat", SCHEMAS.object("Flat"), "{}", false))
			.withMessageContaining("https://errors.pydantic.dev/2.13/v/missing");
	}

	@Test
	void schemaThatIsNotUnderstoodTakesAnyValue() throws ValidationException {
		JsonObject schema = JsonObject.of("title", "Odd", "type", "object", "properties",
				JsonObject.of("a", JsonObject.of("oneOf", List.of()), "b", JsonObject.of("$ref", "#/elsewhere")));
		assertThat(SchemaValidator.validateJson("Odd", schema, "{\"a\":[1],\"b\":null}", false))
			.isEqualTo(JsonCodec.parse("{\"a\":[1],\"b\":null}"));
	}

	private static String withoutLinks(@Nullable Throwable error) {
		return LINK.matcher(String.valueOf(Objects.requireNonNull(error).getMessage())).replaceAll("");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"n": 1, "s": "x"}                 | `[]`
					{"n": 1.5, "s": null}              | `[$.n: expected a valid integer, but is 1.5, $.s: expected a valid string, but is null]`
					{"n": "1", "s": "x"}               | `[$.n: expected a valid integer, but is "1"]`
					{"s": "x", "list": [{"k": "c"}]}   | `[$.list[0].k: expected 'a' or 'b', but is "c", $.n: expected a value, but it is missing]`
					{"n": 1, "s": "x", "list": [{}]}   | `[$.list[0].k: expected a value, but it is missing]`
					{"n": 1, "s": "x", "m": {"y": true}} | `[$.m.y: expected str or int, but is true]`
					{"n": 1, "s": "x", "t": null}      | `[]`
					{"n": 1, "s": "x", "t": 1}         | `[$.t: expected a valid string, but is 1]`
					{"n": 0, "s": ""}                  | `[$.n: expected greater than or equal to 1, but is 0, $.s: String should have at least 1 character, but is ""]`
					{"n": 1, "s": "x", "z": 1}         | `[$.z: no such property, expected one of n, s, list, m, t, but is 1]`
					[1]                                | `[$: expected an object, but is [1]]`
					{"n"                               | `[$: expected JSON, but is "{\\"n\\""]`
					""")
	void argumentsAreCheckedAgainstTheSchemaAsTheApiDoes(String text, String problems) {
		JsonObject schema = JsonCodec.parseObject(
				"""
						{"type": "object", "additionalProperties": false, "required": ["n", "s"], "properties": {
						 "n": {"type": "integer", "minimum": 1}, "s": {"type": "string", "minLength": 1},
						 "list": {"type": "array", "items": {"$ref": "#/$defs/Item"}},
						 "m": {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
						 "t": {"type": ["string", "null"]}},
						 "$defs": {"Item": {"type": "object", "required": ["k"], "properties": {"k": {"enum": ["a", "b"]}}}}}""");
		assertThat(SchemaValidator.mismatches(schema, text)).hasToString(problems);
	}

	@Test
	void valueOfAProblemIsShortened() {
		JsonObject schema = JsonObject.of("type", "integer");
		assertThat(SchemaValidator.mismatches(schema, "\"" + "😀".repeat(100) + "\"")).singleElement()
			.asString()
			.isEqualTo("$: expected a valid integer, but is \"" + "😀".repeat(39) + "...");
	}

}
