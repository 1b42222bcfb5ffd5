package io.mockagents.recording.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ApiError;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedFailure;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP error in the form of scenario files.
 *
 * @param profile the version of the client that raised it
 * @param status its status
 * @param failure what the client raised
 */
record ExportedError(SdkProfile profile, int status, RecordedFailure failure) {

	private static final List<String> FIELDS = List.of("message", "type", "param", "code");

	private static final String ANY_MODEL = "any";

	/**
	 * Return the failure: by its kind, with what is not usual; by its status, if no kind
	 * has it; or with its body, if that is not in the form of the API.
	 */
	JsonObject step() {
		JsonObject.Builder failure = JsonObject.builder();
		JsonObject error = (this.failure.body() instanceof JsonObject body) ? body : JsonObject.of();
		ApiError kind = kind(error);
		failure.put((kind != null) ? "kind" : "status", (kind != null) ? kind.kind() : this.status);
		String body = body(error);
		if (body != null) {
			failure.put("body", parsed(body));
		}
		else {
			JsonObject usual = error(ApiError.exception(kind, this.status, ANY_MODEL, "", JsonObject.of(), null,
					Map.of(), this.profile));
			for (String key : FIELDS) {
				if (error.containsKey(key) && !Objects.equals(error.get(key), usual.get(key))) {
					failure.put(key, error.get(key));
				}
			}
		}
		JsonObject headers = headers(kind);
		if (!headers.isEmpty()) {
			failure.put("headers", headers);
		}
		return failure.build();
	}

	private @Nullable ApiError kind(JsonObject error) {
		ApiError kind = null;
		for (ApiError candidate : ApiError.values()) {
			if (candidate.status() == this.status) {
				JsonObject usual = error(ApiError.exception(candidate, this.status, ANY_MODEL, "", JsonObject.of(),
						null, Map.of(), this.profile));
				boolean same = Objects.equals(usual.get("code"), error.get("code"));
				kind = (kind == null || same) ? candidate : kind;
				if (same) {
					break;
				}
			}
		}
		return kind;
	}

	private static JsonObject error(OpenAiStatusException exception) {
		return (exception.body() instanceof JsonObject error) ? error : JsonObject.of();
	}

	/**
	 * Return the whole body, or {@code null} if it is an error in the form of the API, or
	 * is not known.
	 */
	private @Nullable String body(JsonObject error) {
		Object body = this.failure.body();
		ApiError kind = kind(error);
		if (kind != null && Objects.equals(JsonCodec.write(error), JsonCodec.write(error(ApiError.exception(kind,
				this.status, ANY_MODEL, "", JsonObject.of(), null, Map.of(), this.profile))))) {
			return null;
		}
		boolean usual = !error.isEmpty() && error.keySet().equals(new LinkedHashSet<>(FIELDS))
				&& FIELDS.stream().allMatch((key) -> isField(key, error.get(key)));
		if (usual && isGivenBy(JsonCodec.write(JsonObject.of("error", error)))) {
			return null;
		}
		List<String> candidates = new ArrayList<>();
		candidates.add(JsonCodec.write(JsonObject.of("error", body)));
		if (body instanceof String text) {
			candidates.add(text);
		}
		candidates.add(JsonCodec.write(body));
		candidates.add("");
		return candidates.stream().filter(this::isGivenBy).findFirst().orElse(null);
	}

	private static boolean isField(String key, @Nullable Object value) {
		return (value instanceof String text && !(text.isEmpty() && !key.equals("message")))
				|| (value == null && !key.equals("message"));
	}

	private boolean isGivenBy(String body) {
		OpenAiStatusException raised = ClientFailures.httpError(this.status, Map.of(), body, this.profile);
		return Objects.equals(raised.getMessage(), this.failure.message())
				&& Objects.equals(JsonCodec.write(raised.body()), JsonCodec.write(this.failure.body()));
	}

	private static @Nullable Object parsed(String body) {
		try {
			Object json = JsonCodec.parse(body);
			return (json != null && !(json instanceof String) && JsonCodec.write(json).equals(body)) ? json : body;
		}
		catch (IllegalArgumentException ex) {
			return body;
		}
	}

	/**
	 * Return the headers that tell the client how to go on, and those of limits, as far
	 * as they are not usual.
	 */
	private JsonObject headers(@Nullable ApiError kind) {
		Map<String, String> usual = ApiError
			.exception(kind, this.status, ANY_MODEL, "", JsonObject.of(), null, Map.of(), this.profile)
			.headers();
		Map<String, Object> headers = new TreeMap<>();
		this.failure.headers().forEach((name, value) -> {
			boolean counts = name.startsWith("retry-after") || name.equals("x-should-retry")
					|| name.startsWith("x-ratelimit-");
			if (counts && !value.equals(usual.get(name))) {
				headers.put(name, value);
			}
		});
		return JsonObject.copyOf(headers);
	}

}
