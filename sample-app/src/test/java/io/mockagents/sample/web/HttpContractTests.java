package io.mockagents.sample.web;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
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
@ContractTest
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
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
		SampleApi.Answer health = this.api.get("/health");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.object().without("timestamp")).isEqualTo(
				JsonObject.of("status", "healthy", "version", "development", "environment", "development", "region",
						"local", "app_name", "sample-app", "database", "connected", "database_type", "postgresql"));
		SampleApi.Answer detailed = this.api.get("/health/detailed");
		assertThat(detailed.status()).isEqualTo(200);
		assertThat(detailed.object().string("database_version")).startsWith("18");
	}

	@Test
	void projectHasTheFieldsOfTheContract() {
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
	void takenSlugIsCountedUp() {
		String name = "Taken " + UUID.randomUUID();
		String slug = name.toLowerCase().replace(' ', '-');
		assertThat(List.of(slug, slug + "-1", slug + "-2")).allSatisfy((
				expected) -> assertThat(this.api.post("/projects", JsonObject.of("name", name)).object().string("slug"))
					.isEqualTo(expected));
	}

	@Test
	void projectsOfOneNameCanBeCreatedAtOnce(CapturedOutput output) {
		String name = "At once " + UUID.randomUUID();
		List<String> slugs = List.of(1, 2, 3, 4, 5, 6, 7, 8)
			.parallelStream()
			.map((i) -> this.api.post("/projects", JsonObject.of("name", name)).object().string("slug"))
			.toList();
		assertThat(slugs).doesNotHaveDuplicates();
		assertThat(output).doesNotContain("projects_slug_key", "SqlExceptionHelper");
	}

	@Test
	void sessionCanBeOpenedAtOnce() {
		JsonObject project = this.api.post("/projects", JsonObject.of("name", "Opened at once")).object();
		assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8)
			.parallelStream()
			.map((i) -> this.api.openSession(project.string("id")).string("id"))
			.distinct()).hasSize(1);
	}

	@Test
	void projectHasOneFileAndNoTests() {
		String path = "/projects/" + this.api.newSession("Files").string("project_id");
		assertThat(this.api.get(path + "/tests").objects()).isEmpty();
		assertThat(this.api.get(path + "/files").objects())
			.containsExactly(JsonObject.of("name", "main.py", "path", "main.py", "type", "file"));
		assertThat(this.api.get(path + "/files/main.py").object()).isEqualTo(
				JsonObject.of("content", "def main():\n    print('Ready for vibecoding!')\n", "path", "main.py"));
		assertThat(List.of("/files/other.py", "/files/src/main.py", "/files/main.py/x"))
			.allSatisfy((below) -> assertThat(this.api.get(path + below))
				.isEqualTo(new SampleApi.Answer(404, JsonObject.of("detail", "File not found"))));
	}

	@Test
	void projectHasOneSession() {
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
					POST   | /projects                        | {"name": "a\\u0000b"}         | 422 | name: must not contain a NUL character
					POST   | /projects                        | {"name": "\\ud800"}           | 422 | name: must not contain an unpaired surrogate
					POST   | /sessions/unknown/messages       | {"prompt": "a\\udc00"}        | 422 | prompt: must not contain an unpaired surrogate
					POST   | /sessions/unknown/messages       | {"prompt": "\\ud83d\\ude00"}  | 404 | Session not found
					POST   | /projects                        | {"name": ["a"]}               | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | {"name":                      | 422 | The body must be a JSON object, but is not valid JSON at line 1, column 9
					POST   | /projects                        | "name"                        | 422 | The body must be a JSON object
					POST   | /projects                        |                               | 422 | The body must be a JSON object
					POST   | /sessions/unknown/messages       | {"prompt": ""}                | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {"prompt": "  "}              | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {}                            | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {"prompt": "x", "message_id": "\\u0000"} | 422 | message_id: must not contain a NUL character
					POST   | /sessions/unknown/messages       | {"prompt": "a\\u0000b"}       | 422 | prompt: must not contain a NUL character
					GET    | /diffs/unknown/preview           |                               | 404 | Diff not found
					POST   | /diffs/unknown/review            | {"approved": true}            | 404 | Diff not found
					POST   | /diffs/unknown/commit            |                               | 404 | Diff not found
					POST   | /diffs/unknown/commit            | {"commit_message": "x"}       | 404 | Diff not found
					POST   | /diffs/unknown/refine-message    |                               | 404 | Diff not found
					POST   | /projects                        | {"name": 5}                   | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | {"name": 5.5}                 | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | {"name": true}                | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | {"name": {"a": 1}}            | 422 | The body must be a JSON object: 'name' has a value of the wrong type
					POST   | /projects                        | []                            | 422 | The body must be a JSON object
					POST   | /projects                        | [{"name": "x"}]               | 422 | The body must be a JSON object
					POST   | /projects                        | null                          | 422 | The body must be a JSON object
					POST   | /projects                        | 5                             | 422 | The body must be a JSON object
					POST   | /projects                        | {"name": "x"} {}              | 422 | The body must be a JSON object
					POST   | /sessions/unknown/messages       |                               | 422 | The body must be a JSON object
					POST   | /sessions/unknown/messages       | []                            | 422 | The body must be a JSON object
					POST   | /sessions/unknown/messages       | {"prompt": 5}                 | 422 | The body must be a JSON object: 'prompt' has a value of the wrong type
					POST   | /sessions/unknown/messages       | {"prompt": null}              | 422 | prompt: must not be blank
					POST   | /sessions/unknown/messages       | {"prompt": "x", "message_id": 5} | 422 | The body must be a JSON object: 'message_id' has a value of the wrong type
					POST   | /diffs/unknown/review            |                               | 422 | The body must be a JSON object
					POST   | /diffs/unknown/review            | {}                            | 422 | approved: is required
					POST   | /diffs/unknown/review            | {"approved": null}            | 422 | approved: is required
					POST   | /diffs/unknown/review            | {"approved": "yes"}           | 404 | Diff not found
					POST   | /diffs/unknown/review            | {"approved": "ja"}             | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": " true"}          | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": ""}              | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": 1.0}             | 404 | Diff not found
					POST   | /diffs/unknown/review            | {"approved": 2}                | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": 0.5}              | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": 1e400}            | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": []}               | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": {}}               | 422 | The body must be a JSON object: 'approved' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": true, "feedback": 5} | 422 | The body must be a JSON object: 'feedback' has a value of the wrong type
					POST   | /diffs/unknown/review            | {"approved": true, "feedback": "\\u0000"} | 422 | feedback: must not contain a NUL character
					POST   | /diffs/unknown/commit            | []                            | 422 | The body must be a JSON object
					POST   | /diffs/unknown/commit            | {"commit_message": 5}         | 422 | The body must be a JSON object: 'commit_message' has a value of the wrong type
					POST   | /diffs/unknown/commit            | {"commit_message": "\\u0000"} | 422 | commit_message: must not contain a NUL character
					POST   | /diffs/unknown/commit            | {"commit_message":            | 422 | The body must be a JSON object, but is not valid JSON at line 1, column 19
					POST   | /diffs/unknown/refine-message    | {"prompt": 5}                 | 422 | The body must be a JSON object: 'prompt' has a value of the wrong type
					POST   | /diffs/unknown/refine-message    | {"prompt": "\\u0000"}         | 422 | prompt: must not contain a NUL character
					GET    | /sessions                        |                               | 404 | Not Found
					PUT    | /projects/unknown                | {}                            | 405 | Method Not Allowed
					DELETE | /diffs/unknown                   |                               | 405 | Method Not Allowed
					GET    | /diffs/unknown/review            |                               | 405 | Method Not Allowed
					POST   | /health                          |                               | 405 | Method Not Allowed
					GET    | /projects/unknown/files/other.py |                               | 404 | Project not found
					GET    | /health/unknown                  |                               | 404 | Not Found
					POST   | /health/detailed                 |                               | 405 | Method Not Allowed
					PUT    | /projects                        | {}                            | 405 | Method Not Allowed
					GET    | /nowhere                         |                               | 404 | Not Found
					GET    | /error                           |                               | 404 | Not Found
					""")
	void errorIsADetail(HttpMethod method, String path, String body, int status, String detail) {
		SampleApi.Answer answer = this.api.exchange(method, path, body, MediaType.APPLICATION_JSON);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.object().keySet()).containsExactly("detail");
		assertThat(answer.object().string("detail")).isEqualTo(detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects/%00", "/%00", "/projects[" })
	void unknownAddressIsRefusedInTheSameForm(String path) throws Exception {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 400")
				.contains("Content-Type: application/json", "X-Content-Type-Options: nosniff")
				.endsWith("{\"detail\":\"Bad Request\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "text/plain", "application/xml",
			"multipart/form-data", "multipart/form-data;boundary=x", "*/*", "application/*" })
	void bodyThatIsNotSentAsJsonIsRefused(String contentType) {
		this.client.post()
			.uri("/projects")
			.header("Content-Type", contentType)
			.body("{\"name\": \"x\"}".getBytes(US_ASCII))
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.detail")
			.value((detail) -> assertThat(detail).asString()
				.startsWith("The body must be a JSON object sent as application/json, not as " + contentType));
	}

	@Test
	void bodyThatIsTooMuchIsRefused() {
		int tooMany = 4 * 1024 * 1024;
		assertThat(Stream.of("{\"name\": \"" + "n".repeat(tooMany) + "\"}", "{" + " ".repeat(tooMany) + "}",
				"{\"other\": " + "[".repeat(1_000)))
			.allSatisfy((body) -> assertThat(
					this.api.exchange(HttpMethod.POST, "/projects", body, MediaType.APPLICATION_JSON))
				.isEqualTo(new SampleApi.Answer(422, JsonObject.of("detail",
						"The body must be a JSON object, but is too long or nested too deep"))));
	}

	@Test
	void invalidTypeOfABodyIsNamed() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/projects"))
			.header("Content-Type", "json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"x\"}"))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body())
			.isEqualTo("{\"detail\":\"The body must be a JSON object sent as application/json, not as 'json'\"}");
	}

	@Test
	void nameNeedNotContainLetters() {
		JsonObject project = this.api.post("/projects", JsonObject.of("name", " ")).object();
		assertThat(project).containsEntry("name", " ");
		assertThat(project.string("slug")).startsWith("project");
	}

	@Test
	void nameHasUpTo255Characters() {
		assertThat(this.api.post("/projects", JsonObject.of("name", "\uD83D\uDE00".repeat(255))).status())
			.isEqualTo(201);
		assertThat(this.api.post("/projects", JsonObject.of("name", "n".repeat(256))))
			.isEqualTo(new SampleApi.Answer(422, JsonObject.of("detail", "name: must have 1 to 255 characters")));
	}

	@Test
	void unknownKeysAreIgnored() {
		assertThat(this.api.post("/projects", JsonObject.of("name", "More", "owner", 7)).status()).isEqualTo(201);
	}

	@Test
	void deletedProjectIsGone() {
		JsonObject project = this.api.post("/projects", JsonObject.of("name", "Gone")).object();
		String path = "/projects/" + project.string("id");
		assertThat(this.api.delete(path)).isEqualTo(new SampleApi.Answer(204, null));
		assertThat(this.api.get(path).status()).isEqualTo(404);
		assertThat(this.api.delete(path).status()).isEqualTo(404);
		assertThat(this.api.get("/projects").objects()).extracting((other) -> other.get("id"))
			.doesNotContain(project.string("id"));
		assertThat(Path.of(project.string("repository_path"))).doesNotExist();
	}

	@Test
	void deletedSessionIsGoneWithItsMessagesAndDiffs() {
		JsonObject session = this.api.newSession("Gone");
		String diff = "/diffs/" + this.api.send(session, "Name the license").string("diff_id");
		String message = "/messages/" + this.api.messages(session).get(0).string("id") + "/full";
		String path = "/sessions/" + session.string("id");
		assertThat(this.api.delete(path)).isEqualTo(new SampleApi.Answer(204, null));
		assertThat(List.of(path, path + "/messages", path + "/diffs", message, diff))
			.allSatisfy((gone) -> assertThat(this.api.get(gone).status()).isEqualTo(404));
		assertThat(this.api.get("/projects/" + session.string("project_id")).status()).isEqualTo(200);
		assertThat(this.api.openSession(session.string("project_id")).string("id")).isNotEqualTo(session.string("id"));
	}

	@Test
	void allMessagesAreOldestFirst() {
		JsonObject session = this.api.newSession("Order");
		this.api.send(session, "Name the license");
		this.api.send(session, "What does this code do?");
		List<JsonObject> messages = this.api.messages(session);
		assertThat(messages).extracting((message) -> message.string("created_at")).isSorted();
		assertThat(messages).filteredOn((message) -> message.string("role").equals("user"))
			.extracting((message) -> message.string("content"))
			.containsExactly("Name the license", "What does this code do?");
		assertThat(messages).allSatisfy((message) -> {
			assertThat(message).hasSize(28);
			assertThat(message.string("created_at")).matches(TIMESTAMP);
			assertThat(message.string("updated_at")).matches(TIMESTAMP);
		});
	}

	@Test
	void messagesCanBeReadFromAnEventOn() {
		JsonObject session = this.api.newSession("Pages");
		this.api.send(session, "Name the license");
		this.api.send(session, "What does this code do?");
		List<JsonObject> all = this.api.messages(session);
		String path = "/sessions/" + session.string("id") + "/messages";
		assertThat(this.api.get(path + "?after_sequence=0").objects()).isEqualTo(all);
		assertThat(this.api.get(path + "?after_sequence=2").objects()).isEqualTo(all.subList(3, all.size()));
		assertThat(this.api.get(path + "?after_sequence=4").objects()).as("with the user's message")
			.isEqualTo(all.subList(5, all.size()));
		assertThat(this.api.get(path + "?limit=3").objects()).isEqualTo(all.subList(0, 3));
		assertThat(this.api.get(path + "?after_sequence=2&limit=2").objects()).isEqualTo(all.subList(3, 5));
		assertThat(this.api.get(path + "?after_sequence=99&limit=5").objects()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			after_sequence=-1         | after_sequence: must be 0 or more
			after_sequence=x          | after_sequence: 'x' is not a whole number
			after_sequence=2147483648 | after_sequence: '2147483648' is not a whole number
			limit=0                   | limit: must be 1 or more
			limit=1.5                 | limit: '1.5' is not a whole number
			""")
	void invalidPlaceIsRefused(String query, String detail) {
		String session = this.api.newSession("Pages").string("id");
		assertThat(this.api.get("/sessions/" + session + "/messages?" + query))
			.isEqualTo(new SampleApi.Answer(422, JsonObject.of("detail", detail)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/projects", "/projects/unknown", "/nowhere", "/health", "/openapi.json", "/", "/docs/" })
	void answersAreWhatTheySay(String path) {
		this.client.get().uri(path).exchange().expectHeader().valueEquals("X-Content-Type-Options", "nosniff");
	}

	@ParameterizedTest
	@CsvSource({ "/projects/, /projects", "/projects/x/diffs/?status=committed, /projects/x/diffs?status=committed",
			"/sessions/x/messages/, /sessions/x/messages", "/diffs/x/preview/, /diffs/x/preview", "/docs/, /docs" })
	void slashAtTheEndLeadsToTheAddressWithout(String path, String location) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		HttpResponse<Void> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(307);
		assertThat(response.headers().firstValue("Location")).contains(location);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/xml", "*/*", "application/json;q=0.1, text/plain", "no type" })
	void answersAreJsonWhateverAClientAccepts(String accepted) {
		this.client.get()
			.uri("/projects")
			.header("Accept", accepted)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON);
		this.client.get()
			.uri("/projects/unknown")
			.header("Accept", accepted)
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON);
	}

	@Test
	void followerMustNameTheNumberOfAnEvent() {
		this.client.get()
			.uri("/sessions/" + this.api.newSession("Followed").string("id") + "/events")
			.header("Last-Event-ID", "seven")
			.exchange()
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.json("{\"detail\": \"Last-Event-ID: 'seven' is not the number of an event, such as 7\"}");
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
			.doesNotExist("Access-Control-Allow-Origin")
			.expectBody()
			.json("{\"detail\": \"Invalid CORS request\"}");
	}

}
