package io.mockagents.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import org.jspecify.annotations.Nullable;

/**
 * How the API's client repeats a request that failed before the first frame of its
 * answer: after HTTP 408, 409, 429 and from 500, and where the API could not be reached;
 * the header {@code x-should-retry} overrides the status.
 *
 * @param max how often it repeats one request, from 0
 */
public record ClientRetries(int max) {

	/**
	 * The client repeats nothing.
	 */
	public static final ClientRetries NONE = new ClientRetries(0);

	/**
	 * The client's default.
	 */
	public static final ClientRetries DEFAULT = new ClientRetries(2);

	private static final double INITIAL_SECONDS = 0.5;

	private static final double MAX_SECONDS = 8;

	private static final double MAX_JITTER = 0.25;

	public ClientRetries {
		if (max < 0) {
			throw new IllegalArgumentException("The number of retries must not be negative but is " + max);
		}
	}

	/**
	 * Return how long the client waits before it repeats a request: what the answer asks
	 * for by {@code retry-after-ms} or {@code retry-after}, otherwise half a second,
	 * doubled each time up to eight, less up to a quarter of it.
	 * @param failure what the request failed with
	 * @param retry how often it was repeated before
	 * @param profile the version of the client
	 * @param random shortens the pause
	 * @return the pause, or {@code null} if the client gives up
	 */
	public @Nullable Duration pause(OpenAiException failure, int retry, SdkProfile profile, RandomGenerator random) {
		if (retry >= this.max) {
			return null;
		}
		double asked = (failure instanceof OpenAiStatusException status) ? retryAfter(status) : 0;
		double longest = (profile == SdkProfile.V0_2) ? 60 : 120;
		if (!repeats(failure) || (profile != SdkProfile.V0_2 && asked > longest)) {
			return null;
		}
		if (asked > 0 && asked <= longest) {
			return duration(asked);
		}
		double seconds = Math.min(INITIAL_SECONDS * (1L << Math.min(retry, 10)), MAX_SECONDS);
		return duration(seconds * (1 - MAX_JITTER * random.nextDouble()));
	}

	private static boolean repeats(OpenAiException failure) {
		if (!(failure instanceof OpenAiStatusException error)) {
			return failure instanceof OpenAiConnectionException;
		}
		String shouldRetry = error.headers().get("x-should-retry");
		if ("true".equals(shouldRetry) || "false".equals(shouldRetry)) {
			return "true".equals(shouldRetry);
		}
		int status = error.statusCode();
		return status == 408 || status == 409 || status == 429 || status >= 500;
	}

	private static double retryAfter(OpenAiStatusException failure) {
		Double millis = number(failure.headers().get("retry-after-ms"));
		Double seconds = number(failure.headers().get("retry-after"));
		return (millis != null) ? millis / 1000 : (seconds != null) ? seconds : 0;
	}

	private static @Nullable Double number(@Nullable String text) {
		try {
			return (text != null) ? Double.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static Duration duration(double seconds) {
		return Duration.ofNanos(Math.round(seconds * 1e9));
	}

}
