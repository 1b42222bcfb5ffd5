package io.mockagents.sample.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.ApiDescription;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.SampleApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The OpenAPI description is true. That each answer is as described, all tests see that
 * call the API.
 */
@ContractTest
class OpenApiTests {

	private final ApiDescription description = ApiDescription.get();

	@Autowired
	private RestTestClient client;

	@Autowired
	private SampleApi api;

	@Autowired
	private List<RequestMappingInfoHandlerMapping> mappings;

	@Test
	void isServed() {
		byte[] body = this.client.get()
			.uri("/openapi.json")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody()
			.returnResult()
			.getResponseBodyContent();
		assertThat(JsonCodec.write(JsonCodec.parse(body))).isEqualTo(JsonCodec.write(this.description.json()));
	}

	@Test
	void isShownToPeople() {
		assertThat(text("/docs")).contains("/webjars/swagger-ui/swagger-ui-bundle.js", "/docs/docs.js");
		assertThat(text("/docs/docs.js")).contains("/openapi.json");
		assertThat(text("/webjars/swagger-ui/swagger-ui-bundle.js")).contains("SwaggerUIBundle");
		assertThat(text("/webjars/swagger-ui/swagger-ui.css")).contains(".swagger-ui");
	}

	@Test
	void describesTextsInWordsThatEveryLanguageReads() {
		List<String> patterns = patterns(this.description.json()).toList();
		assertThat(patterns).isNotEmpty().noneMatch((pattern) -> pattern.contains("\\p{"));
	}

	private static Stream<String> patterns(@Nullable Object json) {
		if (json instanceof JsonObject object) {
			return Stream.concat(Stream.ofNullable(object.get("pattern")).map(String::valueOf),
					object.values().stream().flatMap(OpenApiTests::patterns));
		}
		return (json instanceof List<?> list) ? list.stream().flatMap(OpenApiTests::patterns) : Stream.empty();
	}

