package io.mockagents.sample.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was recorded with what the sample did, field by field, order of keys
 * included.
 */
class FlowComparison {

	static final String NOTHING = "<nothing>";

	private final List<IntendedDifference> intended;

	private final Map<IntendedDifference, List<String>> explained = new LinkedHashMap<>();

	private final List<String> unexplained = new ArrayList<>();

	private final Map<String, Integer> compared = new LinkedHashMap<>();

	FlowComparison(List<IntendedDifference> intended) {
		this.intended = intended;
	}

	/**
	 * Compare what there is of one kind.
	 */
	void compare(String path, @Nullable Object recorded, @Nullable Object ours) {
		if (equal(recorded, ours)) {
			this.compared.merge(path.replaceAll("[\\[.].*", ""), leaves(recorded), Integer::sum);
			return;
		}
		for (IntendedDifference difference : this.intended) {
			if (difference.explains(path, recorded, ours)) {
				this.explained.computeIfAbsent(difference, (first) -> new ArrayList<>()).add(path);
				return;
			}
		}
		if (recorded instanceof JsonObject recordedObject && ours instanceof JsonObject ourObject
				&& List.copyOf(recordedObject.keySet()).equals(List.copyOf(ourObject.keySet()))) {
			recordedObject.forEach((key, value) -> compare(path + "." + key, value, ourObject.get(key)));
		}
		else if (recorded instanceof List<?> recordedList && ours instanceof List<?> ourList) {
			for (int i = 0; i < Math.max(recordedList.size(), ourList.size()); i++) {
				compare(path + "[" + i + "]", element(recordedList, i), element(ourList, i));
			}
		}
		else {
			this.unexplained.add("%s%n  recorded %s%n  ours     %s".formatted(path, recorded, ours));
		}
	}

	/**
	 * Whether two values are equal in JSON, the order of keys included.
	 */
	static boolean equal(@Nullable Object recorded, @Nullable Object ours) {
		return JsonCodec.write(recorded).equals(JsonCodec.write(ours));
	}

	private static int leaves(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			return object.values().stream().mapToInt(FlowComparison::leaves).sum();
		}
		return (value instanceof List<?> list) ? list.stream().mapToInt(FlowComparison::leaves).sum() : 1;
	}

	private static @Nullable Object element(List<?> list, int index) {
		return (index < list.size()) ? list.get(index) : NOTHING;
	}

	/**
	 * Return the differences that nobody intended.
	 */
	List<String> unexplained() {
		return this.unexplained;
	}

	boolean occurred(IntendedDifference difference) {
		return this.explained.containsKey(difference);
	}

	/**
	 * Return what was compared and found, for people to read.
	 */
	JsonObject report(RecordedFlow flow) {
		return JsonObject.of("flow", flow.name(), "equal_values", this.compared, "intended_differences",
				this.explained.entrySet()
					.stream()
					.map((entry) -> JsonObject.of("reason", entry.getKey().reason(), "places", entry.getValue()))
					.toList(),
				"other_differences", this.unexplained);
	}

}
