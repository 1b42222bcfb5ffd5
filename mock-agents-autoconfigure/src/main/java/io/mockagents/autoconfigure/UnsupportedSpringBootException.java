package io.mockagents.autoconfigure;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/**
 * The application runs on a Spring Boot that is too old. Refers to nothing that such a
 * Spring Boot does not have.
 */
final class UnsupportedSpringBootException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Came with Spring Boot 4.1, and is needed.
	 */
	private static final String NEEDED = "org.springframework.boot.diagnostics.FailureAnalyzedException";

	private UnsupportedSpringBootException(String message) {
		super(message);
	}

	/**
	 * Check the Spring Boot that runs.
	 * @throws UnsupportedSpringBootException if it is too old
	 */
	static void check() {
		check(UnsupportedSpringBootException.class.getClassLoader());
	}

	static void check(ClassLoader classLoader) {
		if (!ClassUtils.isPresent(NEEDED, classLoader)) {
			throw new UnsupportedSpringBootException(
					"mock-agents needs Spring Boot 4.1 or later, but found " + SpringBootVersion.getVersion() + ".");
		}
	}

}
