package io.mockagents.sample.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.JsonCodec;
import io.mockagents.sample.ApiDescription;
import io.mockagents.sample.ContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
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
	void describesEveryCallThatIsHandledAndNoOther() {
		Set<String> handled = new TreeSet<>();
		handlers().forEach((handler) -> handled.addAll(calls(handler.getKey())));
		handled.removeIf((call) -> call.endsWith("/**") || call.endsWith(" /openapi.json"));
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
	void anAnswerThatIsNotAsDescribedIsNoticed(String method, String path, String requestBody, int status, String body,
			String problem) {
		assertThat(
				this.description.problems(method, path, requestBody, status, "application/json", JsonCodec.parse(body)))
			.anySatisfy((found) -> assertThat(found).contains(problem));
	}

	@Test
	void anAnswerOfAnotherTypeIsNoticed() {
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
