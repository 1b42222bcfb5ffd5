package io.mockagents.test;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Joins a test and its application context again once it is certain which that is:
 * {@code @DirtiesContext} may replace it before the test.
 */
final class MockAgentsTestListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return 1_900;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		String id = TestIdentity.current();
		RunningTest test = (id != null) ? RunningTest.find(id) : null;
		if (test != null) {
			SpringTests.bind(test, testContext.getApplicationContext());
		}
	}

}
