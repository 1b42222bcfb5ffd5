package io.mockagents.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mockagents.conversation.ConversationMessage;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.hibernate.jpa.boot.spi.JpaSettings;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Adds {@link ConversationMessage} and its {@link ConversationSchema} to the
 * application's primary entity manager factory, however the application has its own
 * entities found: by packages of its own, by {@code @EntityScan}, or by a factory it
 * defines itself.
 */
class ConversationEntityPostProcessor implements BeanPostProcessor, BeanFactoryAware {

	@SuppressWarnings("NullAway.Init")
	private ConfigurableListableBeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory && isPrimary(beanName)) {
			addEntity(factory.getJpaPropertyMap());
			addSchema(factory.getJpaPropertyMap());
		}
		return bean;
	}

	private boolean isPrimary(String beanName) {
		String[] names = this.beanFactory.getBeanNamesForType(EntityManagerFactory.class, true, false);
		return (names.length == 1) ? names[0].equals(beanName) : this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getBeanDefinition(beanName).isPrimary();
	}

	private static void addEntity(Map<String, Object> properties) {
		List<Object> classes = new ArrayList<>();
		if (properties.get(AvailableSettings.LOADED_CLASSES) instanceof Iterable<?> present) {
			present.forEach(classes::add);
		}
		classes.add(ConversationMessage.class);
		// Hibernate looks at a List only
		properties.put(AvailableSettings.LOADED_CLASSES, classes);
	}

	private void addSchema(Map<String, Object> properties) {
		List<Integrator> integrators = new ArrayList<>();
		Object present = properties.get(JpaSettings.INTEGRATOR_PROVIDER);
		if (present != null) {
			integrators.addAll(integratorProvider(present).getIntegrators());
		}
		integrators.add(new ConversationSchema(this.beanFactory.getBean(ConversationProperties.class)));
		properties.put(JpaSettings.INTEGRATOR_PROVIDER, (IntegratorProvider) () -> integrators);
	}

	private IntegratorProvider integratorProvider(Object setting) {
		if (setting instanceof IntegratorProvider provider) {
			return provider;
		}
		Class<?> type = (setting instanceof Class<?> present) ? present
				: ClassUtils.resolveClassName(setting.toString(), this.beanFactory.getBeanClassLoader());
		return (IntegratorProvider) BeanUtils.instantiateClass(type);
	}

}
