package io.mockagents.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.mockagents.agent.AgentRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MissingRunnerFailureAnalyzer}.
 */
@Isolated("reads what is printed")
class MissingRunnerFailureAnalyzerTests {

	private final ApplicationContextRunner withoutClient = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenAiAutoConfiguration.class, MockAgentsAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader("com.openai"))
		.withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer());

	@Test
	void explainsTheMissingRunnerAndTheRemedy() {
		FailureAnalysis analysis = analyze(this.withoutClient, ByConstructor.class);
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				No AgentRunner bean found.

				    Required by: parameter 0 of the constructor of %s

				    No mock: OPENAI_MOCK_CONFIGS is not set
				    No live runner: com.openai:openai-java is not on the class path"""
			.formatted(ByConstructor.class.getName()));
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
				Do one of the following:

				    - To play scenarios, set OPENAI_MOCK_CONFIGS='{}'
				    - To call OpenAI's API, add com.openai:openai-java to the class path and set OPENAI_API_KEY, \
				or define an AgentRunner bean""");
	}

	@ParameterizedTest
	@ValueSource(classes = { ByConstructor.class, ByField.class, ByMethod.class, ByProvider.class, ByQualifier.class,
			AsList.class, AsMap.class })
	void everyWayOfInjectionIsAnalyzed(Class<?> component) {
		assertThat(analyze(this.withoutClient, component).getDescription()).startsWith("No AgentRunner bean found.");
	}

	@Test
	void fieldIsNamed() {
		assertThat(analyze(this.withoutClient, ByField.class).getDescription())
			.contains("Required by: field 'runner' of " + ByField.class.getName());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					OPENAI_MOCK_CONFIGS=                             | OPENAI_MOCK_CONFIGS is blank                                  | set OPENAI_MOCK_CONFIGS='{}'
					OPENAI_MOCK_CONFIGS=false                        | mocks are switched off by test property "OPENAI_MOCK_CONFIGS" | set OPENAI_MOCK_CONFIGS='{}'
					OPENAI_MOCK_CONFIGS={"use_openai_mocks": false}  | from key 'use_openai_mocks', line 1, column 22 of             | set OPENAI_MOCK_CONFIGS='{}'
					mock-agents.enabled=false                        | mocks are switched off by test property "mock-agents.enabled" | set OPENAI_MOCK_CONFIGS='{}'
					OPENAI_MOCK_CONFIG={}                            | a similar name is: test property "OPENAI_MOCK_CONFIG"         | name it OPENAI_MOCK_CONFIGS
					OPENAI_MOCKS_CONFIG={}                           | a similar name is: test property "OPENAI_MOCKS_CONFIG"        | name it OPENAI_MOCK_CONFIGS
					OPEN_AI_MOCK_CONFIGS=true                        | a similar name is: test property "OPEN_AI_MOCK_CONFIGS"       | name it OPENAI_MOCK_CONFIGS
					openai_mock_configs={}                           | a similar name is: test property "openai_mock_configs"        | name it OPENAI_MOCK_CONFIGS
					openai.mock.configs={}                           | a similar name is: test property "openai.mock.configs"        | name it OPENAI_MOCK_CONFIGS
					openai-mock-configs.mock_seed=42                 | a similar name is: test property "openai-mock-configs         | name it OPENAI_MOCK_CONFIGS
					OPENAI_MOCK_CONFIG[0]=x                          | a similar name is: test property "OPENAI_MOCK_CONFIG[0]"      | name it OPENAI_MOCK_CONFIGS
					USE_OPENAI_MOCKS=true                            | one of its keys is                                            | OPENAI_MOCK_CONFIGS='{"use_openai_mocks": true}'
					mock-agent.enabled=true                          | a similar name is: test property "mock-agent.enabled"         | name it mock-agents.enabled
					mock-agents.enable=true                          | a similar name is: test property "mock-agents.enable"         | name it mock-agents.enabled
					openai.model.config=x                            | OPENAI_MOCK_CONFIGS is not set                                | set OPENAI_MOCK_CONFIGS='{}'
					""")
	void reasonAndRemedyAreThoseOfTheSetting(String property, String reason, String remedy) {
		FailureAnalysis analysis = analyze(this.withoutClient.withPropertyValues(property), ByConstructor.class);
		assertThat(analysis.getDescription()).contains("No mock: ").contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@Test
	void misspelledVariableOfTheEnvironmentIsNamed() {
		FailureAnalysis analysis = analyze(this.withoutClient.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment-test",
					Map.of("OPENAI_MOCK_CONFGIS", "{\"secret\": 1}")))),
				ByConstructor.class);
		assertThat(analysis.getDescription()).contains("environment variable \"OPENAI_MOCK_CONFGIS\"")
			.doesNotContain("secret");
	}

	@Test
	void unquotedEmptyObjectOfYamlIsExplained() {
		FailureAnalysis analysis = analyze(this.withoutClient.withInitializer(yaml("OPENAI_MOCK_CONFIGS: {}")),
				ByConstructor.class);
		assertThat(analysis.getDescription())
			.contains("OPENAI_MOCK_CONFIGS is blank, as {} without quotes is in YAML: ");
		assertThat(analysis.getAction()).contains("quote the JSON: OPENAI_MOCK_CONFIGS: '{}'");
	}

	@Test
	void misspelledObjectOfYamlIsNamed() {
		assertThat(
				analyze(this.withoutClient.withInitializer(yaml("openai:\n  mock:\n    configs:\n      mock_seed: 42")),
						ByConstructor.class)
					.getDescription())
			.contains("a similar name is: \"openai.mock.configs.mock_seed\" from ");
	}

	@Test
	void variableThatIsSetTooLateIsNamed() {
		FailureAnalysis analysis = analyze(
				this.withoutClient.withInitializer(
						(context) -> context.addBeanFactoryPostProcessor((beanFactory) -> context.getEnvironment()
							.getPropertySources()
							.addLast(new MapPropertySource("late", Map.of("OPENAI_MOCK_CONFIGS", "{}"))))),
				ByConstructor.class);
		assertThat(analysis.getDescription()).contains("OPENAI_MOCK_CONFIGS is set too late to be read");
		assertThat(analysis.getAction()).contains("move OPENAI_MOCK_CONFIGS to the environment");
	}

	@Test
	void autoConfigurationThatWasNotAppliedIsNamed() {
		FailureAnalysis analysis = analyze(
				new ApplicationContextRunner().withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer())
					.withPropertyValues("OPENAI_MOCK_CONFIGS={}"),
				ByConstructor.class);
		assertThat(analysis.getDescription())
			.contains("No mock: Mocks are on, but MockAgentsAutoConfiguration was not applied")
			.contains("No live runner: OpenAiAutoConfiguration was not applied");
		assertThat(analysis.getAction()).contains("@ImportAutoConfiguration(MockAgentsAutoConfiguration.class)");
	}

	@Test
	void qualifierThatNoRunnerHasIsNotAMissingRunner() {
		FailureAnalysis analysis = analyze(this.withoutClient.withPropertyValues("OPENAI_MOCK_CONFIGS={}"),
				ByQualifier.class);
		assertThat(analysis.getDescription()).startsWith("There are AgentRunner beans, but none qualifies")
			.contains("AgentRunner beans: mockAgentsRunner")
			.contains("Required by: parameter 0 of the constructor of " + ByQualifier.class.getName());
	}

	@Test
	void otherMissingBeansAreLeftToOthers() {
		assertThat(analysis(this.withoutClient, NeedsText.class)).isNull();
	}

	@ExtendWith(OutputCaptureExtension.class)
	@Test
	void isPrintedWhenTheApplicationStarts(CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Excluding.class).web(WebApplicationType.NONE)
			.properties("OPENAI_MOCK_CONFIGS={\"mock_log_events\": false}",
					"spring.autoconfigure.exclude=" + MockAgentsAutoConfiguration.class.getName())
			.build();
		assertThatThrownBy(application::run).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("MockAgentsAutoConfiguration is excluded by the property 'spring.autoconfigure.exclude'")
			.contains("OpenAiAutoConfiguration is excluded by an annotation of " + Excluding.class.getName());
	}

	private static FailureAnalysis analyze(ApplicationContextRunner runner, Class<?> component) {
		FailureAnalysis analysis = analysis(runner, component);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	private static FailureAnalysis analysis(ApplicationContextRunner runner, Class<?> component) {
		AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
		AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
		runner.withInitializer(started::set).withUserConfiguration(component).run((context) -> {
			assertThat(context).hasFailed();
			analysis
				.set(new MissingRunnerFailureAnalyzer(started.get().getBeanFactory(), started.get().getEnvironment())
					.analyze(context.getStartupFailure()));
		});
		return analysis.get();
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String text) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader()
					.load("application.yaml",
							new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yaml"))
					.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	static class ByConstructor {

		ByConstructor(AgentRunner runner) {
		}

	}

	static class ByField {

		@Autowired
		AgentRunner runner;

	}

	static class ByMethod {

		@Autowired
		void setRunner(AgentRunner runner) {
		}

	}

	static class ByProvider {

		ByProvider(ObjectProvider<AgentRunner> runners) {
			runners.getObject();
		}

	}

	static class ByQualifier {

		ByQualifier(@Qualifier("fast") AgentRunner runner) {
		}

	}

	static class AsList {

		@Autowired
		List<AgentRunner> runners;

	}

	static class AsMap {

		@Autowired
		Map<String, AgentRunner> runners;

	}

	static class NeedsText {

		NeedsText(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = OpenAiAutoConfiguration.class,
			excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
					"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
	static class Excluding {

		@Autowired
		AgentRunner runner;

	}

}
