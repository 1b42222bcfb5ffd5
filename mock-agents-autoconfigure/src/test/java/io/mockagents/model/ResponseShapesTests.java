package io.mockagents.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseShapes}.
 */
class ResponseShapesTests {

	private final ResponseShapes shapes = ResponseShapes.of(SdkProfile.V0_22);

	@ParameterizedTest
	@EnumSource
	void valuesBecomeWhatTheClientMakesOfThem(SdkProfile profile) throws IOException {
		ResponseShapes shapes = ResponseShapes.of(profile);
		List<String> cases = cases(profile);
		assertThat(cases).hasSizeGreaterThan(300);
		for (String line : cases) {
			JsonObject example = JsonCodec.parseObject(line);
			JsonObject wire = example.object("wire");
			JsonObject dump = switch (example.string("root")) {
				case "event" -> shapes.event(wire);
				case "response" -> shapes.response(wire);
				default -> shapes.outputItem(wire);
			};
			assertThat(text(dump)).as(line).isEqualTo(text(example.object("dump")));
			if (example.containsKey("unset")) {
				assertThat(text(shapes.outputItemAsInput(wire))).as(line).isEqualTo(text(example.object("unset")));
			}
		}
	}

	private static List<String> cases(SdkProfile profile) throws IOException {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects
					.requireNonNull(ResponseShapesTests.class.getResourceAsStream(profile.openai() + "-cases.jsonl")),
				StandardCharsets.UTF_8))) {
			return reader.lines().toList();
		}
	}

	@Test
	void shapesOfAProfileAreLoadedOnce() {
		assertThat(ResponseShapes.of(SdkProfile.V0_22)).isSameAs(this.shapes);
		assertThat(ResponseShapes.of(SdkProfile.V0_2)).isNotSameAs(this.shapes);
	}

	@Test
	void extrasFollowTheFieldsInTheOrderOfTheWire() {
		JsonObject wire = json("""
				{"zeta":1,"type":"response.output_text.delta","sequence_number":4,"alpha":2,"item_id":"msg_1",
				"output_index":0,"content_index":0,"delta":"Hi","logprobs":[],"obfuscation":"x"}""");
		assertThat(text(this.shapes.event(wire))).isEqualTo("{\"content_index\": 0, \"delta\": \"Hi\", "
				+ "\"item_id\": \"msg_1\", \"logprobs\": [], \"output_index\": 0, \"sequence_number\": 4, "
				+ "\"type\": \"response.output_text.delta\", \"zeta\": 1, \"alpha\": 2, \"obfuscation\": \"x\"}");
	}

	@Test
	void otherExtrasThanBeforeAreNotMixedUp() {
		for (String extra : List.of("a", "b", "a")) {
			JsonObject wire = json("{\"type\":\"refusal\",\"" + extra + "\":1,\"refusal\":\"No\"}");
			JsonObject message = JsonObject.of("type", "message", "content", List.of(wire));
			assertThat(text(this.shapes.outputItem(message).objects("content").get(0)))
				.isEqualTo("{\"refusal\": \"No\", \"type\": \"refusal\", \"" + extra + "\": 1}");
		}
	}

	@Test
	void missingFieldsAreNull() {
		JsonObject wire = json("""
				{"type":"response.function_call_arguments.done","sequence_number":9,"item_id":"fc_1",
				"output_index":0,"arguments":"{}"}""");
		assertThat(text(this.shapes.event(wire))).isEqualTo("{\"arguments\": \"{}\", \"item_id\": \"fc_1\", "
				+ "\"name\": null, \"output_index\": 0, \"sequence_number\": 9, "
				+ "\"type\": \"response.function_call_arguments.done\"}");
		assertThat(ResponseShapes.of(SdkProfile.V0_2).event(wire)).doesNotContainKey("name");
	}

	@Test
	void integerIsFloatWhereTheClientSaysSo() {
		JsonObject response = this.shapes.response(json("{\"created_at\":1772323200,\"top_p\":1,\"top_logprobs\":0}"));
		assertThat(text(response)).contains("\"created_at\": 1772323200.0", "\"top_p\": 1.0", "\"top_logprobs\": 0,");
	}

	@Test
	void untypedValuesStayAsTheyAre() {
		JsonObject parameters = json("{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{\"maximum\":3}}}");
		JsonObject tool = JsonObject.of("type", "function", "name", "f", "parameters", parameters, "strict", true);
		JsonObject dumped = this.shapes.response(JsonObject.of("tools", List.of(tool))).objects("tools").get(0);
		assertThat(dumped.get("parameters")).isSameAs(parameters);
	}

	@Test
	void aliasIsDumpedByItsFieldName() {
		JsonObject wire = json(
				"""
						{"text":{"format":{"type":"json_schema","name":"final_output","schema":{"type":"object"},"strict":true}}}""");
		assertThat(text(this.shapes.response(wire).object("text"))).isEqualTo("{\"format\": {\"name\": "
				+ "\"final_output\", \"schema_\": {\"type\": \"object\"}, \"type\": \"json_schema\", "
				+ "\"description\": null, \"strict\": true}, \"verbosity\": null}");
	}

	@Test
	void unknownEventHasTheFormOfTheFirstOne() {
		JsonObject wire = json("{\"type\":\"response.unheard_of\",\"item_id\":\"x_1\",\"sequence_number\":3}");
		assertThat(text(this.shapes.event(wire))).isEqualTo(
				"{\"delta\": null, \"sequence_number\": 3, \"type\": \"response.unheard_of\", \"item_id\": \"x_1\"}");
	}

	@Test
	void unknownItemHasTheFormOfAMessage() {
		JsonObject wire = json("{\"type\":\"unheard_of\",\"name\":\"n\",\"id\":\"x_1\"}");
		assertThat(text(this.shapes.outputItem(wire))).isEqualTo("{\"id\": \"x_1\", \"content\": null, \"role\": null, "
				+ "\"status\": null, \"type\": \"unheard_of\", \"phase\": null, \"name\": \"n\"}");
		assertThat(text(this.shapes.outputItemAsInput(wire)))
			.isEqualTo("{\"id\": \"x_1\", \"type\": \"unheard_of\", \"name\": \"n\"}");
	}

	@Test
	void inputKeepsNullsOfTheWire() {
		JsonObject wire = json("{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":null}");
		assertThat(text(this.shapes.outputItemAsInput(wire)))
			.isEqualTo("{\"id\": \"rs_1\", \"summary\": [], \"type\": \"reasoning\", \"encrypted_content\": null}");
	}

	@Test
	void textInTheFormIsReturnedUnchanged() {
		JsonObject wire = json(
				"{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"f\",\"arguments\":\"{}\"}");
		JsonObject dumped = this.shapes.outputItem(wire);
		assertThat(this.shapes.outputItem(dumped)).isSameAs(dumped);
		JsonObject input = this.shapes.outputItemAsInput(wire);
		assertThat(this.shapes.outputItemAsInput(input)).isSameAs(input);
	}

	@Test
	void emptyObjectHasAllFields() {
		assertThat(text(this.shapes.event(JsonObject.of())))
			.isEqualTo("{\"delta\": null, \"sequence_number\": null, \"type\": null}");
	}

	private static JsonObject json(String json) {
		return JsonCodec.parseObject(json);
	}

	private static String text(JsonObject object) {
		return JsonCodec.writePython(object, false);
	}

}
