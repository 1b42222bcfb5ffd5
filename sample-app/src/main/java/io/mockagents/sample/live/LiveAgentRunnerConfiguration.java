package io.mockagents.sample.live;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.UserException;
import io.mockagents.loop.LoopAgentRunner;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The runner that asks a live model. While mocks are on it is never created: the starter
 * puts its own in its place.
 */
@Configuration(proxyBeanMethods = false)
class LiveAgentRunnerConfiguration {

	@Bean
	AgentRunner agentRunner(Environment environment) {
		boolean hasKey = StringUtils.hasText(environment.getProperty("OPENAI_API_KEY"));
		return new LoopAgentRunner((request) -> {
			throw new UserException(hasKey
					? "OPENAI_API_KEY is set, but this version cannot ask the live model yet: set OPENAI_MOCK_CONFIGS={} "
							+ "to play scenarios instead"
					: "There is no model to ask: set OPENAI_MOCK_CONFIGS={} to play scenarios, or OPENAI_API_KEY to ask "
							+ "the live model");
		});
	}

}
