package io.mockagents.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.openai.OpenAiAgentRunner;
import jakarta.annotation.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Description;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentRunnerReplacement}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class AgentRunnerReplacementTests {

	private ConfigurableListableBeanFactory beanFactory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MockAgentsAutoConfiguration.class))
		.withInitializer((context) -> this.beanFactory = context.getBeanFactory())
		.withPropertyValues("mock-agents.enabled=true", "mock-agents.log.enabled=false");

	@Test
	void beanMethodIsReplacedUnderItsName(CapturedOutput output) {
		this.runner.withUserConfiguration(LiveConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(AgentRunner.class);
			assertMock(context, "liveRunner");
			assertThat(context.getBean("alias")).isSameAs(context.getBean("liveRunner"));
			assertThat(context.getBean(MockAgentRunner.class).replacedType()).isEqualTo(LiveRunner.class.getName());
		});
		assertThat(output).containsOnlyOnce(
				"Replacing AgentRunner bean 'liveRunner' of type " + LiveRunner.class.getName() + " with a mock");
	}

	@Test
	void componentIsReplaced() {
		this.runner.withUserConfiguration(LiveComponent.class)
			.run((context) -> assertMock(context, "agentRunnerReplacementTests.LiveComponent"));
	}

	@Test
	void applicationWithoutRunnerGetsOne() {
		this.runner.run((context) -> {
			assertMock(context, AgentRunnerReplacement.BEAN_NAME);
			assertThat(context.getBean(MockAgentRunner.class).replacedType()).isNull();
		});
	}

	@Test
	void factoryBeanOfDeclaredTypeIsReplacedWithoutBeingBuilt() {
		this.runner.withUserConfiguration(LiveFactoryConfiguration.class).run((context) -> assertMock(context, "made"));
	}

	@Test
	void supplierIsReplacedWithoutBeingCalled() {
		this.runner.withInitializer((context) -> ((BeanDefinitionRegistry) context).registerBeanDefinition("supplied",
				new RootBeanDefinition(AgentRunner.class, () -> {
					throw new IllegalStateException("The supplier was called");
				})))
			.run((context) -> assertMock(context, "supplied"));
	}

	@Test
	void beanOfARegistrarIsReplaced() {
		this.runner.withUserConfiguration(RegistrarConfiguration.class)
			.run((context) -> assertMock(context, "registered"));
	}

	@Test
	void singletonRegisteredByHandIsReplaced() {
		this.runner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("byHand", new HarmlessRunner()))
			.run((context) -> assertMock(context, "byHand"));
	}

	@Test
	void runnerOfALatePostProcessorIsReplaced() {
		this.runner.withUserConfiguration(LateConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(AgentRunner.class);
			assertMock(context, "late");
		});
	}

	@Test
	void severalRunnersKeepTheirDistinctions(CapturedOutput output) {
		this.runner.withUserConfiguration(SeveralConfiguration.class, Injected.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.primary.toString()).contains("'first'");
			assertThat(injected.second.toString()).contains("'second'");
			assertThat(injected.byName.toString()).contains("'third'");
			assertThat(injected.fast.toString()).contains("'third'");
			assertThat(injected.byQualifierOfTheClass.toString()).contains("'fourth'");
			assertThat(injected.all.values()).hasOnlyElementsOfType(MockAgentRunner.class);
			assertThat(injected.all).containsOnlyKeys("first", "second", "third", "fourth");
			assertThat(injected.ordered.stream().map(Object::toString)).containsExactly("MockAgentRunner 'third'",
					"MockAgentRunner 'second'", "MockAgentRunner 'first'", "MockAgentRunner 'fourth'");
			assertThat(injected.provider.getObject()).isSameAs(injected.primary);
			assertThat(context.getBeanFactory().getBeanDefinition("second").getDescription()).isEqualTo("A second");
			assertThat(context.getBeanFactory().getBeanDefinition("second").isLazyInit()).isTrue();
			assertThat(context.getBeanFactory().getBeanDefinition("fourth").isFallback()).isTrue();
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("Replacing AgentRunner bean"))).hasSize(4);
	}

	@Test
	void runnerThatIsNotACandidateStaysExcluded() {
		this.runner.withUserConfiguration(NoCandidateConfiguration.class).run((context) -> {
			assertMock(context, "hidden");
			assertThat(context.getBeanProvider(AgentRunner.class).getObject().toString()).contains("'shown'");
		});
	}

	@Test
	void scopedProxyIsReplacedByOneMock() {
		this.runner.withUserConfiguration(ScopedConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(AgentRunner.class);
			assertMock(context, "scoped");
			assertThat(context.containsBean("scopedTarget.scoped")).isFalse();
		});
	}

	@Test
	void beanMethodCalledInItsClassReturnsTheMock() {
		this.runner.withUserConfiguration(CallingConfiguration.class)
			.run((context) -> assertThat(context.getBean(Holder.class).runner())
				.isSameAs(context.getBean(AgentRunner.class))
				.isInstanceOf(MockAgentRunner.class));
	}

	@Test
	void stubOfATestIsReplacedWithAWarningThatSaysHowToKeepIt(CapturedOutput output) {
		this.runner.withUserConfiguration(StubConfiguration.class).run((context) -> assertMock(context, "stub"));
		assertThat(output.toString().lines().filter((line) -> line.contains("Replacing AgentRunner bean 'stub'")))
			.singleElement()
			.asString()
			.contains("WARN")
			.endsWith("although a test defines it. To keep it, set the property 'mock-agents.exclude=stub'");
		this.runner.withUserConfiguration(StubConfiguration.class)
			.withPropertyValues("mock-agents.exclude=stub")
			.run((context) -> assertThat(context.getBean(AgentRunner.class)).isInstanceOf(HarmlessRunner.class));
	}

	@Test
	void runnerOfALibraryIsReplacedWithoutAWarning(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> ((BeanDefinitionRegistry) context).registerBeanDefinition("openAi",
					new RootBeanDefinition(OpenAiAgentRunner.class)))
			.run((context) -> assertMock(context, "openAi"));
		assertThat(output.toString().lines().filter((line) -> line.contains("Replacing AgentRunner bean 'openAi'")))
			.singleElement()
			.asString()
			.contains("INFO")
			.endsWith("with a mock");
	}

	@Test
	void excludedRunnerStays() {
		this.runner.withUserConfiguration(HarmlessConfiguration.class, LiveConfiguration.class)
			.withPropertyValues("mock-agents.exclude=harmless")
			.run((context) -> {
				assertThat(context.getBean("harmless")).isInstanceOf(HarmlessRunner.class);
				assertMock(context, "liveRunner");
			});
	}

	@Test
	void excludingWhatDoesNotExistIsWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("mock-agents.exclude=nope").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The property 'mock-agents.exclude' names the bean 'nope', which does not exist");
	}

	@Test
	void runnerWhoseTypeIsHiddenIsWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(HiddenTypeConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("The AgentRunner bean 'hidden' of type " + HarmlessRunner.class.getName() + " is not mocked");
	}

	@Test
	void runnerThatDeclaresBeansIsRefusedWithAWayOut() {
		this.runner.withUserConfiguration(RunnerWithBeans.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = ((MockAgentsConfigurationException) context.getStartupFailure()).analysis();
			assertThat(analysis.getDescription()).contains("because its class declares other beans, such as 'text'");
			assertThat(analysis.getAction()).contains("mock-agents.exclude=");
		});
	}

	@Test
	void runnerOfAParentIsNotDoubled(CapturedOutput output) {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(
				HarmlessConfiguration.class)) {
			this.runner.withParent(parent)
				.run((context) -> assertThat(context.getBeanNamesForType(AgentRunner.class)).isEmpty());
		}
		assertThat(output).contains("The AgentRunner bean 'harmless'").contains("belongs to a parent context");
	}

	@Test
	void injectionOfTheClassIsExplained() {
		this.runner.withUserConfiguration(LiveConfiguration.class, NeedsLiveRunner.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
					A bean of type io.mockagents.autoconfigure.LiveRunner is required, and the mock has taken its place:

					    Bean: liveRunner
					    Replaced type: io.mockagents.autoconfigure.LiveRunner
					    Type of the mock: io.mockagents.mock.MockAgentRunner
					    Required by: parameter 0 of the constructor of %s"""
				.formatted(NeedsLiveRunner.class.getName()));
			assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
					Inject io.mockagents.agent.AgentRunner instead of io.mockagents.autoconfigure.LiveRunner. \
					To keep this bean as it is while runs are mocked, exclude it:

					    mock-agents.exclude=liveRunner""");
		});
	}

	@Test
	void injectionOfTheClassByNameIsExplained() {
		this.runner.withUserConfiguration(LiveConfiguration.class, NeedsLiveRunnerByName.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context)).isNotNull();
		});
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		this.runner.withUserConfiguration(LiveConfiguration.class, NeedsText.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context)).isNull();
		});
	}

	private FailureAnalysis analyze(AssertableApplicationContext context) {
		return new ReplacedRunnerFailureAnalyzer(this.beanFactory).analyze(context.getStartupFailure());
	}

	private static void assertMock(AssertableApplicationContext context, String name) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(name)).isInstanceOf(MockAgentRunner.class);
		assertThat(((MockAgentRunner) context.getBean(name)).name()).isEqualTo(name);
	}

	@Configuration(proxyBeanMethods = false)
	static class LiveConfiguration {

		@Bean({ "liveRunner", "alias" })
		LiveRunner liveRunner() {
			return new LiveRunner();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class StubConfiguration {

		@Bean
		AgentRunner stub() {
			return new HarmlessRunner();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HarmlessConfiguration {

		@Bean
		HarmlessRunner harmless() {
			return new HarmlessRunner();
		}

	}

	@Component("agentRunnerReplacementTests.LiveComponent")
	static class LiveComponent extends LiveRunner {

	}

	static class LiveFactory implements FactoryBean<LiveRunner> {

		LiveFactory() {
			throw new IllegalStateException("The factory was built");
		}

		@Override
		public LiveRunner getObject() {
			return new LiveRunner();
		}

		@Override
		public Class<?> getObjectType() {
			return LiveRunner.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LiveFactoryConfiguration {

		@Bean
		LiveFactory made() {
			return new LiveFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Registrar.class)
	static class RegistrarConfiguration {

	}

	static class Registrar implements BeanRegistrar {

		@Override
		public void register(BeanRegistry registry, Environment environment) {
			registry.registerBean("registered", LiveRunner.class,
					(spec) -> spec.supplier((context) -> new LiveRunner()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateConfiguration {

		@Bean
		static BeanDefinitionRegistryPostProcessor early() {
			return (registry) -> registry.registerBeanDefinition("registersLate",
					new RootBeanDefinition(RegistersLate.class));
		}

	}

	static class RegistersLate implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("late", new RootBeanDefinition(LiveRunner.class));
		}

	}

	@Qualifier
	@Retention(RetentionPolicy.RUNTIME)
	@interface Fast {

		int grade() default 1;

	}

	@Qualifier("fourth-by-class")
	static class QualifiedRunner extends LiveRunner {

	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralConfiguration {

		@Bean
		@Primary
		AgentRunner first() {
			return new LiveRunner();
		}

		@Bean
		@Lazy
		@Qualifier("zwei")
		@Description("A second")
		@Order(2)
		AgentRunner second() {
			return new LiveRunner();
		}

		@Bean
		@Fast(grade = 2)
		@Order(1)
		AgentRunner third() {
			return new LiveRunner();
		}

		@Bean
		@Fallback
		QualifiedRunner fourth() {
			return new QualifiedRunner();
		}

	}

	static class Injected {

		@Autowired
		AgentRunner primary;

		@Autowired
		@Qualifier("zwei")
		AgentRunner second;

		@Resource(name = "third")
		AgentRunner byName;

		@Autowired
		@Fast(grade = 2)
		AgentRunner fast;

		@Autowired
		@Qualifier("fourth-by-class")
		AgentRunner byQualifierOfTheClass;

		@Autowired
		Map<String, AgentRunner> all;

		@Autowired
		List<AgentRunner> ordered;

		@Autowired
		ObjectProvider<AgentRunner> provider;

	}

	@Configuration(proxyBeanMethods = false)
	static class NoCandidateConfiguration {

		@Bean(autowireCandidate = false)
		AgentRunner hidden() {
			return new LiveRunner();
		}

		@Bean
		AgentRunner shown() {
			return new LiveRunner();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		AgentRunner scoped() {
			return new LiveRunner();
		}

	}

	record Holder(AgentRunner runner) {

	}

	@Configuration
	static class CallingConfiguration {

		@Bean
		AgentRunner called() {
			return new LiveRunner();
		}

		@Bean
		Holder holder() {
			return new Holder(called());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenTypeConfiguration {

		@Bean
		Object hidden() {
			return new HarmlessRunner();
		}

	}

	static class RunnerWithBeans extends HarmlessRunner {

		@Bean
		String text() {
			return "text";
		}

	}

	static class NeedsLiveRunner {

		NeedsLiveRunner(LiveRunner runner) {
		}

	}

	static class NeedsLiveRunnerByName {

		@Resource(name = "liveRunner")
		LiveRunner runner;

	}

	static class NeedsText {

		NeedsText(String text) {
		}

	}

}
