package io.mockagents.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Brings the settings of {@link MockAgentsTest} into the contexts of its tests.
 */
final class MockAgentsContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		MockAgentsTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, MockAgentsTest.class);
		return (annotation != null)
				? new Settings(annotation.profile(), annotation.delays(), annotation.strict(), annotation.seed())
				: null;
	}

	/**
	 * The settings of one annotation. Tests with equal ones share a context.
	 */
	private record Settings(String profile, boolean delays, boolean strict, long seed) implements ContextCustomizer {

		private static final String NAME = "@MockAgentsTest";

		/**
		 * The names of what tests set themselves, as spring-test and Spring Boot call it.
		 */
		private static final List<String> OF_TESTS = List.of("Inlined Test Properties", "Dynamic Test Properties",
				"test");

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			Map<String, Object> properties = new LinkedHashMap<>();
			properties.put("mock-agents.enabled", true);
			properties.put("mock-agents.delays.enabled", this.delays);
			properties.put("mock-agents.strict", this.strict);
			properties.put("mock-agents.builtin-scenarios", false);
			properties.put("mock-agents.seed", this.seed);
			properties.put("mock-agents.log.enabled", false);
			properties.put("mock-agents.live", "forbidden");
			if (!this.profile.isEmpty()) {
				properties.put("mock-agents.sdk-profile", this.profile);
			}
			MapPropertySource source = new MapPropertySource(NAME, properties);
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			String last = null;
			for (PropertySource<?> candidate : sources) {
				if (isOfTest(candidate, mergedConfig)) {
					last = candidate.getName();
				}
			}
			if (last != null) {
				sources.addAfter(last, source);
			}
			else {
				sources.addFirst(source);
			}
		}

		private static boolean isOfTest(PropertySource<?> source, MergedContextConfiguration mergedConfig) {
			return OF_TESTS.contains(source.getName()) || mergedConfig.getPropertySourceDescriptors()
				.stream()
				.flatMap((descriptor) -> descriptor.locations().stream())
				.anyMatch((location) -> source.getName().contains(location.replaceFirst("^classpath:/?", "")));
		}

	}

}
