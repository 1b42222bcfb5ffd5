package io.mockagents.openai;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the API is reached.
 *
 * @param apiKey the key that pays
 * @param baseUrl where the API is, such as {@code https://api.openai.com/v1}, or
 * {@code null} for OpenAI's own
 * @param organization the organization that pays, or {@code null} for the key's own
 * @param project the project that pays, or {@code null} for the key's own
 * @param connectTimeout how long a connection may take to open, more than zero
 * @param timeout how long the API may be silent, more than zero
 * @param maxRetries how often a request is repeated that failed before its answer, from 0
 */
public record OpenAiSettings(String apiKey, @Nullable String baseUrl, @Nullable String organization,
		@Nullable String project, Duration connectTimeout, Duration timeout, int maxRetries) {

	/**
	 * How long the SDK lets a connection take to open.
	 */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * How long the SDK lets the API be silent.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

	/**
	 * How often the SDK repeats a request.
	 */
	public static final int DEFAULT_MAX_RETRIES = 2;

	/**
	 * Create settings that are otherwise those of the SDK.
	 * @param apiKey the key that pays
	 * @param baseUrl where the API is, or {@code null} for OpenAI's own
	 */
	public OpenAiSettings(String apiKey, @Nullable String baseUrl) {
		this(apiKey, baseUrl, null, null, DEFAULT_CONNECT_TIMEOUT, DEFAULT_TIMEOUT, DEFAULT_MAX_RETRIES);
	}

	/**
	 * Return the settings in words, without the key.
	 */
	@Override
	public String toString() {
		return "OpenAiSettings[baseUrl=" + this.baseUrl + ", organization=" + this.organization + ", project="
				+ this.project + ", connectTimeout=" + this.connectTimeout + ", timeout=" + this.timeout
				+ ", maxRetries=" + this.maxRetries + "]";
	}

}
