package io.mockagents.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Swaps the definitions of the application's {@link AgentRunner} beans for the mock's,
 * before any is instantiated. A definition keeps its name, and what decides where it is
 * injected: primary, fallback, qualifiers, order, whether it is a candidate. What the
 * live runner depends on, its scope and its life cycle are dropped.
 * <p>
 * Runs as late as it can, once while definitions are registered, and once more when all
 * are: a post-processor may add some in between. Types are read from the definitions, and
 * nothing is instantiated for them.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class AgentRunnerReplacement implements BeanDefinitionRegistryPostProcessor {

	/**
	 * The name of the mock where the application has no runner.
	 */
	static final String BEAN_NAME = "mockAgentsRunner";

	private static final Log logger = LogFactory.getLog(AgentRunnerReplacement.class);

	private final Environment environment;

	AgentRunnerReplacement(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		ProductionGuard.check(this.environment);
		replaceAll(registry);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		replaceAll((BeanDefinitionRegistry) beanFactory);
		warnOfExcluded(excluded(), beanFactory);
	}

	private void replaceAll(BeanDefinitionRegistry registry) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) registry;
		Set<String> excluded = excluded();
		Arrays.stream(runners(beanFactory))
			.filter((name) -> !excluded.contains(name) && !isMock(beanFactory, name))
			.forEach((name) -> replace(name, registry, beanFactory));
		provideOne(registry, beanFactory);
	}

	private static String[] runners(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.getBeanNamesForType(AgentRunner.class, true, false);
	}

	private Set<String> excluded() {
		return Binder.get(this.environment).bind("mock-agents.exclude", Bindable.setOf(String.class)).orElse(Set.of());
	}

	private static void warnOfExcluded(Set<String> excluded, ConfigurableListableBeanFactory beanFactory) {
		for (String name : excluded) {
			if (!beanFactory.containsBean(name)) {
				logger.warn("The property 'mock-agents.exclude' names the bean '" + name
						+ "', which does not exist. The AgentRunner beans are "
						+ Arrays.toString(runners(beanFactory)));
			}
		}
	}

	private static void replace(String name, BeanDefinitionRegistry registry,
			ConfigurableListableBeanFactory beanFactory) {
		if (ScopedProxyUtils.isScopedTarget(name)) {
			registry.removeBeanDefinition(name);
			return;
		}
		requireNoFactory(name, beanFactory);
		Class<?> type = beanFactory.getType(name, false);
		String replacedType = ((type != null && AgentRunner.class.isAssignableFrom(type)) ? type : AgentRunner.class)
			.getName();
		boolean ofTests = isOfTests(name, type, beanFactory);
		if (!registry.containsBeanDefinition(name)) {
			((DefaultSingletonBeanRegistry) beanFactory).destroySingleton(name);
			registry.registerBeanDefinition(name, mock(name, replacedType));
		}
		else {
			RootBeanDefinition mock = mock(name, replacedType);
			InjectionTraits.copy(name, beanFactory, mock);
			registry.removeBeanDefinition(name);
			registry.registerBeanDefinition(name, mock);
		}
		String message = "Replacing AgentRunner bean '" + name + "' of type " + replacedType + " with a mock";
		if (ofTests) {
			logger.warn(message + ", although a test defines it. To keep it, set the property 'mock-agents.exclude="
					+ name + "'");
		}
		else {
			logger.info(message);
		}
	}

	private static boolean isOfTests(String name, @Nullable Class<?> type,
			ConfigurableListableBeanFactory beanFactory) {
		MethodMetadata method = (beanFactory.containsBeanDefinition(name)
				&& beanFactory.getBeanDefinition(name) instanceof AnnotatedBeanDefinition annotated)
						? annotated.getFactoryMethodMetadata() : null;
		Class<?> declaredBy = (method != null)
				? ClassUtils.resolveClassName(method.getDeclaringClassName(), beanFactory.getBeanClassLoader()) : type;
		return declaredBy != null && TestClasses.contains(declaredBy);
	}

	/**
	 * A class that declares beans cannot be replaced by one that does not.
	 */
	private static void requireNoFactory(String name, ConfigurableListableBeanFactory beanFactory) {
		for (String other : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(other);
			if (name.equals(definition.getFactoryBeanName())) {
				throw new MockAgentsConfigurationException(
						("The AgentRunner bean '%s' cannot be replaced with a mock, because its class declares other "
								+ "beans, such as '%s'.")
							.formatted(name, other),
						("Move the runner to a class that declares no beans, or exclude it:%n%n"
								+ "    mock-agents.exclude=%s")
							.formatted(name));
			}
		}
	}

	private static RootBeanDefinition mock(String name, String replacedType) {
		RootBeanDefinition mock = new RootBeanDefinition(MockAgentRunner.class);
		mock.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		mock.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		mock.getConstructorArgumentValues().addIndexedArgumentValue(1, replacedType);
		return mock;
	}

	/**
	 * Register a mock if there is no other runner, and take it away again if one has
	 * come.
	 */
	private static void provideOne(BeanDefinitionRegistry registry, ConfigurableListableBeanFactory beanFactory) {
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, AgentRunner.class, true,
				false);
		if (names.length == 0) {
			registry.registerBeanDefinition(BEAN_NAME, mock(BEAN_NAME, ""));
		}
		else if (names.length > 1 && registry.containsBeanDefinition(BEAN_NAME)
				&& "".equals(replacedType(registry.getBeanDefinition(BEAN_NAME)))) {
			registry.removeBeanDefinition(BEAN_NAME);
		}
	}

	private static boolean isMock(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.containsBeanDefinition(name) && replacedType(beanFactory.getBeanDefinition(name)) != null;
	}

	/**
	 * Return what a definition replaces.
	 * @param definition the definition
	 * @return the name of the class of the live runner, empty if the mock replaces none,
	 * or {@code null} if the definition is not the mock's
	 */
	static @Nullable String replacedType(BeanDefinition definition) {
		if (!MockAgentRunner.class.getName().equals(definition.getBeanClassName())
				|| definition.getFactoryMethodName() != null) {
			return null;
		}
		ValueHolder holder = definition.getConstructorArgumentValues().getIndexedArgumentValue(1, String.class);
		return (holder != null) ? Objects.toString(holder.getValue(), "") : "";
	}

}
