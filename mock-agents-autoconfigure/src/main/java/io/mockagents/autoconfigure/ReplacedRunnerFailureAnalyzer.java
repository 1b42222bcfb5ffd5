package io.mockagents.autoconfigure;

import io.mockagents.mock.MockAgentRunner;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Explains why a runner of a certain class cannot be injected: the mock has taken its
 * place.
 */
final class ReplacedRunnerFailureAnalyzer implements FailureAnalyzer, Ordered {

	private final @Nullable BeanFactory beanFactory;

	ReplacedRunnerFailureAnalyzer(@Nullable BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		InjectionPoint injectionPoint = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied) {
				injectionPoint = unsatisfied.getInjectionPoint();
			}
			Class<?> required = requiredType(cause);
			if (required != null && this.beanFactory instanceof ConfigurableListableBeanFactory configurable) {
				return analyze(cause, required, injectionPoint, configurable);
			}
		}
		return null;
	}

	private static @Nullable Class<?> requiredType(Throwable cause) {
		if (cause instanceof BeanNotOfRequiredTypeException notOfType) {
			return notOfType.getRequiredType();
		}
		if (cause instanceof NoSuchBeanDefinitionException noSuchBean
				&& !(cause instanceof NoUniqueBeanDefinitionException)) {
			return noSuchBean.getBeanType();
		}
		return null;
	}

	private static @Nullable FailureAnalysis analyze(Throwable cause, Class<?> required,
			@Nullable InjectionPoint injectionPoint, ConfigurableListableBeanFactory beanFactory) {
		if (required.isAssignableFrom(MockAgentRunner.class)) {
			return null;
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			String replacedType = AgentRunnerReplacement.replacedType(definition);
			if (replacedType != null && isOfType(replacedType, required, beanFactory.getBeanClassLoader())) {
				return analysis(cause, name, replacedType, required, injectionPoint);
			}
		}
		return null;
	}

	private static boolean isOfType(String replacedType, Class<?> required, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(replacedType, classLoader)
				&& required.isAssignableFrom(ClassUtils.resolveClassName(replacedType, classLoader));
	}

	private static FailureAnalysis analysis(Throwable cause, String name, String replacedType, Class<?> required,
			@Nullable InjectionPoint injectionPoint) {
		String description = """
				A bean of type %s is required, and the mock has taken its place:

				    Bean: %s
				    Replaced type: %s
				    Type of the mock: %s%s""".formatted(required.getName(), name, replacedType,
				MockAgentRunner.class.getName(),
				(injectionPoint != null) ? "\n    Required by: " + describe(injectionPoint) : "");
		String action = """
				Inject io.mockagents.agent.AgentRunner instead of %s. To keep this bean as it is while runs are mocked, \
				exclude it:

				    mock-agents.exclude=%s"""
			.formatted(required.getName(), name);
		return new FailureAnalysis(description, action, cause);
	}

	/**
	 * Describe where a bean is injected.
	 * @param injectionPoint the place
	 * @return the description
	 */
	static String describe(InjectionPoint injectionPoint) {
		String place = injectionPoint.getMember().getDeclaringClass().getName();
		MethodParameter parameter = injectionPoint.getMethodParameter();
		if (parameter == null) {
			return "field '" + injectionPoint.getMember().getName() + "' of " + place;
		}
		String method = (parameter.getMethod() != null) ? "method '" + parameter.getMethod().getName() + "'"
				: "the constructor";
		return "parameter " + parameter.getParameterIndex() + " of " + method + " of " + place;
	}

}
