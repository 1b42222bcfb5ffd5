package io.mockagents.recording.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.JsonComparison;
import io.mockagents.recording.compare.EventDifference.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the differences between the events of runs.
 */
final class DifferenceFinder extends JsonComparison {

	/**
	 * The type of what stands for the end of a run.
	 */
	static final String END = "end";

	private static final Set<String> NAMING = Set.of("type", "object", "role", "status");

	private static final Set<String> IDS = Set.of("id", "item_id", "call_id", "approval_request_id",
			"previous_response_id", "response_id", "request_id");

	private static final Set<String> VOLATILE = Set.of("created_at", "completed_at", "obfuscation", "sequence_number");

	private static final int EXAMPLE_LENGTH = 60;

	private final boolean values;

	private final Map<EventDifference, Times> found = new LinkedHashMap<>();

	private final Map<String, String> ids = new HashMap<>();

	private final Map<String, String> idsBack = new HashMap<>();

	private int run;

	private long expectedEvents;

	private long actualEvents;

	private String event = "";

	private String place = "";

	DifferenceFinder(boolean values) {
		this.values = values;
	}

	Comparison comparison() {
		List<EventDifference> differences = new ArrayList<>();
		this.found.forEach((difference, times) -> differences.add(difference.found(times.count, times.example)));
		return new Comparison(differences, this.expectedEvents, this.actualEvents);
	}

	void runWithoutCounterpart(String run, boolean expected) {
		this.run++;
		this.place = run;
		add(EventDifference.of(expected ? Kind.MISSING_EVENT : Kind.ADDED_EVENT, "run"), "");
	}

	/**
	 * Compare the events of a run.
	 */
	void compare(List<JsonObject> expected, List<JsonObject> actual) {
		this.run++;
		this.expectedEvents += expected.stream().filter(DifferenceFinder::isEvent).count();
		this.actualEvents += actual.stream().filter(DifferenceFinder::isEvent).count();
		List<EventGroup> missing = new ArrayList<>();
		List<EventGroup> added = new ArrayList<>();
		for (EventAlignment.Pair pair : EventAlignment.of(EventGroup.of(expected), EventGroup.of(actual))) {
			if (pair.expected() != null && pair.actual() != null) {
				compare(pair.expected(), pair.actual());
			}
			else if (pair.expected() != null) {
				missing.add(pair.expected());
			}
			else if (pair.actual() != null) {
				added.add(pair.actual());
			}
		}
		for (EventGroup group : missing) {
			EventGroup moved = added.stream()
				.filter((other) -> other.kind().equals(group.kind()))
				.findFirst()
				.orElse(null);
			if (moved != null) {
				added.remove(moved);
				at(group, moved);
				add(EventDifference.of(Kind.MOVED_EVENT, group.kind()), "");
				compare(group, moved);
			}
			else {
				at(group, null);
				add(EventDifference.of(Kind.MISSING_EVENT, group.kind()), "");
			}
		}
		for (EventGroup group : added) {
			at(null, group);
			add(EventDifference.of(Kind.ADDED_EVENT, group.kind()), "");
		}
	}

	private static boolean isEvent(JsonObject event) {
		return !END.equals(event.get("type"));
	}

	private void at(@Nullable EventGroup expected, @Nullable EventGroup actual) {
		EventGroup group = (expected != null) ? expected : Objects.requireNonNull(actual);
		this.event = group.kind();
		this.place = "run " + this.run + ", event "
				+ ((expected != null && actual != null && expected.number() != actual.number())
						? expected.number() + " and " + actual.number() : String.valueOf(group.number()))
				+ ((expected == null) ? " of the second" : (actual == null) ? " of the first" : "");
	}

	/**
	 * Compare two groups of like events: each with one of the other, for as many there
	 * are.
	 */
	private void compare(EventGroup expected, EventGroup actual) {
		at(expected, actual);
		int size = Math.max(expected.events().size(), actual.events().size());
		for (int i = 0; i < size; i++) {
			compare("$", event(expected, i), event(actual, i));
		}
		if (this.values && expected.isDeltas()) {
			compareText("$.data.delta", "delta", expected.text(), actual.text());
		}
	}

	private static JsonObject event(EventGroup group, int index) {
		return group.events().get(Math.min(index, group.events().size() - 1));
	}

	@Override
	protected void found(Change kind, String path, @Nullable Object expected, @Nullable Object actual) {
		switch (kind) {
			case MISSING -> add(of(Kind.MISSING_FIELD, path, null, null), "was " + shortened(expected));
			case ADDED -> add(of(Kind.ADDED_FIELD, path, null, null), "is " + shortened(actual));
			case ORDER -> add(of(Kind.REORDERED_KEYS, path, joined(expected), joined(actual)), "");
			case TYPE -> add(of(Kind.RETYPED_FIELD, path, type(expected), type(actual)), expected, actual);
			case VALUE -> add(of(Kind.CHANGED_VALUE, path, JsonCodec.write(expected), JsonCodec.write(actual)), "");
		}
	}

