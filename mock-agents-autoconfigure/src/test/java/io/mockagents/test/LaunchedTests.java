package io.mockagents.test;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The results of test classes that a test runs.
 *
 * @param failures the failures by the display names of the tests
 * @param successes the number of tests that passed
 */
record LaunchedTests(Map<String, Throwable> failures, int successes) {

	/**
	 * Run a test class.
	 * @param type the class
	 * @param threads the number of tests that run at the same time
	 */
	static LaunchedTests run(Class<?> type, int threads) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(type))
			.filters(EngineFilter.includeEngines("junit-jupiter"))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(threads > 1))
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism",
					String.valueOf(threads))
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.max-pool-size",
					String.valueOf(threads))
			.build();
		Map<String, Throwable> failures = new ConcurrentSkipListMap<>();
		Map<String, Boolean> passed = new ConcurrentSkipListMap<>();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				result.getThrowable().ifPresent((failure) -> failures.put(test.getDisplayName(), failure));
				if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
					passed.put(test.getUniqueId(), true);
				}
			}

		});
		return new LaunchedTests(new TreeMap<>(failures), passed.size());
	}

}
