package io.mockagents.sample.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.mockagents.sample.ContextLock;
import io.mockagents.sample.Gate;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * A test of the application under load or when something goes wrong around it. Runs pause
 * before each event, at a {@link Gate}. The web server has few threads; nobody gives up
 * waiting for a connection to the database, however slow the machine is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@AutoConfigureRestTestClient
@Import({ SampleApi.class, PublishedEvents.class, Gate.class })
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"OPENAI_MOCK_CONFIGS={\"mock_base_delay_ms\": 1, \"mock_delay_range_ms\": 0, \"mock_log_events\": false, "
				+ "\"mock_scenarios\": [\"classpath:unscripted/*.yaml\"]}",
		"server.tomcat.threads.max=20", "sample.keep-alive=250ms",
		"spring.datasource.hikari.connection-timeout=300000" })
@ResourceLock(providers = ContextLock.class)
@interface FaultTest {

}
