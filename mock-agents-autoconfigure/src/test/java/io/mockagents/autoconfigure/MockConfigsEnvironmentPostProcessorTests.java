package io.mockagents.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MockConfigsEnvironmentPostProcessor}.
 */
class MockConfigsEnvironmentPostProcessorTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	MockConfigsEnvironmentPostProcessorTests() {
		this.environment.getPropertySources()
			.forEach((source) -> this.environment.getPropertySources().remove(source.getName()));
	}

	@Test
	void unsetVariableSetsNothing() {
		process();
		assertThat(this.environment.getPropertySources()).isEmpty();
	}

	@Test
	void blankVariableSetsNothing() {
		add("systemEnvironment", Map.of("OPENAI_MOCK_CONFIGS", "  "));
		process();
		assertThat(this.environment.getProperty("mock-agents.enabled")).isNull();
	}

	@Test
	void blankOfHigherPrecedenceSwitchesOff() {
		add("Inlined Test Properties", Map.of("OPENAI_MOCK_CONFIGS", ""));
		add("systemEnvironment", Map.of("OPENAI_MOCK_CONFIGS", "{}"));
		process();
		assertThat(this.environment.getProperty("mock-agents.enabled")).isNull();
	}

	@Test
	void variableOfTheMachineIsIgnoredInTestsOfTheKit() {
		add("systemEnvironment", Map.of("OPENAI_MOCK_CONFIGS", "{not json"));
		add("Inlined Test Properties", Map.of("mock-agents.test.enabled", "true"));
		process();
		assertThat(this.environment.getProperty("mock-agents.enabled")).isNull();
	}

	@Test
	void variableOfTheTestIsReadInTestsOfTheKit() {
		add("Inlined Test Properties",
				Map.of("mock-agents.test.enabled", "true", "OPENAI_MOCK_CONFIGS", "{\"mock_seed\": 3}"));
		add("systemEnvironment", Map.of("OPENAI_MOCK_CONFIGS", "{not json"));
		process();
		assertThat(this.environment.getProperty("mock-agents.seed")).isEqualTo("3");
	}

	@Test
	void unquotedYamlIsRefused() throws IOException {
		for (PropertySource<?> source : yaml("OPENAI_MOCK_CONFIGS: {mock_seed: 1}")) {
			this.environment.getPropertySources().addLast(source);
		}
		assertThatExceptionOfType(MockAgentsConfigurationException.class).isThrownBy(this::process)
			.satisfies((ex) -> assertThat(ex.analysis().getDescription()).contains("OPENAI_MOCK_CONFIGS.mock_seed")
				.contains("application.yaml"))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'{\"mock_seed\": 42}'"));
	}

	private static List<PropertySource<?>> yaml(String text) throws IOException {
		return new YamlPropertySourceLoader().load("application.yaml",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yaml"));
	}

	@Test
	void environmentVariableIsRead() {
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("OPENAI_MOCK_CONFIGS", "{\"mock_base_delay_ms\": 7}")));
		process();
		assertThat(this.environment.getProperty("mock-agents.enabled")).isEqualTo("true");
		assertThat(this.environment.getProperty("mock-agents.delays.base")).isEqualTo("7ms");
	}

	@Test
	void valueThatIsNotTextIsRead() {
		add("application.yaml", Map.of("OPENAI_MOCK_CONFIGS", true));
		process();
		assertThat(this.environment.getProperty("mock-agents.enabled")).isEqualTo("true");
	}

	@Test
	void placeholderInTheValueIsResolved() {
		add("application.properties", Map.of("OPENAI_MOCK_CONFIGS", "${MOCKS:{\"mock_seed\": 3}}"));
		process();
		assertThat(this.environment.getProperty("mock-agents.seed")).isEqualTo("3");
	}

	@Test
	void jsonWinsOverEveryProperty() {
		add("Inlined Test Properties", Map.of("mock-agents.delays.base", "1s", "mock-agents.delays.range", "2s"));
		add("systemEnvironment", Map.of("OPENAI_MOCK_CONFIGS", "{\"mock_base_delay_ms\": 7}"));
		ConfigurationPropertySources.attach(this.environment);
		process();
		assertThat(this.environment.getProperty("mock-agents.delays.base")).isEqualTo("7ms");
		assertThat(this.environment.getProperty("mock-agents.delays.range")).isEqualTo("2s");
	}

	@Test
	void changedVariableIsReadAgain() {
		Map<String, Object> properties = new LinkedHashMap<>();
		add("Dynamic Test Properties", properties);
		properties.put("OPENAI_MOCK_CONFIGS", "{\"mock_seed\": 1}");
		process();
		properties.put("OPENAI_MOCK_CONFIGS", "{\"mock_seed\": 2}");
		process();
		assertThat(this.environment.getProperty("mock-agents.seed")).isEqualTo("2");
		properties.remove("OPENAI_MOCK_CONFIGS");
		process();
		assertThat(this.environment.getProperty("mock-agents.seed")).isNull();
	}

	@Test
	void originOfTheVariableIsReported() {
		add("systemProperties", Map.of("OPENAI_MOCK_CONFIGS", "[]"));
		assertThatExceptionOfType(MockAgentsConfigurationException.class).isThrownBy(this::process)
			.withMessageContaining("Origin: system property \"OPENAI_MOCK_CONFIGS\"");
	}

	private void add(String name, Map<String, Object> properties) {
		this.environment.getPropertySources().addLast(new MapPropertySource(name, properties));
	}

	private void process() {
		new MockConfigsEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

}
