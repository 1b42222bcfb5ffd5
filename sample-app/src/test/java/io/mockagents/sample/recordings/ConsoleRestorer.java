package io.mockagents.sample.recordings;

import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.core.env.StandardEnvironment;

/**
 * Lets logs appear again: the command line silences them for the rest of its JVM, which
 * is that of other tests too.
 */
class ConsoleRestorer implements AfterAllCallback {

	@Override
	public void afterAll(ExtensionContext context) {
		List.of(LoggingSystemProperty.CONSOLE_THRESHOLD, LoggingSystemProperty.FILE_THRESHOLD)
			.forEach((property) -> System.clearProperty(property.getEnvironmentVariableName()));
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.cleanUp();
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
	}

}
