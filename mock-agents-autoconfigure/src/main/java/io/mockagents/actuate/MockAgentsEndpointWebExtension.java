package io.mockagents.actuate;

import java.util.Map;

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
	 * Force a scenario.
	 * @param scenario the name of the scenario, or an alias
	 * @param sessionId the session whose runs it is forced for, or {@code null} for all
	 * @param mode for how many runs, or {@code null} for all
	 * @return how things are now, or what is wrong
	 */
	@WriteOperation
	public WebEndpointResponse<Object> force(String scenario, @Nullable String sessionId, @Nullable Mode mode) {
		try {
			return new WebEndpointResponse<>(this.endpoint.force(scenario, sessionId, mode));
		}
		catch (UnknownScenarioException | InvalidEndpointRequestException ex) {
			return badRequest(ex);
		}
	}

	/**
	 * Force nothing any more.
	 * @param sessionId the session for which nothing is forced any more, or {@code null}
	 * to return to the state at start-up
	 * @return how things are now, or what is wrong
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> reset(@Nullable String sessionId) {
		try {
			return new WebEndpointResponse<>(this.endpoint.reset(sessionId));
		}
		catch (InvalidEndpointRequestException ex) {
			return badRequest(ex);
		}
	}

	private static WebEndpointResponse<Object> badRequest(RuntimeException ex) {
		return new WebEndpointResponse<>(Map.of("detail", String.valueOf(ex.getMessage())),
				WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
