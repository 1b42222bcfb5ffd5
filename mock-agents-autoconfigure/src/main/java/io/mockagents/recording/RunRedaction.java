package io.mockagents.recording;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonWalk;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.redaction.FieldMask;
import io.mockagents.redaction.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of runs what must not be kept: API keys, the values of authorization headers
 * and whatever else {@link Secrets} recognizes by its form, and the values of JSON fields
 * by their names, at any depth and also within texts that contain JSON. Asterisks stand
 * in their place.
 * <p>
 * A text that came in pieces is looked at as a whole and cut again, so that the pieces
 * still add up to the text of the answer. Ids are kept, as they connect the parts of a
 * run.
 */
public final class RunRedaction {

	private static final Set<String> ALWAYS = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie",
			"x-api-key", "api-key", "credentials", "private_key", "client_secret", "passphrase");

	/**
	 * Fields without which a recording cannot be played.
	 */
	private static final Set<String> KEPT = Set.of("type", "id", "call_id", "item_id", "role", "name", "status",
			"object", "response", "item", "part", "output", "content", "summary", "delta", "data", "sequence_number",
			"output_index", "content_index", "summary_index", "model", "tools", "usage");

	private static final Set<String> SCHEMAS = Set.of("parameters", "schema", "input_schema");

	private static final Set<String> VALUES_OF_SCHEMA = Set.of("default", "const", "enum", "example", "examples");

	/** Keys up to this length are too short to contain a credential. */
	private static final int LONGEST_PLAIN_KEY = 8;

	private final List<String> fields;

	private final FieldMask mask;

	/**
	 * Create a redaction.
	 * @param fields the names of further JSON fields whose values are taken out; upper
	 * and lower case are the same
	 * @throws IllegalArgumentException if a name is blank, or that of a field without
	 * which a recording cannot be played
	 */
	public RunRedaction(Collection<String> fields) {
		Set<String> names = new LinkedHashSet<>();
		for (String field : fields) {
			String name = field.strip().toLowerCase(Locale.ROOT);
			if (name.isEmpty() || KEPT.contains(name)) {
				throw new IllegalArgumentException("The field '" + field
						+ "' cannot be redacted, because recordings cannot be played without it; name fields of "
						+ "arguments, outputs and headers");
			}
			names.add(name);
		}
		this.fields = List.copyOf(names);
		this.mask = new FieldMask((name) -> ALWAYS.contains(name) || names.contains(name) || Secrets.isNamedBy(name));
	}

	/**
	 * Return the names of the fields that are taken out besides those always are.
	 * @return the names, in lower case
	 */
	public List<String> fields() {
		return this.fields;
	}

	/**
	 * Return a run without what must not be kept.
	 * @param run the run
	 * @return the redacted copy
	 */
	public RecordedRun redact(RecordedRun run) {
		RecordedRun redacted = null;
		for (RecordedRun part : run.parts()) {
			RecordedRun kept = new RecordedRun(part.recording(), part.number(), part.profile(), part.sessionId(),
					part.iteration(), redact(part.startingAgent()), textOrNull(part.input()),
					part.turns().stream().map(this::redact).toList(), redact(part.failure()), part.origin(), redacted,
					part.events());
			// Redacted events cannot be played, and its digest would help to guess it
			redacted = isSame(kept, part) ? kept : kept.withTurns(kept.turns(), redacted);
		}
		return (redacted != null) ? redacted : run;
	}

	private static boolean isSame(RecordedRun one, RecordedRun other) {
		return one.startingAgent().equals(other.startingAgent()) && Objects.equals(one.input(), other.input())
				&& one.turns().equals(other.turns()) && Objects.equals(one.failure(), other.failure());
	}

	private RecordedTurn redact(RecordedTurn turn) {
		Map<String, JsonObject> callDetails = new HashMap<>();
		turn.callDetails().forEach((id, details) -> callDetails.put(id, object(details)));
		List<JsonObject> frames = new ArrayList<>(turn.frames().size());
		turn.frames().forEach((frame) -> frames.add(object(frame)));
		rewriteDeltas(turn.frames(), frames);
		return new RecordedTurn(redact(turn.agent()), redact(turn.key()), turn.requestId(), frames,
				turn.toolResults().stream().map(this::redact).toList(), redact(turn.failure()), turn.pauses(),
				callDetails);
	}

	private TurnKey redact(TurnKey key) {
		return new TurnKey(key.agent(), textOrNull(key.userMessage()),
				key.toolOutputs().stream().map(this::text).toList());
	}

	private RecordedToolResult redact(RecordedToolResult result) {
		JsonObject details = result.details();
		return new RecordedToolResult(result.callId(), value(result.value()), text(result.text()),
				(details != null) ? object(details) : null);
	}

	private RecordedAgent redact(RecordedAgent agent) {
		return new RecordedAgent(agent.name(), agent.model(), textOrNull(agent.instructions()),
				agent.tools().stream().map(this::redact).toList(), agent.handoffs(), redact(agent.outputType()));
	}

	private @Nullable RecordedOutputType redact(@Nullable RecordedOutputType type) {
		return (type != null) ? new RecordedOutputType(type.name(), schema(type.jsonSchema(), false), type.strict())
				: null;
	}

	private RecordedTool redact(RecordedTool tool) {
		JsonObject parameters = tool.parameters();
		return new RecordedTool(tool.name(), textOrNull(tool.description()),
				(parameters != null) ? schema(parameters, false) : null);
	}

	private @Nullable RecordedFailure redact(@Nullable RecordedFailure failure) {
		if (failure == null) {
			return null;
		}
		Map<String, String> headers = new HashMap<>();
		failure.headers()
			.forEach((name, header) -> headers.put(name, this.mask.hides(name) ? Secrets.HIDDEN : text(header)));
		return new RecordedFailure(failure.type(), text(failure.message()), failure.statusCode(), headers,
				value(failure.body()));
	}

	private @Nullable String textOrNull(@Nullable String text) {
		return (text != null) ? text(text) : null;
	}

	/**
	 * Return a text without what must not be kept. Equal texts stay equal.
	 */
	String text(String text) {
		return Secrets.hide(this.mask.apply(text));
	}

	private @Nullable Object value(@Nullable Object value) {
		return JsonWalk.map(value, this::object, this::text);
	}

	private JsonObject object(JsonObject object) {
		JsonObject.Builder redacted = JsonObject.builder();
		boolean changed = false;
		boolean pair = Secrets.isPairOfCredential(object);
		for (int i = 0; i < object.size(); i++) {
			String key = object.keyAt(i);
			Object value = object.valueAt(i);
			boolean hides = this.mask.hides(key) || (pair && key.equals("value"));
			Object kept = (value != null && hides) ? Secrets.HIDDEN
					: (SCHEMAS.contains(key) && value instanceof JsonObject schema && isTyped(object))
							? schema(schema, false) : value(value);
			changed |= (value instanceof String text && !text.equals(kept));
			redacted.put((key.length() > LONGEST_PLAIN_KEY) ? text(key) : key, kept);
		}
		if (changed && !object.array("logprobs").isEmpty()) {
			// They contain the text once more, token by token
			redacted.put("logprobs", List.of());
		}
		return redacted.build();
	}

	/**
	 * Whether an object that contains a schema is the definition of a tool or an output.
	 */
	private static boolean isTyped(JsonObject owner) {
		return owner.get("type") instanceof String && owner.get("name") instanceof String;
	}

	/**
	 * Return a schema, which names fields but has no values of theirs except defaults and
	 * examples.
	 */
	private JsonObject schema(JsonObject schema, boolean ofHidden) {
		JsonObject.Builder redacted = JsonObject.builder();
		schema.forEach((key, value) -> {
			if (ofHidden && VALUES_OF_SCHEMA.contains(key)) {
				redacted.put(key, (value instanceof List<?> list)
						? list.stream().map((element) -> Secrets.HIDDEN).toList() : Secrets.HIDDEN);
			}
			else if (key.equals("properties") && value instanceof JsonObject properties) {
				JsonObject.Builder each = JsonObject.builder();
				properties.forEach((name, property) -> each.put(name, (property instanceof JsonObject described)
						? schema(described, ofHidden || this.mask.hides(name)) : value(property)));
				redacted.put(key, each.build());
			}
			else {
				redacted.put(key, schemaValue(value, ofHidden));
			}
		});
		return redacted.build();
	}

	private @Nullable Object schemaValue(@Nullable Object value, boolean ofHidden) {
		return JsonWalk.map(value, (object) -> schema(object, ofHidden), this::text);
	}

	/**
	 * Redact the texts that came in pieces.
	 * @param frames the frames as they came
	 * @param redacted the redacted frames, whose pieces are replaced
	 */
	private void rewriteDeltas(List<JsonObject> frames, List<JsonObject> redacted) {
		Map<List<@Nullable Object>, List<Integer>> texts = new LinkedHashMap<>();
		for (int i = 0; i < frames.size(); i++) {
			JsonObject frame = frames.get(i);
			String type = frame.stringOrNull("type");
			if (type != null && type.endsWith(".delta") && frame.get("delta") instanceof String) {
				List<@Nullable Object> text = new ArrayList<>();
				for (String key : List.of("type", "item_id", "output_index", "content_index", "summary_index")) {
					text.add(frame.get(key));
				}
				texts.computeIfAbsent(text, (first) -> new ArrayList<>()).add(i);
			}
		}
		for (List<Integer> pieces : texts.values()) {
			List<String> deltas = pieces.stream().map((index) -> frames.get(index).string("delta")).toList();
			String whole = String.join("", deltas);
			String type = frames.get(pieces.get(0)).string("type");
			String kept = this.mask.hides(fieldOf(type)) ? Secrets.HIDDEN : text(whole);
			boolean changed = !kept.equals(whole);
			List<String> cut = changed ? cut(deltas, whole, kept) : deltas;
			for (int i = 0; i < cut.size(); i++) {
				JsonObject frame = redacted.get(pieces.get(i)).with("delta", cut.get(i));
				redacted.set(pieces.get(i),
						(changed && !frame.array("logprobs").isEmpty()) ? frame.with("logprobs", List.of()) : frame);
			}
		}
	}

	/**
	 * Return the field that contains the whole of a text that comes in pieces.
	 */
	private static String fieldOf(String type) {
		for (String field : List.of("arguments", "refusal", "code", "input", "transcript")) {
			if (type.contains("_" + field) || type.contains("." + field)) {
				return field;
			}
		}
		return "text";
	}

	/**
	 * Cut a redacted text into as many pieces as the text had, at the same places where
	 * it is the same. The replacement of a secret goes to the piece in which that began.
	 */
	private static List<String> cut(List<String> deltas, String whole, String kept) {
		int[] places = places(whole, kept);
		List<String> pieces = new ArrayList<>(deltas.size());
		int end = 0;
		int from = 0;
		for (String delta : deltas) {
			end += delta.length();
			int to = (pieces.size() == deltas.size() - 1) ? kept.length() : Math.max(from, places[end]);
			pieces.add(kept.substring(from, to));
			from = to;
		}
		return pieces;
	}

	/**
	 * Return for each place of a text its place in the redacted one.
	 */
	private static int[] places(String whole, String kept) {
		int[] places = new int[whole.length() + 1];
		int at = 0;
		int in = 0;
		for (int next = 0; next <= kept.length();) {
			int hidden = kept.indexOf(Secrets.HIDDEN, next);
			String same = kept.substring(next, (hidden < 0) ? kept.length() : hidden);
			int found = (hidden < 0) ? Math.max(at, whole.length() - same.length()) : whole.indexOf(same, at);
			found = (found < 0) ? at : found;
			while (at < found) {
				at++;
				places[at] = in;
			}
			for (int i = 0; i < same.length() && at < whole.length(); i++) {
				places[++at] = ++in;
			}
			in = (hidden < 0) ? kept.length() : hidden + Secrets.HIDDEN.length();
			next = (hidden < 0) ? kept.length() + 1 : in;
		}
		places[whole.length()] = kept.length();
		return places;
	}

}
