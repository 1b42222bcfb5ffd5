package com.example.helpdesk;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * Runs the tests of the helpdesk with all defaults but for pauses and the log.
 */
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_log_events\": false}")
@Import(LocalPostgres.class)
class MockedHelpdeskTests extends HelpdeskTests {

}
