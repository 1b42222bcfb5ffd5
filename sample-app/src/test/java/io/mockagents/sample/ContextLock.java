package io.mockagents.sample;

import java.util.Arrays;
import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Locks the application context of a class of tests. Classes that share one, and so its
 * database and its settings, run one after the other; others run at the same time, unless
 * the build names a data source, which they all share.
 */
public final class ContextLock implements ResourceLocksProvider {

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		SpringBootTest test = AnnotatedElementUtils.findMergedAnnotation(testClass, SpringBootTest.class);
		boolean own = test != null && System.getenv("SPRING_DATASOURCE_URL") == null;
		return Set.of(new Lock("context " + (own ? Arrays.toString(test.properties()) : "")));
	}

}
