package io.mockagents.sample.usecases;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.mock.MockAgents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mock of a running application is controlled over HTTP.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_rejected_then_approved\": 0}}")
class MockControlTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private RestTestClient client;

	@Autowired
	private MockAgents mockAgents;

	@AfterEach
	void reset() {
		this.mockAgents.resetAll();
	}

	@Test
	void scenarioIsForcedForASessionAndSetFree() {
		JsonObject session = this.api.newSession("Controlled");
		String id = session.string("id");
		JsonObject forced = object(post("{\"scenario\": \"text_response_mode\", \"sessionId\": \"" + id + "\"}"));
		assertThat(forced.get("forced")).isEqualTo(List.of(JsonObject.of("scenario", "text_response_mode", "kind",
				"scenario", "mode", "always", "sessionId", id, "conditional", false)));
		assertThat(this.api.send(session, "Add a comment").string("content")).startsWith("This code");
		JsonObject free = object(exchange(HttpMethod.DELETE, "/mockagents?sessionId=" + id, null, Map.of()));
		assertThat(free.get("forced")).isEqualTo(List.of());
		assertThat(this.api.send(session, "Add a comment").string("diff_id")).isNotBlank();
	}

	@Test
	void mocksAndPlayedScenariosAreReported() {
		JsonObject session = this.api.newSession("Told");
		this.api.send(session, "Add a comment");
		JsonObject told = object(exchange(HttpMethod.GET, "/mockagents", null, Map.of()));
		assertThat(told.keySet()).containsExactly("mocked", "runners", "settings", "scenarios", "forced", "changed",
				"runs");
		assertThat(told).containsEntry("mocked", true);
		JsonObject run = ((List<?>) told.get("runs")).stream()
			.map(JsonObject.class::cast)
			.filter((candidate) -> candidate.string("sessionId").equals(session.string("id")))
			.findFirst()
			.orElseThrow();
		assertThat(run).containsEntry("scenario", "comment_addition_approved")
			.containsEntry("state", "ENDED")
			.containsEntry("firstSequence", 1)
			.containsEntry("lastSequence", 4)
			.containsEntry("sequences", List.of(1, 2, 3, 4))
			.containsEntry("groupId", this.api.messages(session).get(0).get("id"));
		assertThat((List<?>) run.get("turns")).hasSize(2);
	}

	@Test
	void failuresAreSetForASessionAndTakenBack() {
		JsonObject session = this.api.newSession("Failing");
		JsonObject other = this.api.newSession("Working");
		String id = session.string("id");
		JsonObject set = object(
				post("{\"failureStatus\": \"503\", \"delays\": \"0ms\", \"sessionId\": \"" + id + "\"}"));
		assertThat(set.objects("changed")).singleElement()
			.satisfies((changed) -> assertThat(changed).containsEntry("sessionId", id)
				.containsEntry("mode", "always")
				.containsEntry("changed", List.of("delays", "failures")));
		assertThat(this.api.send(session, "Add a comment").string("error")).contains("503");
		assertThat(this.api.send(other, "Add a comment")).containsEntry("error", null);
		set = object(post("{\"failureRate\": \"0.5\", \"failureKinds\": \"rate_limit,max_turns\", \"seed\": \"7\", "
				+ "\"logEvents\": \"false\", \"sessionId\": \"" + id + "\"}"));
		assertThat(set.objects("changed")).singleElement()
			.satisfies((changed) -> assertThat(changed.object("settings"))
				.containsEntry("failureKinds", List.of("rate_limit", "max_turns"))
				.hasEntrySatisfying("failureRate", (rate) -> assertThat(rate).hasToString("0.5"))
				.containsEntry("seed", 7)
				.containsEntry("logEvents", false));
		object(exchange(HttpMethod.DELETE, "/mockagents?sessionId=" + id, null, Map.of()));
		assertThat(this.api.send(session, "Add a comment")).containsEntry("error", null);
	}

	@Test
	void unknownScenarioIsRefusedWithTheNearestName() {
		EntityExchangeResult<byte[]> answer = post("{\"scenario\": \"text_respons_mode\"}");
		assertThat(answer.getStatus().value()).isEqualTo(400);
		assertThat(object(answer).string("detail")).contains("'text_respons_mode'",
				"Did you mean 'text_response_mode'?");
	}

	@Test
	void bodiesThatMakeNoSenseAreRefused() {
		assertThat(post("{}").getStatus().value()).isEqualTo(400);
		assertThat(object(post("{\"failureKinds\": \"rate_limi\"}")).string("detail")).contains("'rate_limit'");
		assertThat(object(post("{\"failureRate\": \"2\"}")).string("detail")).contains("from 0 to 1");
		assertThat(post("{\"scenario\": \"text_response_mode\", \"mode\": \"sometimes\"}").getStatus().value())
			.isEqualTo(400);
		assertThat(this.mockAgents.forced()).isEmpty();
	}

	@Test
	void pagesOfOtherOriginsChangeNothing() {
		String body = "{\"scenario\": \"text_response_mode\"}";
		String json = MediaType.APPLICATION_JSON_VALUE;
		assertThat(exchange(HttpMethod.POST, "/mockagents", body,
				Map.of(HttpHeaders.ORIGIN, "https://elsewhere.example", HttpHeaders.CONTENT_TYPE, json))
			.getStatus()
			.value()).isEqualTo(403);
		assertThat(
				exchange(HttpMethod.OPTIONS, "/mockagents", null,
						Map.of(HttpHeaders.ORIGIN, "https://elsewhere.example",
								HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "DELETE"))
					.getStatus()
					.value())
			.isEqualTo(403);
		// what a form of any page can send without being asked about
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
			assertThat(
					exchange(HttpMethod.POST, "/mockagents", body, Map.of(HttpHeaders.CONTENT_TYPE, type)).getStatus()
						.value())
				.as(type)
				.isIn(415, 422);
		}
		assertThat(this.mockAgents.forced()).isEmpty();
	}

	private EntityExchangeResult<byte[]> post(String body) {
		return exchange(HttpMethod.POST, "/mockagents", body,
				Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE));
	}

	private EntityExchangeResult<byte[]> exchange(HttpMethod method, String path, @Nullable String body,
			Map<String, String> headers) {
		RestTestClient.RequestBodySpec request = this.client.method(method).uri(path);
		headers.forEach(request::header);
		return ((body != null) ? request.body(body.getBytes(StandardCharsets.UTF_8)) : request).exchange()
			.expectBody()
			.returnResult();
	}

	private static JsonObject object(EntityExchangeResult<byte[]> answer) {
		return (JsonObject) JsonCodec.parse(answer.getResponseBodyContent());
	}

}
