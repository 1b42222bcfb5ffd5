package io.mockagents.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI description of the HTTP API, to hold answers against. Besides what the
 * schemas say, the keys of objects have the order in which the description lists them.
 */
public final class ApiDescription {

	private static final String JSON = "application/json";

	private static final Set<Integer> UNDESCRIBED = Set.of(400, 403, 404, 405);

	private static final ApiDescription INSTANCE = new ApiDescription();

	private final JsonObject description = read();

	private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

	private ApiDescription() {
	}

	private static JsonObject read() {
		try (InputStream yaml = new ClassPathResource("openapi/openapi.yaml").getInputStream()) {
			return JsonCodec.parseObject(JsonCodec.write(new YAMLMapper().readValue(yaml, Map.class)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static ApiDescription get() {
		return INSTANCE;
	}

	public JsonObject json() {
		return this.description;
	}

	/**
	 * Return the calls that are described, such as {@code GET /projects/{id}}.
	 */
	public Set<String> calls() {
		Set<String> calls = new TreeSet<>();
		paths().forEach((path, item) -> ((JsonObject) item).keySet()
			.stream()
			.filter((key) -> !key.equals("parameters"))
			.forEach((method) -> calls.add(method.toUpperCase() + " " + path)));
		return calls;
	}

	/**
	 * Return the statuses that are described for a call.
	 */
	public Set<Integer> statuses(String call) {
		String[] parts = call.split(" ");
		Set<Integer> statuses = new TreeSet<>();
		paths().object(parts[1])
			.object(parts[0].toLowerCase())
			.object("responses")
			.keySet()
			.forEach((status) -> statuses.add(Integer.valueOf(status)));
		return statuses;
	}

	/**
	 * Return the call that a request is, such as {@code GET /projects/{id}}.
	 * @return the call, or empty if none is described
	 */
	public Optional<String> call(String method, String path) {
		return pathOf(path).filter((template) -> paths().object(template).containsKey(method.toLowerCase()))
			.map((template) -> method + " " + template);
	}

	private Optional<String> pathOf(String path) {
		String[] segments = path.replaceFirst("\\?.*", "").split("/");
		return paths().keySet().stream().filter((template) -> matches(template.split("/"), segments)).findFirst();
	}

	private static boolean matches(String[] template, String[] segments) {
		if (template.length != segments.length) {
			return false;
		}
		for (int i = 0; i < template.length; i++) {
			if (!template[i].startsWith("{") && !template[i].equals(segments[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what is wrong about an answer, or about the description of it.
	 * @param method the method of the request
	 * @param path its path, with its query
	 * @param requestBody what was sent, or {@code null}
	 * @param status the status of the answer
	 * @param contentType the type of its body, or {@code null}
	 * @param body its body, or {@code null} if it is empty
	 * @return the problems; none if the description is true
	 */
	public List<String> problems(String method, String path, @Nullable String requestBody, int status,
			@Nullable String contentType, @Nullable Object body) {
		Optional<String> call = call(method, path);
		if (call.isEmpty()) {
			List<String> problems = new ArrayList<>();
			if (!UNDESCRIBED.contains(status)) {
				problems.add("a call that openapi/openapi.yaml does not describe");
			}
			problems.addAll(bodyProblems(errorSchema(), body));
			return problems;
		}
		JsonObject operation = paths().object(pathOf(path).orElseThrow()).object(method.toLowerCase());
		List<String> problems = new ArrayList<>();
		problems.addAll(requestProblems(operation, requestBody, status));
		problems.addAll(responseProblems(operation, status, contentType, body));
		return problems;
	}

	private List<String> requestProblems(JsonObject operation, @Nullable String body, int status) {
		JsonObject request = (JsonObject) operation.get("requestBody");
		if (request == null || status == 422) {
			return List.of();
		}
		if (body == null) {
			return Boolean.TRUE.equals(request.get("required")) ? List.of("status 422 of a request without body")
					: List.of();
		}
		return schema(request.object("content").object(JSON).object("schema")).validate(body, InputFormat.JSON)
			.stream()
			.map((error) -> "status 422 of a request of which is described: " + error)
			.toList();
	}

	private List<String> responseProblems(JsonObject operation, int status, @Nullable String contentType,
			@Nullable Object body) {
		JsonObject response = (JsonObject) operation.object("responses").get(Integer.toString(status));
		if (response == null) {
			return List.of("one of the statuses " + operation.object("responses").keySet());
		}
		response = resolve(response);
		if (!response.containsKey("content")) {
			return (body == null) ? List.of() : List.of("no body");
		}
		if (!JSON.equals(contentType)) {
			return List.of("content type " + JSON + " instead of " + contentType);
		}
		return bodyProblems(response.object("content").object(JSON).object("schema"), body);
	}

	private JsonObject errorSchema() {
		return this.description.object("components").object("schemas").object("Error");
	}

	private List<String> bodyProblems(JsonObject schema, @Nullable Object body) {
		List<String> problems = new ArrayList<>();
		schema(schema).validate(JsonCodec.write(body), InputFormat.JSON)
			.forEach((error) -> problems.add(error.toString()));
		orderProblems(schema, body, "", problems);
		return problems;
	}

	private void orderProblems(JsonObject schema, @Nullable Object value, String path, List<String> problems) {
		JsonObject resolved = resolve(schema);
		if (value instanceof List<?> list && resolved.get("items") instanceof JsonObject items) {
			list.forEach((item) -> orderProblems(items, item, path + "[]", problems));
		}
		else if (value instanceof JsonObject object && resolved.get("properties") instanceof JsonObject properties) {
			if (!List.copyOf(object.keySet()).equals(List.copyOf(properties.keySet()))) {
				problems.add(path + ": keys in the order " + properties.keySet());
			}
			properties.forEach((key, property) -> orderProblems((JsonObject) Objects.requireNonNull(property),
					object.get(key), path + "." + key, problems));
		}
		else if (value instanceof JsonObject object && resolved.containsKey("oneOf")) {
			resolved.objects("oneOf")
				.stream()
				.filter((branch) -> branch.get("properties") instanceof JsonObject properties
						&& properties.keySet().equals(object.keySet()))
				.forEach((branch) -> orderProblems(branch, object, path, problems));
		}
	}

	private Schema schema(JsonObject schema) {
		return this.schemas.computeIfAbsent(JsonCodec.write(schema),
				(text) -> registry().getSchema(JsonCodec.write(
						JsonObject.of("allOf", List.of(schema), "components", this.description.object("components"))),
						InputFormat.JSON));
	}

	/**
	 * Tells of problems in English, whatever the language of the machine.
	 */
	private static SchemaRegistry registry() {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, (builder) -> builder
			.schemaRegistryConfig(SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()));
	}

	private JsonObject resolve(JsonObject object) {
		String reference = object.stringOrNull("$ref");
		if (reference == null) {
			return object;
		}
		JsonObject target = this.description;
		for (String segment : Arrays.asList(reference.substring(2).split("/"))) {
			target = target.object(segment);
		}
		return target;
	}

	private JsonObject paths() {
		return this.description.object("paths");
	}

}
