package io.mockagents.sample.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LaxBoolean}, with what Pydantic 2 says of the same values.
 */
class LaxBooleanTests {

	private final JsonMapper mapper = JsonMapper.builder()
		.addModule(new SimpleModule().addDeserializer(Boolean.class, new LaxBoolean()))
		.build();

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "1.0", "1e0", "\"true\"", "\"TRUE\"", "\"tRuE\"", "\"t\"", "\"y\"", "\"yes\"",
			"\"ON\"", "\"1\"" })
	void isTrue(String json) {
		assertThat(this.mapper.readValue(json, Boolean.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "0", "0.0", "-0.0", "\"false\"", "\"False\"", "\"f\"", "\"N\"", "\"no\"",
			"\"off\"", "\"0\"" })
	void isFalse(String json) {
		assertThat(this.mapper.readValue(json, Boolean.class)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "2", "10", "0.5", "1e400", "\" true\"", "\"true \"", "\"1.0\"", "\"00\"", "\"\"",
			"\"ja\"", "[]", "[true]", "{}" })
	void isNotABoolean(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.mapper.readValue(json, Boolean.class));
	}

}
