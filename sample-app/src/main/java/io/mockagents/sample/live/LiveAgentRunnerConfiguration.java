package io.mockagents.sample.live;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.UserException;
import io.mockagents.loop.LoopAgentRunner;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The place of the runner that asks a live model, which is not part of this version: the
 * one here says so. While mocks are on it is never created: the starter puts its own in
 * its place.
 */
@Configuration(proxyBeanMethods = false)
class LiveAgentRunnerConfiguration {

	@Bean
	AgentRunner agentRunner(Environment environment) {
		boolean hasKey = StringUtils.hasText(environment.getProperty("OPENAI_API_KEY"));
		return new LoopAgentRunner((request) -> {
			throw new UserException(hasKey
					? "OPENAI_API_KEY is set, but the live model is not part of this version: set OPENAI_MOCK_CONFIGS={} "
							+ "to play scenarios instead"
					: "There is no model to ask: set OPENAI_MOCK_CONFIGS={} to play scenarios (OPENAI_API_KEY would not "
							+ "help: the live model is not part of this version)");
		});
	}

}
