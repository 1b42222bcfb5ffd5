package io.mockagents.recording.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import io.mockagents.recording.compare.EventDifference.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventComparatorTests {

	private static final Path RECORDINGS = Path.of("src/test/resources/goldens");

	private static final List<JsonObject> EVENTS = events(RECORDINGS.resolve("sdk-0.2.9/b_tool_approved"));

	private final EventComparator structure = EventComparator.ofStructure();

	static Stream<Path> recordings() throws IOException {
		try (Stream<Path> files = Files.walk(RECORDINGS)) {
			return files.filter((file) -> file.endsWith("events.jsonl"))
				.map(Path::getParent)
				.sorted()
				.toList()
				.stream();
		}
	}

	private static List<JsonObject> events(Path recording) {
		try {
			return Files.readAllLines(recording.resolve("events.jsonl")).stream().map(JsonCodec::parseObject).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void recordingDoesNotDifferFromItself(Path recording) {
		Comparison comparison = EventComparator.ofValues().compareEvents(events(recording), events(recording));
		assertThat(comparison.differences()).isEmpty();
		assertThat(comparison.isEmpty()).isTrue();
		assertThat(comparison).hasToString(
				"No differences in " + events(recording).size() + " and " + events(recording).size() + " events");
	}

	@Test
	void numberOfDeltasDoesNotCountButTheirTextDoesAmongValues() {
		List<JsonObject> fewer = new ArrayList<>(EVENTS);
		int delta = indexOf("response.output_text.delta");
		JsonObject removed = fewer.remove(delta);
		assertThat(this.structure.compareEvents(EVENTS, fewer).differences()).isEmpty();
		assertThat(EventComparator.ofValues().compareEvents(EVENTS, fewer).differences()).singleElement()
			.returns(Kind.CHANGED_VALUE, EventDifference::kind);
		JsonObject next = fewer.get(delta).object("data");
		fewer.set(delta, fewer.get(delta)
			.with("data", next.with("delta", removed.object("data").string("delta") + next.string("delta"))));
		assertThat(EventComparator.ofValues().compareEvents(EVENTS, fewer).differences()).isEmpty();
	}

	@Test
	void idsMayBeOthersButHaveToStayTheSameThroughout() {
		String id = EVENTS.get(indexOf("tool_called")).object("item").object("raw_item").string("call_id");
		List<JsonObject> renamed = EVENTS.stream()
			.map((event) -> JsonCodec.parseObject(JsonCodec.write(event).replace(id, "call_other")))
			.toList();
		assertThat(EventComparator.ofValues().compareEvents(EVENTS, renamed).differences()).isEmpty();
		List<JsonObject> broken = new ArrayList<>(renamed);
		broken.set(indexOf("tool_output"), EVENTS.get(indexOf("tool_output")));
		assertThat(EventComparator.ofValues().compareEvents(EVENTS, broken).differences()).singleElement()
			.returns(Kind.CHANGED_VALUE, EventDifference::kind)
			.returns("$.item.raw_item.call_id", EventDifference::path);
	}

	@Test
	void eventsThatAreMissingNewOrMovedAreNamed() {
		int called = indexOf("tool_called");
		List<JsonObject> without = new ArrayList<>(EVENTS);
		without.remove(called);
		assertThat(this.structure.compareEvents(EVENTS, without).differences()).singleElement()
			.returns(Kind.MISSING_EVENT, EventDifference::kind)
			.hasToString("tool_called function_call: is missing [run 1, event " + (called + 1) + " of the first]");
		assertThat(this.structure.compareEvents(without, EVENTS).differences()).singleElement()
			.returns(Kind.ADDED_EVENT, EventDifference::kind);
		without.add(called - 1, EVENTS.get(called));
		assertThat(this.structure.compareEvents(EVENTS, without).differences()).singleElement()
			.returns(Kind.MOVED_EVENT, EventDifference::kind);
	}

	@Property(tries = 300, seed = "20261122")
	void anyFieldThatIsDroppedRenamedRetypedOrMovedIsFound(@ForAll("places") Place place) {
		JsonObject object = place.object();
		String key = object.keyAt(place.key());
		assertThat(found(place, object.without(key))).satisfiesAnyOf(
				(differences) -> assertThat(differences).extracting(EventDifference::kind).contains(Kind.MISSING_FIELD),
				(differences) -> assertThat(isNaming(key)).isTrue());
		assertThat(found(place, renamed(object, key))).isNotEmpty()
			.satisfiesAnyOf((differences) -> assertThat(differences).extracting(EventDifference::kind)
				.contains(Kind.RENAMED_FIELD), (differences) -> assertThat(isNaming(key)).isTrue());
		Object other = (object.get(key) instanceof Boolean) ? "text" : Boolean.TRUE;
		assertThat(found(place, object.with(key, other))).isNotEmpty()
			.satisfiesAnyOf((differences) -> assertThat(differences).extracting(EventDifference::kind)
				.contains(Kind.RETYPED_FIELD), (differences) -> assertThat(isNaming(key)).isTrue());
		if (object.size() > 1) {
			String first = object.keyAt((place.key() == 0) ? 1 : 0);
			JsonObject.Builder moved = JsonObject.builder();
			object.keySet()
				.stream()
				.sorted((one, two) -> Boolean.compare(two.equals(place.key() == 0 ? first : key),
						one.equals(place.key() == 0 ? first : key)))
				.forEach((name) -> moved.put(name, object.get(name)));
			assertThat(found(place, moved.build())).singleElement().returns(Kind.REORDERED_KEYS, EventDifference::kind);
		}
	}

	/**
	 * Return whether a field is one by which events and elements are told apart, so that
	 * without it the whole of them is another.
	 */
	private static boolean isNaming(String key) {
		return Set.of("type", "name", "item", "raw_item", "data", "part").contains(key);
	}

	private static JsonObject renamed(JsonObject object, String key) {
		JsonObject.Builder renamed = JsonObject.builder();
		object.forEach((name, value) -> renamed.put(name.equals(key) ? "renamed_" + key : name, value));
		return renamed.build();
	}

	private List<EventDifference> found(Place place, JsonObject changed) {
		List<JsonObject> mutated = new ArrayList<>(EVENTS);
		mutated.set(place.event(),
				(JsonObject) Objects.requireNonNull(replaced(EVENTS.get(place.event()), place.object(), changed)));
		List<EventDifference> differences = this.structure.compareEvents(EVENTS, mutated).differences();
		assertThat(differences).as(place.toString()).isNotEmpty();
		return differences;
	}

	@SuppressWarnings("ReferenceEquality")
	private static Object replaced(Object value, JsonObject object, JsonObject changed) {
		if (value == object) {
			return changed;
		}
		if (value instanceof JsonObject parent) {
			JsonObject.Builder copy = JsonObject.builder();
			parent.forEach((key, member) -> copy.put(key, replaced(member, object, changed)));
			return copy.build();
		}
		if (value instanceof List<?> elements) {
			List<Object> copy = new ArrayList<>();
			elements.forEach((element) -> copy.add(replaced(element, object, changed)));
			return copy;
		}
		return value;
	}

	@Provide
	Arbitrary<Place> places() {
		List<Place> places = new ArrayList<>();
		for (int i = 0; i < EVENTS.size(); i++) {
			addPlaces(i, EVENTS.get(i), places);
		}
		return Arbitraries.of(places);
	}

	private static void addPlaces(int event, Object value, List<Place> places) {
		if (value instanceof JsonObject object) {
			for (int key = 0; key < object.size(); key++) {
				places.add(new Place(event, object, key));
				addPlaces(event, object.valueAt(key), places);
			}
		}
		else if (value instanceof List<?> elements) {
			elements.forEach((element) -> addPlaces(event, element, places));
		}
	}

	private static int indexOf(String kind) {
		for (int i = 0; i < EVENTS.size(); i++) {
			JsonObject data = EVENTS.get(i).objectOrNull("data");
			if (kind.equals(EVENTS.get(i).get("name")) || (data != null && kind.equals(data.get("type")))) {
				return i;
			}
		}
		throw new IllegalArgumentException(kind);
	}

	/**
	 * A field of an event.
	 *
	 * @param event the index of the event
	 * @param object the object in it
	 * @param key the index of the key
	 */
	record Place(int event, JsonObject object, int key) {

		@Override
		public String toString() {
			return "event " + (this.event + 1) + ", key " + this.object.keyAt(this.key);
		}

	}

}
