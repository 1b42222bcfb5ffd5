package io.mockagents.actuate;

import java.time.Clock;

import io.mockagents.autoconfigure.MockAgentsAutoConfiguration;
import io.mockagents.mock.MockAgents;
import io.mockagents.scenario.ScenarioLibrary;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code mockagents}. It applies where the application
 * exposes the endpoint, whether runs are mocked or not: one that reads it must be able to
 * tell.
 */
@AutoConfiguration(after = MockAgentsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MockAgentsEndpoint.class)
public final class MockAgentsEndpointAutoConfiguration {

	@Bean
	RecentRuns mockAgentsRecentRuns(ObjectProvider<Clock> clock) {
		Clock unique = clock.getIfUnique();
		return new RecentRuns((unique != null) ? unique : Clock.systemUTC());
	}

	@Bean
	MockAgentsEndpoint mockAgentsEndpoint(ListableBeanFactory beanFactory, RecentRuns runs,
			ObjectProvider<MockAgents> mockAgents, ObjectProvider<ScenarioLibrary> library) {
		return new MockAgentsEndpoint(beanFactory, runs, mockAgents.getIfAvailable(), library.getIfAvailable());
	}

	@Bean
	MockAgentsEndpointWebExtension mockAgentsEndpointWebExtension(MockAgentsEndpoint endpoint) {
		return new MockAgentsEndpointWebExtension(endpoint);
	}

}
