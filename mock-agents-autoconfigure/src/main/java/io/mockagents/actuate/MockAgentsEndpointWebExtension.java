package io.mockagents.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.mockagents.actuate.MockAgentsEndpoint.Mode;
import io.mockagents.scenario.UnknownScenarioException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers a request that cannot be met with status 400 and the reason, however the
 * application presents its errors.
 */
@EndpointWebExtension(endpoint = MockAgentsEndpoint.class)
public final class MockAgentsEndpointWebExtension {

	private final MockAgentsEndpoint endpoint;

	MockAgentsEndpointWebExtension(MockAgentsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Force a scenario, change settings, or both.
	 * @param scenario the name of the scenario, or an alias
	 * @param sessionId the session whose runs this is for, or {@code null} for all
	 * @param mode for how many runs, or {@code null} for all
	 * @param failureRate the share of runs that fail, from 0 to 1
	 * @param failureKinds the names of the kinds of failures
	 * @param failureStatus the HTTP status of the failures, in place of kinds
	 * @param delays the pause between two events; 0 for none
	 * @param delayRange how far a pause may differ
	 * @param seed the seed
	 * @param logEvents whether every event is logged
	 * @return how things are now, or what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Nullable String scenario, @Nullable String sessionId,
			@Nullable Mode mode, @Nullable Double failureRate, @Nullable List<String> failureKinds,
			@Nullable Integer failureStatus, @Nullable Duration delays, @Nullable Duration delayRange,
			@Nullable Long seed, @Nullable Boolean logEvents) {
		return answer(() -> this.endpoint.change(scenario, sessionId, mode, failureRate, failureKinds, failureStatus,
				delays, delayRange, seed, logEvents));
	}

	/**
	 * Remove settings and forced scenarios.
	 * @param sessionId the session for which they are removed, or {@code null} to return
	 * to the state at start-up
	 * @return how things are now, or what is wrong
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> reset(@Nullable String sessionId) {
		return answer(() -> this.endpoint.reset(sessionId));
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (UnknownScenarioException | InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(Map.of("detail", String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

}
