package io.mockagents.test;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.test.KitApplication.Desk;
import io.mockagents.test.KitApplication.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AutomaticAnswers}, with an independent validator.
 */
@SpringBootTest(classes = KitApplication.class)
@MockAgentsTest
class AutomaticAnswersTests {

	@Autowired
	private Desk desk;

	@Test
	@AutomaticAnswers
	void everyToolIsCalledOnceThenTheOutputIsOfItsType(AgentScript script) {
		Reply reply = this.desk.runner().run(RunRequest.of(this.desk.typed(), "Anything")).finalOutputAs(Reply.class);
		assertThat(reply).isNotNull();
		assertThat(script.lastRun()).isCompleted().calledTool("lookup_order");
		assertThat(script.lastRun().toolCalls()).hasSize(1);
	}

	@Test
	@AutomaticAnswers
	void scriptOfTheTestGoesFirst(AgentScript script) {
		script.onAnyMessage().answers("scripted");
		assertThat(this.desk.ask("Anything")).isEqualTo("scripted");
		assertThat(this.desk.ask("Anything")).isEqualTo("An automatic answer");
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void valueIsAlwaysValid(JsonObject schema) {
		Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(JsonCodec.write(schema));
		for (int seed = 0; seed < 200; seed++) {
			String value = JsonCodec.write(new SchemaValue(schema, new Random(seed)).value());
			assertThat(validator.validate(value, InputFormat.JSON)).as(value).isEmpty();
			assertThat(JsonCodec.write(new SchemaValue(schema, new Random(seed)).value())).isEqualTo(value);
		}
	}

	static List<JsonObject> schemas() {
		return List.of(OutputType.of(Nested.class).jsonSchema(), OutputType.list(Nested.class).jsonSchema(),
				OutputType.of(Color.class).jsonSchema(), OutputType.optional(Reply.class).jsonSchema(),
				JsonCodec.parseObject(
						"""
								{"type": "object", "required": ["a", "b", "c", "d", "e", "f", "g"], "additionalProperties": false,
								 "properties": {
								  "a": {"type": "string", "pattern": "^[A-Z]{2}-\\\\d{4}(x|yz)?$"},
								  "b": {"type": "integer", "minimum": 3, "maximum": 9, "multipleOf": 3},
								  "c": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
								  "d": {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 2, "maxItems": 3, "uniqueItems": true},
								  "e": {"type": "string", "minLength": 3, "maxLength": 4},
								  "f": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/F"}]},
								  "g": {"allOf": [{"type": "object", "properties": {"h": {"type": "boolean"}}}, {"required": ["h"]}]},
								  "i": {"type": "string", "format": "date-time"},
								  "j": {"type": ["string", "integer"], "minimum": 1, "minLength": 1}},
								 "$defs": {"F": {"type": "object", "required": ["k"], "properties": {
								  "k": {"type": "string", "format": "uuid"}, "f": {"$ref": "#/$defs/F"}}}}}"""));
	}

	@Test
	void schemaWithoutValueIsReported() {
		JsonObject schema = JsonCodec.parseObject("{\"type\": \"integer\", \"minimum\": 5, \"maximum\": 4}");
		assertThatIllegalStateException().isThrownBy(() -> new SchemaValue(schema, new Random(1)).value())
			.withMessageContaining("Script this answer instead");
	}

	enum Color {

		RED, GREEN

	}

	record Nested(String name, int count, double share, boolean known, Color color, List<Reply> replies,
			Optional<String> note) {

	}

}
