package io.mockagents.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mockagents.agent.ModelSettings.Reasoning.Effort;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Truncation;
import io.mockagents.agent.ModelSettings.Verbosity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ModelSettingsTests {

	@Test
	void unsetSettingsAreLeftToTheApi() {
		assertThat(ModelSettings.builder().build()).isEqualTo(ModelSettings.NONE);
		assertThat(Agent.builder("any").build().modelSettings()).isNull();
		assertThat(RunConfig.DEFAULT.modelSettings()).isNull();
	}

	@Test
	void settingsOfTheRunCountWhereTheyAreSet() {
		ModelSettings agent = ModelSettings.builder()
			.temperature(0.7)
			.topP(0.5)
			.toolChoice("required")
			.maxTokens(100)
			.verbosity(Verbosity.LOW)
			.metadata(Map.of("team", "blue"))
			.build();
		ModelSettings run = ModelSettings.builder()
			.temperature(0.0)
			.parallelToolCalls(false)
			.truncation(Truncation.AUTO)
			.reasoning(Reasoning.of(Effort.HIGH))
			.metadata(Map.of())
			.store(false)
			.responseInclude("reasoning.encrypted_content")
			.topLogprobs(3)
			.extraBody(JsonObject.of("user", "u1"))
			.build();

		assertThat(agent.resolve(run)).isEqualTo(ModelSettings.builder()
			.temperature(0.0)
			.topP(0.5)
			.toolChoice(ToolChoice.REQUIRED)
			.parallelToolCalls(false)
			.truncation(Truncation.AUTO)
			.maxTokens(100)
			.reasoning(Reasoning.of(Effort.HIGH))
			.verbosity(Verbosity.LOW)
			.metadata(Map.of())
			.store(false)
			.responseInclude("reasoning.encrypted_content")
			.topLogprobs(3)
			.extraBody(JsonObject.of("user", "u1"))
			.build());
	}

	@Test
	void nothingOnTopChangesNothing() {
		ModelSettings settings = ModelSettings.builder().temperature(0.7).build();

		assertThat(settings.resolve(null)).isSameAs(settings);
		assertThat(settings.resolve(ModelSettings.builder().build())).isEqualTo(settings);
		assertThat(ModelSettings.NONE.resolve(settings)).isEqualTo(settings);
	}

	@Test
	void choiceOfToolsIsTakenAwayAlone() {
		ModelSettings settings = ModelSettings.builder().temperature(0.7).toolChoice("get").store(true).build();

		assertThat(settings.withoutToolChoice())
			.isEqualTo(ModelSettings.builder().temperature(0.7).store(true).build());
	}

	@Test
	void collectionsAreCopiesInTheirOrder() {
		Map<String, String> metadata = new LinkedHashMap<>();
		IntStream.rangeClosed(1, 16).forEach((i) -> metadata.put("key" + (17 - i), "value"));
		ModelSettings settings = ModelSettings.builder().metadata(metadata).build();
		Map<String, String> before = new LinkedHashMap<>(metadata);
		metadata.clear();

		assertThat(settings.metadata()).containsExactlyEntriesOf(before);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> settings.metadata().put("more", "text"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY })
	void temperatureOutsideOfItsRangeIsRefused(double temperature) {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().temperature(temperature).build())
			.withMessage(
					"temperature is " + temperature + ". Use a number from 0 to 2, or omit it for the API's default.");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 1.3, 2 })
	void temperatureWithinItsRangeIsTaken(double temperature) {
		assertThat(ModelSettings.builder().temperature(temperature).build().temperature()).isEqualTo(temperature);
	}

	@Test
	void otherNumbersOutsideOfTheirRangesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().topP(1.01).build())
			.withMessage("topP is 1.01. Use a number from 0 to 1, or omit it for the API's default.");
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().maxTokens(0).build())
			.withMessage("maxTokens is 0. Use a number of at least 1, or omit it for the API's default.");
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().topLogprobs(21).build())
			.withMessage("topLogprobs is 21. Use a number from 0 to 20, or omit it for the API's default.");
	}

	@Test
	void metadataThatTheApiWouldNotKeepIsRefused() {
		Map<String, String> many = IntStream.range(0, 17).boxed().collect(Collectors.toMap((i) -> "k" + i, (i) -> "v"));
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().metadata(many).build())
			.withMessage("metadata has 17 entries. Use at most 16, the most that the API keeps.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelSettings.builder().metadata(Map.of("team", "x".repeat(513))).build())
			.withMessage("The value of 'team' in metadata has 513 characters. Use at most 512.");
		String key = "k".repeat(65);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelSettings.builder().metadata(Map.of(key, "x")).build())
			.withMessage("The key '" + key + "' of metadata has 65 characters. Use at most 64.");
	}

	@Test
	void whoStreamsIsNotASetting() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelSettings.builder().extraBody(JsonObject.of("stream", false)).build())
			.withMessage("extraBody contains 'stream': false. Remove it, and call run or runStreamed of the runner.");
	}

	@Test
	void choiceThatNamesNoToolIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelSettings.builder().toolChoice(" "))
			.withMessage("toolChoice does not name a tool: ' '. Use 'auto', 'required', 'none' or the name of a tool, "
					+ "or omit it.");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolChoice.mcp("", "roll"))
			.withMessage("The server label of toolChoice 'roll' is blank: ''. "
					+ "Use the server_label of a hosted MCP server.");
	}

	@Test
	void choiceOfAServersToolIsNotThatOfAFunction() {
		assertThat(ToolChoice.of("required")).isEqualTo(ToolChoice.REQUIRED);
		assertThat(ToolChoice.mcp("dice", "required")).isNotEqualTo(ToolChoice.REQUIRED);
	}

}
