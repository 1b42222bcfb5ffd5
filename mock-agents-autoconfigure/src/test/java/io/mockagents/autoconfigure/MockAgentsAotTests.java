package io.mockagents.autoconfigure;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ahead-of-time processing of an application with mocks on and off.
 */
@Isolated("sets a system property")
class MockAgentsAotTests {

	private static final String[] ON = { "mock-agents.enabled=true", "mock-agents.log.enabled=false" };

	private static final String[] OFF = { "mock-agents.enabled=false" };

	@Test
	@CompileWithForkedClassLoader
	void applicationBuiltWithMocksOnIsMockedEvenWhenStartedWithMocksOff() {
		process(LiveConfiguration.class, ON, (initializer, hints) -> start(initializer, OFF, (context) -> {
			assertThat(context.getBean("first")).isInstanceOf(MockAgentRunner.class);
			assertThat(context.getBean("second")).isInstanceOf(MockAgentRunner.class);
			assertThat(context.getBean(AgentRunner.class)).isSameAs(context.getBean("first"));
			assertThat(context.getBean(Needs.class).second).isSameAs(context.getBean("second"));
			assertThat(((MockAgentRunner) context.getBean("first")).replacedType())
				.isEqualTo(LiveRunner.class.getName());
		}));
	}

	@Test
	@CompileWithForkedClassLoader
	void applicationBuiltWithMocksOffKeepsItsRunner() {
		process(HarmlessConfiguration.class, OFF, (initializer, hints) -> start(initializer, OFF, (context) -> {
			assertThat(context.getBean(AgentRunner.class)).isInstanceOf(HarmlessRunner.class);
			assertThat(context.getBeanProvider(MockAgents.class).getIfAvailable()).isNull();
		}));
	}

	@Test
	@CompileWithForkedClassLoader
	void applicationWithoutRunnerGetsOneAndTheHintsItNeeds() {
		process(Object.class, ON, (initializer, hints) -> {
			start(initializer, ON,
					(context) -> assertThat(context.getBean(AgentRunner.class)).isInstanceOf(MockAgentRunner.class));
			assertThat(RuntimeHintsPredicates.resource()
				.forResource("io/mockagents/scenario/comment_addition_approved.yaml")).accepts(hints);
			assertThat(
					RuntimeHintsPredicates.resource().forResource("io/mockagents/conversation/schema-postgresql.sql"))
				.accepts(hints);
			assertThat(RuntimeHintsPredicates.reflection().onType(io.mockagents.agent.ToolCallOutputItem.class))
				.accepts(hints);
		});
	}

	@SuppressWarnings("unchecked")
	private static void process(Class<?> configuration, String[] properties,
			BiConsumer<ApplicationContextInitializer<ConfigurableApplicationContext>, RuntimeHints> consumer) {
		new ApplicationContextRunner(AnnotationConfigApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(MockAgentsAutoConfiguration.class))
			.withUserConfiguration(configuration)
			.withPropertyValues(properties)
			.prepare((prepared) -> {
				TestGenerationContext generation = new TestGenerationContext(MockAgentsAotTests.class);
				new ApplicationContextAotGenerator()
					.processAheadOfTime((GenericApplicationContext) prepared.getSourceApplicationContext(), generation);
				generation.writeGeneratedContent();
				TestCompiler.forSystem()
					.with(generation)
					.compile((compiled) -> consumer.accept(compiled.getInstance(ApplicationContextInitializer.class),
							generation.getRuntimeHints()));
			});
	}

	private static void start(ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
			String[] properties, Consumer<GenericApplicationContext> consumer) {
		TestPropertyValues.of(AotDetector.AOT_ENABLED + "=true").applyToSystemProperties(() -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(properties).applyTo(context);
				initializer.initialize(context);
				context.refresh();
				consumer.accept(context);
			}
			return null;
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class LiveConfiguration {

		@Bean
		@Primary
		LiveRunner first() {
			return new LiveRunner();
		}

		@Bean
		@Qualifier("zwei")
		LiveRunner second() {
			return new LiveRunner();
		}

		@Bean
		Needs needs(@Qualifier("zwei") AgentRunner second) {
			return new Needs(second);
		}

	}

	static class Needs {

		private final AgentRunner second;

		@Autowired
		Needs(AgentRunner second) {
			this.second = second;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HarmlessConfiguration {

		@Bean
		HarmlessRunner harmless() {
			return new HarmlessRunner();
		}

	}

}
