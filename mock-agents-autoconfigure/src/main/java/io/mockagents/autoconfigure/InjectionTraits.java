package io.mockagents.autoconfigure;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.MethodMetadata;

/**
 * The properties of a bean definition that decide where it is injected. Annotations at
 * the factory method or the class of a bean do not come along when its definition is
 * replaced, so they are written into the definition.
 */
final class InjectionTraits {

	private static final List<String> QUALIFIERS = List.of(Qualifier.class.getName(), "jakarta.inject.Qualifier");

	private InjectionTraits() {
	}

	/**
	 * Copy them from a definition that is about to be replaced.
	 * @param name the name of the bean
	 * @param beanFactory the factory that contains the definition
	 * @param target the definition that replaces it
	 */
	static void copy(String name, ConfigurableListableBeanFactory beanFactory, RootBeanDefinition target) {
		BeanDefinition source = beanFactory.getMergedBeanDefinition(name);
		target.setPrimary(source.isPrimary());
		target.setFallback(source.isFallback());
		target.setAutowireCandidate(source.isAutowireCandidate());
		target.setLazyInit(source.isLazyInit());
		target.setRole(source.getRole());
		target.setDescription(beanFactory.getBeanDefinition(name).getDescription());
		if (source instanceof AbstractBeanDefinition definition) {
			target.setDefaultCandidate(definition.isDefaultCandidate());
			target.copyQualifiersFrom(definition);
		}
		Object order = source.getAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE);
		if (order != null) {
			target.setAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE, order);
		}
		for (MergedAnnotations annotations : annotations(name, beanFactory, source)) {
			annotations.stream().forEach((annotation) -> copyQualifier(annotation, target));
			annotations.get(Order.class).getValue("value", Integer.class).ifPresent((value) -> {
				if (!target.hasAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE)) {
					target.setAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE, value);
				}
			});
		}
	}

	/**
	 * Return all annotations of a bean, in the order in which the container looks at
	 * them.
	 */
	private static List<MergedAnnotations> annotations(String name, ConfigurableListableBeanFactory beanFactory,
			BeanDefinition merged) {
		List<MergedAnnotations> all = new ArrayList<>();
		addDefined(all, beanFactory.getBeanDefinition(name));
		if (merged instanceof RootBeanDefinition root) {
			AnnotatedElement element = root.getQualifiedElement();
			if (element != null) {
				all.add(MergedAnnotations.from(element));
			}
			BeanDefinitionHolder decorated = root.getDecoratedDefinition();
			if (decorated != null) {
				addDefined(all, decorated.getBeanDefinition());
			}
		}
		Class<?> type = beanFactory.getType(name, false);
		if (type != null) {
			all.add(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY));
		}
		return all;
	}

	private static void addDefined(List<MergedAnnotations> all, BeanDefinition definition) {
		MethodMetadata factoryMethod = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		if (factoryMethod != null) {
			all.add(factoryMethod.getAnnotations());
		}
	}

	private static void copyQualifier(MergedAnnotation<Annotation> annotation, RootBeanDefinition target) {
		String type = annotation.getType().getName();
		if (!isQualifier(annotation.getType()) || target.hasQualifier(type) || isEmptyMeta(annotation)) {
			return;
		}
		AutowireCandidateQualifier qualifier = new AutowireCandidateQualifier(type);
		annotation.asAnnotationAttributes().forEach(qualifier::setAttribute);
		target.addQualifier(qualifier);
	}

	private static boolean isQualifier(Class<? extends Annotation> type) {
		MergedAnnotations annotations = MergedAnnotations.from(type);
		return QUALIFIERS.stream().anyMatch((name) -> name.equals(type.getName()) || annotations.isPresent(name));
	}

	/**
	 * An annotation that only marks another as a qualifier says nothing about the bean.
	 */
	private static boolean isEmptyMeta(MergedAnnotation<Annotation> annotation) {
		if (annotation.isDirectlyPresent() || annotation.getDistance() == 0) {
			return false;
		}
		@Nullable String value = annotation.getValue(MergedAnnotation.VALUE, String.class).orElse("");
		return value.isEmpty();
	}

}
