package io.mockagents.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Calls without output and outputs without call, which the SDK does not send to a model.
 */
final class OrphanCalls {

	private static final Map<Object, String> OUTPUTS = Map.of("function_call", "function_call_output", "computer_call",
			"computer_call_output", "shell_call", "shell_call_output", "local_shell_call", "local_shell_call_output",
			"apply_patch_call", "apply_patch_call_output", "custom_tool_call", "custom_tool_call_output");

	private OrphanCalls() {
	}

	/**
	 * Return items without calls that have no output, and without the thoughts that led
	 * to them.
	 * @param items the items
	 */
	static List<JsonObject> dropCalls(List<JsonObject> items) {
		return drop(items, items.size(), false);
	}

	/**
	 * Return the items of a session and of an input without calls that have no output,
	 * and outputs that have no call, in the session.
	 * @param items the items
	 * @param ofSession how many of them are the session's, which come first
	 */
	static List<JsonObject> dropFromSession(List<JsonObject> items, int ofSession) {
		return drop(items, ofSession, true);
	}

	private static List<JsonObject> drop(List<JsonObject> items, int first, boolean outputs) {
		Set<String> answered = new HashSet<>();
		items.forEach((item) -> answered.add(key(item.get("type"), item)));
		Set<String> called = new HashSet<>();
		List<JsonObject> kept = new ArrayList<>(items.size());
		boolean dropped = false;
		for (int i = 0; i < items.size(); i++) {
			JsonObject item = items.get(i);
			Object type = item.get("type");
			String output = (type != null) ? OUTPUTS.get(type) : null;
			if (output != null && i < first && !answered.contains(key(output, item))) {
				while (!kept.isEmpty() && "reasoning".equals(kept.get(kept.size() - 1).get("type"))) {
					kept.remove(kept.size() - 1);
				}
				dropped = true;
				continue;
			}
			if (output != null) {
				called.add(key(output, item));
			}
			kept.add(item);
		}
		if (!outputs) {
			return dropped ? kept : items;
		}
		Set<JsonObject> ofSession = Collections.newSetFromMap(new IdentityHashMap<>());
		ofSession.addAll(items.subList(0, first));
		kept.removeIf((item) -> ofSession.contains(item) && item.get("type") != null
				&& OUTPUTS.containsValue(item.get("type")) && !called.contains(key(item.get("type"), item)));
		return kept;
	}

	private static String key(@Nullable Object type, JsonObject item) {
		return type + " " + item.get("call_id");
	}

}
