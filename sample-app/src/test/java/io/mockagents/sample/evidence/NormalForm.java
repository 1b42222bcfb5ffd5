package io.mockagents.sample.evidence;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Puts ordinals in the place of what no two runs have in common: ids, hashes and times.
 * What does not have the exact form of one stays as it is, and so differs; equal ids stay
 * equal in all that one object is given.
 */
class NormalForm {

	private static final Pattern VOLATILE = Pattern.compile("""
			(?<id>\\b(?:rs|fc|msg|resp)_(?=0|6)[0-9a-f]{48}\\b)\
			|(?<call>\\bcall_[0-9A-Za-z]{24}\\b)\
			|(?<uuid>\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f]))\
			|(?<commit>\\b[0-9a-f]{40}\\b)\
			|(?<micros>\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}$)\
			|(?<seconds>\\b\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d$)""");

	private final Map<String, String> known = new LinkedHashMap<>();

	private final Map<String, String> ordinals = new HashMap<>();

	private final Map<String, Integer> counts = new HashMap<>();

	/**
	 * Create a form.
	 * @param known texts to replace wherever they occur, with their replacements
	 */
	NormalForm(Map<String, String> known) {
		this.known.putAll(known);
	}

	@Nullable Object of(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			JsonObject.Builder normal = JsonObject.builder();
			object.forEach((key, element) -> normal.put(key, of(element)));
			return normal.build();
		}
		if (value instanceof List<?> list) {
			return list.stream().<@Nullable Object>map(this::of).toList();
		}
		return (value instanceof String text) ? text(text) : value;
	}

	private String text(String value) {
		String text = value;
		for (Map.Entry<String, String> entry : this.known.entrySet()) {
			text = text.replace(entry.getKey(), entry.getValue());
		}
		return VOLATILE.matcher(text).replaceAll((match) -> {
			if (match.group(5) != null || match.group(6) != null) {
				return (match.group(5) != null) ? "<time with microseconds>" : "<time in seconds>";
			}
			return this.ordinals.computeIfAbsent(match.group(), (unseen) -> {
				String kind = (match.group(1) != null) ? match.group().substring(0, match.group().indexOf('_'))
						: (match.group(2) != null) ? "call" : (match.group(3) != null) ? "uuid" : "commit";
				return "<" + kind + " " + this.counts.merge(kind, 1, Integer::sum) + ">";
			});
		});
	}

}
