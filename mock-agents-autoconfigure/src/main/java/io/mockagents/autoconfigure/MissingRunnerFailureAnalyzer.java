package io.mockagents.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.mockagents.agent.AgentRunner;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Explains why there is no {@link AgentRunner} to inject, and how to get one.
 */
final class MissingRunnerFailureAnalyzer implements FailureAnalyzer, Ordered {

	private static final String CLIENT = "com.openai.client.okhttp.OpenAIOkHttpClient";

	private final @Nullable BeanFactory beanFactory;

	private final @Nullable Environment environment;

	MissingRunnerFailureAnalyzer(@Nullable BeanFactory beanFactory, @Nullable Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		InjectionPoint injectionPoint = null;
		Set<Throwable> seen = new LinkedHashSet<>();
		for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied) {
				injectionPoint = unsatisfied.getInjectionPoint();
			}
			if (cause instanceof NoSuchBeanDefinitionException missing
					&& !(cause instanceof NoUniqueBeanDefinitionException) && isRunner(missing.getResolvableType())
					&& this.beanFactory instanceof ConfigurableListableBeanFactory configurable
					&& this.environment instanceof ConfigurableEnvironment configurableEnvironment) {
				return analyze(missing, injectionPoint, configurable, configurableEnvironment);
			}
		}
		return null;
	}

	/**
	 * Return whether a type is that of a runner, or of a list or map of runners.
	 */
	private static boolean isRunner(@Nullable ResolvableType type) {
		return type != null && (type.toClass() == AgentRunner.class
				|| Arrays.stream(type.getGenerics()).anyMatch(MissingRunnerFailureAnalyzer::isRunner));
	}

	private static FailureAnalysis analyze(NoSuchBeanDefinitionException cause, @Nullable InjectionPoint injectionPoint,
			ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		String requiredBy = (injectionPoint != null)
				? "%n%n    Required by: %s".formatted(ReplacedRunnerFailureAnalyzer.describe(injectionPoint)) : "";
		String[] runners = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, AgentRunner.class, true,
				false);
		if (runners.length > 0) {
			return new FailureAnalysis(
					"There are AgentRunner beans, but none qualifies:%n%n    AgentRunner beans: %s%s".formatted(
							String.join(", ", runners), requiredBy.replaceFirst("\\R\\R", System.lineSeparator())),
					"Correct the qualifier or name at the injection point, or add that qualifier to one of these beans and "
							+ "make it a candidate for injection.",
					cause);
		}
		MockSwitch mockSwitch = MockSwitch.of(environment);
		String mock = mockSwitch.isOn()
				? "Mocks are on, but MockAgentsAutoConfiguration "
						+ whyNotApplied(MockAgentsAutoConfiguration.class, beanFactory, environment)
				: mockSwitch.reason();
		String live = ClassUtils.isPresent(CLIENT, beanFactory.getBeanClassLoader())
				? "OpenAiAutoConfiguration " + whyNotApplied(OpenAiAutoConfiguration.class, beanFactory, environment)
				: "com.openai:openai-java is not on the class path";
		String description = "No AgentRunner bean found.%s%n%n    No mock: %s%n    No live runner: %s"
			.formatted(requiredBy, mock, live);
		return new FailureAnalysis(description, action(mockSwitch, live), cause);
	}

	private static String whyNotApplied(Class<?> autoConfiguration, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		String[] excluded = environment.getProperty("spring.autoconfigure.exclude", String[].class, new String[0]);
		if (List.of(excluded).contains(autoConfiguration.getName())) {
			return "is excluded by the property 'spring.autoconfigure.exclude'";
		}
		for (String name : beanFactory.getBeanNamesForAnnotation(EnableAutoConfiguration.class)) {
			Class<?> type = beanFactory.getType(name, false);
			if (type != null && isExcluded(autoConfiguration, type)) {
				return "is excluded by an annotation of " + ClassUtils.getUserClass(type).getName();
			}
		}
		if (AotDetector.useGeneratedArtifacts()) {
			return "did not apply during ahead-of-time processing";
		}
		return "was not applied: the context has no auto-configuration, or a test slice excludes it";
	}

	private static boolean isExcluded(Class<?> autoConfiguration, Class<?> type) {
		MergedAnnotation<EnableAutoConfiguration> annotation = MergedAnnotations
			.from(type, SearchStrategy.TYPE_HIERARCHY)
			.get(EnableAutoConfiguration.class);
		return List.of(annotation.getClassArray("exclude")).contains(autoConfiguration)
				|| List.of(annotation.getStringArray("excludeName")).contains(autoConfiguration.getName());
	}

	private static String action(MockSwitch mockSwitch, String live) {
		String toMock = mockSwitch.isOn()
				? "include io.mockagents.autoconfigure.MockAgentsAutoConfiguration, in a test slice with "
						+ "@ImportAutoConfiguration(MockAgentsAutoConfiguration.class)"
				: mockSwitch.remedy();
		String toGoLive = live.startsWith("com.openai")
				? "add com.openai:openai-java to the class path and set " + "OPENAI_API_KEY"
				: "include io.mockagents.autoconfigure.OpenAiAutoConfiguration and set OPENAI_API_KEY";
		return String.join(System.lineSeparator(),
				List.of("Do one of the following:", "", "    - To play scenarios, " + toMock,
						"    - To call OpenAI's API, " + toGoLive + ", or define an AgentRunner bean"));
	}

}
