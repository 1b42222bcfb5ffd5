package com.example.helpdesk;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * Runs the tests of the helpdesk in strict mode.
 */
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_strict\": true, \"mock_simulate_delays\": false, \"mock_log_events\": false}")
@Import(LocalPostgres.class)
class StrictHelpdeskTests extends HelpdeskTests {

}
