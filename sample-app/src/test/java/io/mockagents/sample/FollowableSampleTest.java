package io.mockagents.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A {@link SampleTest} of an application that can be followed: every request for a
 * comment gives the same four events, and clients soon hear that the connection lives.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_rejected_then_approved\": 0}}",
		"sample.heartbeat=100ms" })
public @interface FollowableSampleTest {

}