	private static String joined(@Nullable Object keys) {
		return ((List<?>) Objects.requireNonNull(keys)).stream().map(String::valueOf).collect(Collectors.joining(", "));
	}

	@Override
	protected void compareValues(String path, String key, @Nullable Object expected, @Nullable Object actual) {
		if (NAMING.contains(key) || (this.values && !key.equals("delta"))) {
			compareText(path, key, expected, actual);
		}
	}

	private void compareText(String path, String key, @Nullable Object expected, @Nullable Object actual) {
		if (VOLATILE.contains(key)) {
			return;
		}
		if (IDS.contains(key) && expected instanceof String id && actual instanceof String other) {
			String known = this.ids.putIfAbsent(id, other);
			String knownBack = this.idsBack.putIfAbsent(other, id);
			if ((known == null || known.equals(other)) && (knownBack == null || knownBack.equals(id))) {
				return;
			}
		}
		else if (Objects.equals(expected, actual)) {
			return;
		}
		found(Change.VALUE, path, expected, actual);
	}

	@Override
	protected void compareKeys(String path, JsonObject expected, JsonObject actual, List<String> missing,
			List<String> added) {
		for (String key : List.copyOf(missing)) {
			String renamed = renamed(key, added, expected, actual);
			if (renamed != null) {
				missing.remove(key);
				added.remove(renamed);
				add(of(Kind.RENAMED_FIELD, path(path, key), key, renamed), expected.get(key), actual.get(renamed));
			}
		}
		super.compareKeys(path, expected, actual, missing, added);
	}

	/**
	 * Return which new field stands where a missing one stood: after the same field that
	 * both have, with a value of the same type.
	 */
	private static @Nullable String renamed(String key, List<String> added, JsonObject expected, JsonObject actual) {
		for (String candidate : added) {
			if (type(expected.get(key)).equals(type(actual.get(candidate)))
					&& Objects.equals(before(key, expected, actual), before(candidate, actual, expected))) {
				return candidate;
			}
		}
		return null;
	}

	private static @Nullable String before(String key, JsonObject object, JsonObject other) {
		String before = null;
		for (String candidate : object.keySet()) {
			if (candidate.equals(key)) {
				break;
			}
			before = other.containsKey(candidate) ? candidate : before;
		}
		return before;
	}

	@Override
	protected void compareLists(String path, List<?> expected, List<?> actual) {
		List<String> types = elementTypes(expected);
		List<String> otherTypes = elementTypes(actual);
		if (!types.equals(otherTypes)) {
			add(of(Kind.RETYPED_FIELD, path, "array of " + types, "array of " + otherTypes), "");
			return;
		}
		if (this.values && expected.size() != actual.size()) {
			add(of(Kind.CHANGED_VALUE, path + ".length()", String.valueOf(expected.size()),
					String.valueOf(actual.size())), "");
		}
		int size = Math.max(expected.size(), actual.size());
		for (int i = 0; i < size; i++) {
			Object element = expected.get(Math.min(i, expected.size() - 1));
			Object other = actual.get(Math.min(i, actual.size() - 1));
			if (elementType(element).equals(elementType(other))) {
				compare(path + elementPath(element), element, other);
			}
		}
	}

	/**
	 * Return the types of the elements of a list, those of like neighbours once.
	 */
	private static List<String> elementTypes(List<?> elements) {
		List<String> types = new ArrayList<>();
		for (Object element : elements) {
			String type = elementType(element);
			if (types.isEmpty() || !types.get(types.size() - 1).equals(type)) {
				types.add(type);
			}
		}
		return types;
	}

	private static String elementType(@Nullable Object element) {
		return (element instanceof JsonObject object && object.get("type") instanceof String type) ? type
				: type(element);
	}

	private static String elementPath(@Nullable Object element) {
		return (element instanceof JsonObject object && object.get("type") instanceof String type)
				? "[?@.type=='" + type + "']" : "[*]";
	}

	private EventDifference of(Kind kind, String path, @Nullable String expected, @Nullable String actual) {
		return EventDifference.of(kind, this.event, path, expected, actual);
	}

	private void add(EventDifference difference, @Nullable Object expected, @Nullable Object actual) {
		add(difference, shortened(expected) + " and " + shortened(actual));
	}

	private void add(EventDifference difference, String detail) {
		this.found.computeIfAbsent(difference,
				(first) -> new Times(this.place + (detail.isEmpty() ? "" : ": " + detail))).count++;
	}

	private static String shortened(@Nullable Object value) {
		String text = JsonCodec.write(value);
		return Excerpt.of(text, EXAMPLE_LENGTH);
	}

	/**
	 * How often a difference was found, and where first.
	 */
	private static final class Times {

		private final String example;

		private int count;

		Times(String example) {
			this.example = example;
		}

	}

}
