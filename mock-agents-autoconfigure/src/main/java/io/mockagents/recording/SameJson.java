package io.mockagents.recording;

import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Whether two JSON values are written the same, the order of keys included.
 */
final class SameJson {

	private SameJson() {
	}

	static boolean is(@Nullable Object one, @Nullable Object other) {
		if (one == other) {
			return true;
		}
		if (one instanceof JsonObject object && other instanceof JsonObject otherObject) {
			if (object.size() != otherObject.size()) {
				return false;
			}
			for (int i = 0; i < object.size(); i++) {
				if (!object.keyAt(i).equals(otherObject.keyAt(i)) || !is(object.valueAt(i), otherObject.valueAt(i))) {
					return false;
				}
			}
			return true;
		}
		if (one instanceof List<?> list && other instanceof List<?> otherList) {
			if (list.size() != otherList.size()) {
				return false;
			}
			for (int i = 0; i < list.size(); i++) {
				if (!is(list.get(i), otherList.get(i))) {
					return false;
				}
			}
			return true;
		}
		return Objects.equals(one, other);
	}

}
