package io.mockagents.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the live model. They apply where the application has no OpenAIClient of its
 * own.
 *
 * @param apiKey Key of the API; without one, OPENAI_API_KEY.
 * @param baseUrl Address of the API; without one, OPENAI_BASE_URL, otherwise OpenAI's
 * own.
 * @param organization Id of the organization that pays; without one, OPENAI_ORG_ID.
 * @param project Id of the project that pays; without one, OPENAI_PROJECT_ID.
 * @param connectTimeout Longest time a connection may take to open.
 * @param timeout Longest time the API may be silent.
 * @param maxRetries How often a request is repeated that fails before its answer and can
 * be repeated.
 */
@ConfigurationProperties("mock-agents.openai")
record OpenAiProperties(@Nullable String apiKey, @Nullable String baseUrl, @Nullable String organization,
		@Nullable String project, @DefaultValue("5s") Duration connectTimeout, @DefaultValue("10m") Duration timeout,
		@DefaultValue("2") int maxRetries) {

	/**
	 * Return the settings in words, without the key.
	 */
	@Override
	public String toString() {
		return "OpenAiProperties[baseUrl=" + this.baseUrl + ", organization=" + this.organization + ", project="
				+ this.project + ", connectTimeout=" + this.connectTimeout + ", timeout=" + this.timeout
				+ ", maxRetries=" + this.maxRetries + "]";
	}

}
