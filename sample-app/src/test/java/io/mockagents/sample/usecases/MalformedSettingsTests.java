package io.mockagents.sample.usecases;

import io.mockagents.sample.SampleApplication;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A value that means nothing stops the start with an explanation, before anything else is
 * started.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class MalformedSettingsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"mock_base_dely_ms": 5}         | mock_base_delay_ms
			{"mock_failure_rate": 7}         | mock_failure_rate
			{"mock_base_delay_ms": -1}       | mock_base_delay_ms
			{"mock_log_events": "sometimes"} | mock_log_events
			{"mock_default_scenario":"nope"} | nope
			{                                | line
			[]                               | []
			yes                              | yes
			""")
	void stopsTheStart(String value, String named, CapturedOutput output) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(SampleApplication.class)
			.run("--server.port=0", "--OPENAI_MOCK_CONFIGS=" + value)
			.close());
		assertThat(output).contains("APPLICATION FAILED TO START", "OPENAI_MOCK_CONFIGS", named);
	}

}
