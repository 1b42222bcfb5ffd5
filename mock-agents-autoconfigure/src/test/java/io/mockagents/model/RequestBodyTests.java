package io.mockagents.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.ToolChoice;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the recordings of the SDK do not show of its requests' settings.
 */
class RequestBodyTests {

	@ParameterizedTest
	@EnumSource(SdkProfile.class)
	void agentWithoutSettingsSendsNoneButThoseOfTheModel(SdkProfile profile) {
		assertThat(body("gpt-4o", ModelSettings.NONE, true, profile).keySet())
			.containsExactly(((profile == SdkProfile.V0_24) ? "model stream include input tools"
					: "include input model stream tools")
				.split(" "));
	}

	static Stream<Arguments> choices() {
		return Stream.of(
				Arguments.of("file_search", JsonObject.of("type", "file_search"), JsonObject.of("type", "file_search")),
				Arguments.of("mcp", JsonObject.of("type", "mcp"), JsonObject.of("type", "mcp")),
				Arguments.of("web_search", JsonObject.of("type", "function", "name", "web_search"),
						JsonObject.of("type", "web_search")),
				Arguments.of("programmatic_tool_calling",
						JsonObject.of("type", "function", "name", "programmatic_tool_calling"),
						JsonObject.of("type", "programmatic_tool_calling")),
				Arguments.of("submit_patch", JsonObject.of("type", "function", "name", "submit_patch"),
						JsonObject.of("type", "function", "name", "submit_patch")),
				Arguments.of("none", "none", "none"));
	}

	@ParameterizedTest
	@MethodSource("choices")
	void namesOfHostedToolsAreThoseOfTheProfile(String name, Object inProfile02, Object inProfile022) {
		ModelSettings settings = ModelSettings.builder().toolChoice(name).build();

		assertThat(body("gpt-4o", settings, true, SdkProfile.V0_2).get("tool_choice")).isEqualTo(inProfile02);
		assertThat(body("gpt-4o", settings, true, SdkProfile.V0_22).get("tool_choice")).isEqualTo(inProfile022);
	}

	@Test
	void toolOfAServerIsNotAKeyword() {
		ModelSettings settings = ModelSettings.builder().toolChoice(ToolChoice.mcp("dice", "auto")).build();

		assertThat(JsonCodec.write(body("gpt-4o", settings, true, SdkProfile.V0_2).get("tool_choice")))
			.isEqualTo("{\"server_label\":\"dice\",\"type\":\"mcp\",\"name\":\"auto\"}");
	}

	@Test
	void fieldsAreIncludedOnce() {
		ModelSettings settings = ModelSettings.builder()
			.responseInclude("message.output_text.logprobs", "reasoning.encrypted_content")
			.topLogprobs(2)
			.build();

		assertThat(body("gpt-4o", settings, true, SdkProfile.V0_2).array("include"))
			.isEqualTo(List.of("message.output_text.logprobs", "reasoning.encrypted_content"));
	}

	@Test
	void settingsOfTheModelCountWhereTheApplicationSetsNothing() {
		ModelSettings settings = ModelSettings.builder().verbosity(ModelSettings.Verbosity.HIGH).build();

		JsonObject body = body("gpt-5", settings, true, SdkProfile.V0_22);
		assertThat(body.get("reasoning")).isEqualTo(JsonObject.of("effort", "low"));
		assertThat(body.get("text")).isEqualTo(JsonObject.of("verbosity", "high"));
		assertThat(body("gpt-5", settings, false, SdkProfile.V0_22).containsKey("reasoning")).isFalse();
		assertThat(body("gpt-5", settings, true, SdkProfile.V0_2).containsKey("reasoning")).isFalse();
		assertThat(body("gpt-5-chat-latest", ModelSettings.NONE, true, SdkProfile.V0_22).containsKey("text")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "V0_2, include input max_tool_calls model service_tier stream tools user zz",
			"V0_22, include input max_tool_calls model service_tier stream tools user zz",
			"V0_24, model stream service_tier include input max_tool_calls tools user zz" })
	void extraArgumentsStandWhereTheClientHasThem(SdkProfile profile, String keys) {
		ModelSettings settings = ModelSettings.builder()
			.extraArgs(JsonObject.of("user", "u", "max_tool_calls", null, "service_tier", "flex", "timeout", 5))
			.extraBody(JsonObject.of("zz", 1, "user", "v"))
			.build();

		JsonObject body = body("gpt-4o", settings, false, profile);

		assertThat(body.keySet()).containsExactly(keys.split(" "));
		assertThat(body).containsEntry("user", "v").containsEntry("max_tool_calls", null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					V0_2  | temperature | openai.resources.responses.responses.AsyncResponses.create() got multiple values for keyword argument 'temperature'
					V0_22 | temperature | responses.create() got multiple values for keyword argument 'temperature'
					V0_24 | input       | responses.create() got multiple values for keyword argument 'input'
					V0_24 | zz          | AsyncResponses.create() got an unexpected keyword argument 'zz'
					V0_22 | access_programs | AsyncResponses.create() got an unexpected keyword argument 'access_programs'
					""")
	void extraArgumentThatTheClientDoesNotTakeIsRefused(SdkProfile profile, String name, String message) {
		ModelSettings settings = ModelSettings.builder().temperature(1.0).extraArgs(JsonObject.of(name, 1)).build();

		assertThatExceptionOfType(PythonException.class)
			.isThrownBy(() -> RequestBody.checkExtraArgs(request("gpt-4o", settings, false), profile))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.sdkName()).isEqualTo("TypeError"));
	}

	@Test
	void extraArgumentsOfTheRunAreAddedToThoseOfTheAgent() {
		ModelSettings agent = ModelSettings.builder().extraArgs(JsonObject.of("user", "u", "background", true)).build();
		ModelSettings run = ModelSettings.builder().extraArgs(JsonObject.of("user", "v")).build();

		assertThat(agent.resolve(run).extraArgs()).isEqualTo(JsonObject.of("user", "v", "background", true));
	}

	@Test
	void queryIsWrittenAsTheClientWritesIt() {
		ModelSettings settings = ModelSettings.builder()
			.extraQuery(JsonObject.of("l", List.of(1, true), "o", JsonObject.of("k", "v"), "e", "", "n", null))
			.build();

		assertThat(RequestBody.query(settings, SdkProfile.V0_22)).containsExactly(Map.entry("l[]", "1"),
				Map.entry("l[]", "true"), Map.entry("o[k]", "v"));
		assertThat(RequestBody.query(settings, SdkProfile.V0_24)).contains(Map.entry("e", ""));
	}

	private static ModelRequest request(@Nullable String model, ModelSettings settings, boolean defaults) {
		return new ModelRequest(1, Agent.builder("any").build(), model, null, List.of(), List.of(), List.of(), null,
				null, true, settings, defaults, null);
	}

	private static JsonObject body(@Nullable String model, ModelSettings settings, boolean defaults,
			SdkProfile profile) {
		return RequestBody.of(request(model, settings, defaults), profile);
	}

}
