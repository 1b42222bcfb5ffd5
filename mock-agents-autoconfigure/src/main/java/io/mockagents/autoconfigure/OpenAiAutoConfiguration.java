package io.mockagents.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.UserException;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunListener;
import io.mockagents.model.SdkProfile;
import io.mockagents.openai.OpenAiAgentRunner;
import io.mockagents.openai.OpenAiApi;
import io.mockagents.openai.OpenAiSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of the live model: a runner for an application that has OpenAI's
 * client on its class path and no runner of its own. It needs no key before the first
 * run; and none while mocks are on, which replace it as they do any other.
 */
@AutoConfiguration(before = MockAgentsAutoConfiguration.class, after = ConversationAutoConfiguration.class)
@ConditionalOnClass({ OpenAIClient.class, OpenAIOkHttpClient.class })
@EnableConfigurationProperties(OpenAiProperties.class)
public final class OpenAiAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(AgentRunner.class)
	OpenAiAgentRunner mockAgentsOpenAiAgentRunner(OpenAiProperties properties, Environment environment,
			ObjectProvider<OpenAIClient> client, ObjectProvider<ConversationJournal> journal,
			ObjectProvider<RunListener> listeners, ObjectProvider<Pauses> pauses, ObjectProvider<Clock> clock) {
		SdkProfile profile = SdkProfileProperty.of(environment);
		checkDuration(environment, "connect-timeout", properties.connectTimeout());
		checkDuration(environment, "timeout", properties.timeout());
		check(environment, "max-retries", properties.maxRetries(), properties.maxRetries() >= 0,
				"must not be negative");
		RunDestinations destinations = RunDestinations.of(journal, listeners);
		return new OpenAiAgentRunner(() -> connect(client, properties, environment), profile, destinations.journals(),
				destinations.listeners(), pauses.getIfAvailable(() -> Pauses.REAL),
				clock.getIfUnique(Clock::systemUTC));
	}

	private static OpenAiApi connect(ObjectProvider<OpenAIClient> clients, OpenAiProperties properties,
			Environment environment) {
		OpenAIClient client = clients.getIfUnique();
		if (client != null) {
			return OpenAiApi.of(client);
		}
		String apiKey = setting(properties.apiKey(), "OPENAI_API_KEY", environment);
		if (apiKey == null) {
			throw new UserException("No API key is configured for the live model: set OPENAI_API_KEY, or set "
					+ "OPENAI_MOCK_CONFIGS={} to play scenarios instead");
		}
		return OpenAiApi
			.connect(new OpenAiSettings(apiKey, setting(properties.baseUrl(), "OPENAI_BASE_URL", environment),
					setting(properties.organization(), "OPENAI_ORG_ID", environment),
					setting(properties.project(), "OPENAI_PROJECT_ID", environment), properties.connectTimeout(),
					properties.timeout(), properties.maxRetries()));
	}

	private static @Nullable String setting(@Nullable String property, String variable, Environment environment) {
		String value = StringUtils.hasText(property) ? property : environment.getProperty(variable);
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	private static void checkDuration(Environment environment, String name, Duration duration) {
		check(environment, name, duration,
				!duration.isNegative() && !duration.isZero()
						&& duration.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
				"must be more than zero, and no more than 24 days");
	}

	private static void check(Environment environment, String name, Object value, boolean valid, String requirement) {
		if (!valid) {
			throw InvalidSetting.of(environment, "mock-agents.openai." + name, value, requirement);
		}
	}

}
