package com.example.helpdesk;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Runs the tests of the helpdesk in strict mode.
 */
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_strict\": true, \"mock_simulate_delays\": false, \"mock_log_events\": false}")
class StrictHelpdeskTests extends FileScenarioTests {

}
