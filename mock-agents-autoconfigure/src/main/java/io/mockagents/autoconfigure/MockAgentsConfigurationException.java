package io.mockagents.autoconfigure;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A setting of the mock is wrong. Carries its own failure analysis.
 */
final class MockAgentsConfigurationException extends FailureAnalyzedException {

	private static final long serialVersionUID = 1L;

	MockAgentsConfigurationException(String description, String action) {
		super(description, action);
	}

}
