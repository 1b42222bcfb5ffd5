package com.example.helpdesk;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Runs the tests of the helpdesk with all defaults but for pauses and the log.
 */
@SpringBootTest(properties = MockedHelpdeskTests.MOCKED)
class MockedHelpdeskTests extends FileScenarioTests {

	static final String MOCKED = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_log_events\": false}";

}
