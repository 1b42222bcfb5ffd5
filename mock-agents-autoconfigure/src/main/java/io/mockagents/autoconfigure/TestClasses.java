package io.mockagents.autoconfigure;

import java.net.URL;
import java.security.CodeSource;
import java.util.regex.Pattern;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Tells the classes of an application's tests from its own.
 */
final class TestClasses {

	private static final String TEST_CONFIGURATION = "org.springframework.boot.test.context.TestConfiguration";

	/**
	 * The directories into which Maven, Gradle, Eclipse and IntelliJ IDEA compile tests.
	 */
	private static final Pattern DIRECTORY = Pattern
		.compile("/(test-classes|classes/\\w+/\\w*[tT]est\\w*|bin/test|out/test/[^/]+)/?$");

	private TestClasses() {
	}

	/**
	 * Return whether a class belongs to tests: it was compiled with them, or it is a
	 * {@code @TestConfiguration} or nested in one.
	 * @param type the class
	 * @return whether it belongs to tests
	 */
	static boolean contains(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		return (location != null && DIRECTORY.matcher(location.getPath()).find())
				|| MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
					.withEnclosingClasses((enclosing) -> true)
					.from(type)
					.isPresent(TEST_CONFIGURATION);
	}

	/**
	 * Return whether a class is a mock or spy that Mockito made.
	 * @param type the class
	 * @return whether Mockito made it
	 */
	static boolean isMockitoMock(Class<?> type) {
		return type.getName().contains("$MockitoMock$");
	}

}
