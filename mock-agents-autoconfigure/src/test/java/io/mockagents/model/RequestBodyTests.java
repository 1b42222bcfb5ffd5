package io.mockagents.model;

import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.ToolChoice;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

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
	void toolOfAServerIsNoKeyword() {
		ModelSettings settings = ModelSettings.builder().toolChoice(ToolChoice.mcp("dice", "auto")).build();

		assertThat(JsonCodec.write(body("gpt-4o", settings, true, SdkProfile.V0_2).get("tool_choice")))
			.isEqualTo("{\"server_label\":\"dice\",\"type\":\"mcp\",\"name\":\"auto\"}");
	}

	@Test
	void whatIsIncludedIsIncludedOnce() {
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

	private static JsonObject body(@Nullable String model, ModelSettings settings, boolean defaults,
			SdkProfile profile) {
		return RequestBody.of(new ModelRequest(1, Agent.builder("any").build(), model, null, List.of(), List.of(),
				List.of(), null, null, true, settings, defaults), profile);
	}

}