	private String text(String path) {
		return Objects.requireNonNull(this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

	@Test
	void everyDescribedAnswerIsReturned() {
		Set<String> given = new TreeSet<>();
		JsonObject session = walk(given, HttpMethod.POST, "/projects", "{\"name\": \"Walk\"}").object();
		String project = "/projects/" + session.string("id");
		walk(given, HttpMethod.POST, "/projects", "{}");
		session = walk(given, HttpMethod.POST, project + "/sessions", null).object();
		String path = "/sessions/" + session.string("id");
		String prompt = "{\"prompt\": \"Name the license\"%s}";
		JsonObject first = walk(given, HttpMethod.POST, path + "/messages", prompt.formatted("")).object();
		JsonObject second = walk(given, HttpMethod.POST, path + "/messages", prompt.formatted("")).object();
		walk(given, HttpMethod.POST, path + "/messages", "{}");
		String message = this.api.messages(session).get(0).string("id");
		walk(given, HttpMethod.POST, path + "/messages", "{\"prompt\": \"x\", \"message_id\": \"%s\"}"
			.formatted(this.api.messages(session).get(1).string("id")));
		walk(given, HttpMethod.GET, "/messages/" + message + "/full", null);
		walk(given, HttpMethod.POST, path + "/cancel", null);
		for (String below : List.of("", "/tests", "/files", "/files/main.py", "/diffs", "/diffs?status=done")) {
			walk(given, HttpMethod.GET, project + below, null);
		}
		for (String below : List.of("", "/messages", "/messages?limit=0", "/diffs", "/diffs/pending")) {
			walk(given, HttpMethod.GET, path + below, null);
		}
		String diff = "/diffs/" + first.string("diff_id");
		String outdated = "/diffs/" + second.string("diff_id");
		walk(given, HttpMethod.GET, diff, null);
		walk(given, HttpMethod.GET, diff + "/preview", null);
		walk(given, HttpMethod.POST, diff + "/commit", null);
		for (String body : List.of("{\"approved\": true}", "{\"approved\": true}", "{}")) {
			walk(given, HttpMethod.POST, diff + "/review", body);
		}
		for (String body : List.of("{}", "{\"prompt\": \"Overload the model\"}", "[]")) {
			walk(given, HttpMethod.POST, diff + "/refine-message", body);
		}
		walk(given, HttpMethod.POST, diff + "/commit", "{}");
		walk(given, HttpMethod.POST, diff + "/commit", "[]");
		walk(given, HttpMethod.GET, outdated + "/preview", null);
		walk(given, HttpMethod.POST, outdated + "/review", "{\"approved\": true}");
		walk(given, HttpMethod.POST, outdated + "/commit", null);
		walk(given, HttpMethod.DELETE, path, null);
		walk(given, HttpMethod.DELETE, project, null);
		walk(given, HttpMethod.GET, "/projects", null);
		walk(given, HttpMethod.GET, "/health", null);
		walk(given, HttpMethod.GET, "/health/detailed", null);
		for (String call : this.description.calls()) {
			String[] parts = call.split(" ");
			if (parts[1].contains("{")) {
				walk(given, HttpMethod.valueOf(parts[0]), parts[1].replaceAll("\\{\\w+}", "unknown"),
						"{\"prompt\": \"x\", \"approved\": true}");
			}
		}
		Set<String> described = new TreeSet<>();
		this.description.calls()
			.forEach((call) -> this.description.statuses(call).forEach((status) -> described.add(call + " " + status)));
		// Not for this walk: a database that is down, a run that is under way, and
		// streams
		described
			.removeAll(Set.of("GET /health 503", "GET /health/detailed 503", "POST /sessions/{sessionId}/cancel 202",
					"GET /sessions/{sessionId}/events 200", "GET /sessions/{sessionId}/events 422"));
		assertThat(given).containsExactlyElementsOf(described);
	}

	private SampleApi.Answer walk(Set<String> given, HttpMethod method, String path, @Nullable String body) {
		SampleApi.Answer answer = this.api.exchange(method, path, (method == HttpMethod.POST) ? body : null,
				MediaType.APPLICATION_JSON);
		given.add(this.description.call(method.name(), path).orElseThrow() + " " + answer.status());
		return answer;
	}

	@Test
	void describesEveryCallThatIsHandledAndNoOther() {
		Set<String> handled = new TreeSet<>();
		handlers().forEach((handler) -> handled.addAll(calls(handler.getKey())));
		handled.removeIf((call) -> call.endsWith("/**") || call.endsWith(" /openapi.json"));
		// The starter's control of the mock is no part of the service
		handled.removeIf((call) -> call.endsWith(" /mockagents"));
		assertThat(this.description.calls()).containsExactlyInAnyOrderElementsOf(handled);
	}

	@Test
	void describesWhatEveryCallCanRefuse() {
		assertThat(handlers()).filteredOn((handler) -> handler.getValue().getBeanType().getName().contains(".sample."))
			.isNotEmpty()
			.allSatisfy((handler) -> {
				boolean hasBody = Stream.of(handler.getValue().getMethodParameters())
					.anyMatch((parameter) -> parameter.hasParameterAnnotation(RequestBody.class));
				for (String call : calls(handler.getKey())) {
					if (this.description.calls().contains(call)) {
						Set<Integer> statuses = this.description.statuses(call);
						assertThat(statuses.contains(404)).as(call + " is about something")
							.isEqualTo(call.contains("{"));
						if (hasBody) {
							assertThat(statuses).as(call + " takes a body").contains(422);
						}
					}
				}
			});
	}

	@Test
	void answersAreDescribedToTheLastKey() {
		assertThat(this.description.json().object("components").object("schemas")).allSatisfy((name, value) -> {
			JsonObject schema = (JsonObject) value;
			if (schema.containsKey("properties")
					&& !Set.of("NewProject", "NewMessage", "Review", "NewCommit", "RefinementRequest").contains(name)) {
				assertThat(schema).containsEntry("additionalProperties", false);
				assertThat(schema.get("required")).isEqualTo(List.copyOf(schema.object("properties").keySet()));
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					GET    | /nowhere          |                    | 200 | {}                             | does not describe
					GET    | /health           |                    | 200 | {}                             | required property 'status' not found
					GET    | /health           |                    | 200 | {"status": "UP", "more": 1}    | 'more' is not defined
					GET    | /health           |                    | 418 | {"status": "UP"}               | one of the statuses [200, 503]
					DELETE | /projects/x       |                    | 204 | {}                             | no body
					GET    | /projects         |                    | 200 | [{"id": null}]                 | /0/id: null found, string expected
					GET    | /projects/x/files |                    | 200 | [{"path": "main.py", "name": "main.py", "type": "file"}] | keys in the order [name, path, type]
					POST   | /projects         | {"name": ""}       | 201 | {}                             | must be at least 1 characters long
					POST   | /projects         |                    | 201 | {}                             | status 422 of a request without body
					""")
	void answerThatIsNotAsDescribedIsNoticed(String method, String path, String requestBody, int status, String body,
			String problem) {
		assertThat(
				this.description.problems(method, path, requestBody, status, "application/json", JsonCodec.parse(body)))
			.anySatisfy((found) -> assertThat(found).contains(problem));
	}

	@Test
	void answerOfAnotherTypeIsNoticed() {
		assertThat(this.description.problems("GET", "/health", null, 200, "text/plain", JsonObject.of("status", "UP")))
			.containsExactly("content type application/json instead of text/plain");
	}

	private List<Map.Entry<RequestMappingInfo, HandlerMethod>> handlers() {
		return this.mappings.stream()
			.flatMap((mapping) -> mapping.getHandlerMethods().entrySet().stream())
			.filter((handler) -> !handler.getKey().getPatternValues().contains("/error"))
			.toList();
	}

	private static List<String> calls(RequestMappingInfo mapping) {
		return mapping.getMethodsCondition()
			.getMethods()
			.stream()
			.flatMap((method) -> mapping.getPatternValues().stream().map((pattern) -> method + " " + pattern))
			.toList();
	}

}
