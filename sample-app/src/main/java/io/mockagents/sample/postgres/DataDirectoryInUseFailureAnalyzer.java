package io.mockagents.sample.postgres;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that two applications cannot have one data directory.
 */
final class DataDirectoryInUseFailureAnalyzer extends AbstractFailureAnalyzer<DataDirectoryInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DataDirectoryInUseException cause) {
		return new FailureAnalysis(
				"The embedded PostgreSQL was not started: another application uses its data directory "
						+ cause.directory() + ".",
				"Stop the other application, or set sample.postgres.data-directory to another directory. "
						+ "To share one database, set spring.datasource.url in both applications.",
				cause);
	}

}
