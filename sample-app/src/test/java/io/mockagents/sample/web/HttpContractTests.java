package io.mockagents.sample.web;

import java.net.Socket;
import java.util.List;
import java.util.UUID;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for the HTTP API whoever runs the agents: fields, their order, statuses,
 * errors.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class HttpContractTests {

	private static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?";

	@Autowired
	private SampleApi api;

	@Autowired
	private RestTestClient client;

	@LocalServerPort
	private int port;

	@Test
	void isUp() {
		assertThat(this.api.get("/health")).isEqualTo(new SampleApi.Answer(200, JsonObject.of("status", "UP")));
	}

	@Test
	void aProjectHasTheFieldsOfTheContract() {
		SampleApi.Answer answer = this.api.post("/projects", JsonObject.of("name", "My Project"));
		assertThat(answer.status()).isEqualTo(201);
		JsonObject project = answer.object();
		assertThat(project.keySet()).containsExactly("id", "name", "slug", "repository_path", "current_code",
				"current_commit", "current_branch", "created_at", "updated_at");
		assertThat(project).containsEntry("name", "My Project")
			.containsEntry("current_branch", "main")
			.containsEntry("current_code", "def main():\n    print('Ready for vibecoding!')\n");
		assertThat(project.string("current_commit")).matches("[0-9a-f]{40}");
		assertThat(project.string("created_at")).matches(TIMESTAMP).isEqualTo(project.string("updated_at"));
		assertThat(this.api.get("/projects/" + project.string("id")).object()).isEqualTo(project);
	}

	@Test
	void projectsAreListedNewestFirst() {
		Object first = this.api.post("/projects", JsonObject.of("name", "Older")).object();
		Object second = this.api.post("/projects", JsonObject.of("name", "Newer")).object();
		assertThat(this.api.get("/projects").objects()).startsWith((JsonObject) second, (JsonObject) first);
	}

	@Test
	void aTakenSlugIsCountedUp() {
		String name = "Taken " + UUID.randomUUID();
		String slug = name.toLowerCase().replace(' ', '-');
		assertThat(List.of(slug, slug + "-1", slug + "-2")).allSatisfy((
				expected) -> assertThat(this.api.post("/projects", JsonObject.of("name", name)).object().string("slug"))
					.isEqualTo(expected));
	}

	@Test
	void projectsOfOneNameCanBeCreatedAtOnce() {
		String name = "At once " + UUID.randomUUID();
		List<String> slugs = List.of(1, 2, 3, 4, 5, 6, 7, 8)
			.parallelStream()
			.map((i) -> this.api.post("/projects", JsonObject.of("name", name)).object().string("slug"))
			.toList();
		assertThat(slugs).doesNotHaveDuplicates();
	}

	@Test
	void aProjectHasOneFileAndNoTests() {
		String path = "/projects/" + this.api.newSession("Files").string("project_id");
		assertThat(this.api.get(path + "/tests").objects()).isEmpty();
		assertThat(this.api.get(path + "/files").objects())
			.containsExactly(JsonObject.of("name", "main.py", "path", "main.py", "type", "file"));
		assertThat(this.api.get(path + "/files/main.py").object()).isEqualTo(
				JsonObject.of("content", "def main():\n    print('Ready for vibecoding!')\n", "path", "main.py"));
	}

	@Test
	void aProjectHasOneSession() {
		JsonObject session = this.api.newSession("One session");
		assertThat(session.keySet()).containsExactly("id", "project_id", "openai_session_key", "conversations_db_path",
				"session_type", "node_id", "created_at", "updated_at");
		assertThat(session.string("openai_session_key")).startsWith("project_one-session");
		assertThat(session).containsEntry("session_type", "vibecode").containsEntry("node_id", null);
		SampleApi.Answer again = this.api.post("/projects/" + session.string("project_id") + "/sessions", null);
		assertThat(again).isEqualTo(new SampleApi.Answer(201, session));
		assertThat(this.api.get("/sessions/" + session.string("id")).object()).isEqualTo(session);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					GET    | /projects/unknown                |                               | 404 | Project not found
					DELETE | /projects/unknown                |                               | 404 | Project not found
					GET    | /projects/unknown/files          |                               | 404 | Project not found
					GET    | /projects/unknown/files/main.py  |                               | 404 | Project not found
					GET    | /projects/unknown/tests          |                               | 404 | Project not found
					GET    | /projects/unknown/diffs          |                               | 404 | Project not found
					POST   | /projects/unknown/sessions       |                               | 404 | Project not found
					GET    | /sessions/unknown                |                               | 404 | Session not found
					DELETE | /sessions/unknown                |                               | 404 | Session not found
					GET    | /sessions/unknown/messages       |                               | 404 | Session not found
					POST   | /sessions/unknown/messages       | {"prompt": "x"}               | 404 | Session not found
					GET    | /sessions/unknown/events         |                               | 404 | Session not found
					GET    | /sessions/unknown/diffs          |                               | 404 | Session not found
					GET    | /sessions/unknown/diffs/pending  |                               | 404 | Session not found
					GET    | /messages/unknown/full           |                               | 404 | Message not found
					GET    | /diffs/unknown                   |                               | 404 | Diff not found
					POST   | /projects                        | {"name": ""}                  | 422 | name: must have 1 to 255 characters
					POST   | /projects                        | {}                            | 422 | name: is required
					POST   | /projects                        | {"name": null}                | 422 | name: is required
					POST   | /projects                        | {"name": "a\\u0000b"}         | 422 | name: must not hold a NUL character
					POST   | /projects                        | {"name": ["a"]}               | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | {"name":                      | 422 | The body must be a JSON object, but is no JSON at line 1, column 9
					POST   | /projects                        | "name"                        | 422 | The body must be a JSON object
					POST   | /projects                        |                               | 422 | The body must be a JSON object
					POST   | /sessions/unknown/messages       | {"prompt": ""}                | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {"prompt": "  "}              | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {}                            | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {"prompt": "x", "message_id": "\\u0000"} | 422 | message_id: must not hold a NUL character
					POST   | /sessions/unknown/messages       | {"prompt": "a\\u0000b"}       | 422 | prompt: must not hold a NUL character
					PUT    | /projects                        | {}                            | 405 | Method Not Allowed
					GET    | /nowhere                         |                               | 404 | Not Found
					""")
	void anErrorIsADetail(HttpMethod method, String path, String body, int status, String detail) {
		SampleApi.Answer answer = this.api.exchange(method, path, body, MediaType.APPLICATION_JSON);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.object().keySet()).containsExactly("detail");
		assertThat(answer.object().string("detail")).isEqualTo(detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects/%00", "/%00", "/projects[" })
	void anAddressThatIsNoneIsRefusedInTheSameForm(String path) throws Exception {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 400")
				.contains("Content-Type: application/json")
				.endsWith("{\"detail\":\"Bad Request\"}");
		}
	}

	@Test
	void anUnknownStatusOfDiffsNamesThoseThereAre() {
		String projectId = this.api.newSession("Status").string("project_id");
		SampleApi.Answer answer = this.api.get("/projects/" + projectId + "/diffs?status=done");
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.object().string("detail"))
			.isEqualTo("status: 'done' is not one of [evaluator_approved, human_approved, human_rejected, committed]");
	}

	@Test
	void aBodyThatIsNoJsonIsRefused() {
		SampleApi.Answer answer = this.api.exchange(HttpMethod.POST, "/projects", "name=x",
				MediaType.APPLICATION_FORM_URLENCODED);
		assertThat(answer).isEqualTo(new SampleApi.Answer(415, JsonObject.of("detail", "Unsupported Media Type")));
	}

	@Test
	void pagesOfConfiguredOriginsMayCall() {
		this.client.options()
			.uri("/projects")
			.header("Origin", "http://localhost:5173")
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "http://localhost:5173");
		this.client.get()
			.uri("/health")
			.header("Origin", "http://localhost:5173")
			.exchange()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "http://localhost:5173");
	}

	@Test
	void pagesOfOtherOriginsMayNot() {
		this.client.get()
			.uri("/projects")
			.header("Origin", "https://elsewhere.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin");
	}

}
