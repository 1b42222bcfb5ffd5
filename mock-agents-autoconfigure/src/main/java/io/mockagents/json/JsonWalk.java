package io.mockagents.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a JSON value and all values in it, in order.
 */
public final class JsonWalk {

	private JsonWalk() {
	}

	/**
	 * Return whether a value, or one in it, passes a test. The walk stops at the first.
	 * @param value the value
	 * @param test accepts the key and the value of a member; the key is {@code null} for
	 * an element of a list and for the value itself
	 * @return whether one does
	 */
	public static boolean any(@Nullable Object value, BiPredicate<@Nullable String, @Nullable Object> test) {
		return any(null, value, test);
	}

	private static boolean any(@Nullable String key, @Nullable Object value,
			BiPredicate<@Nullable String, @Nullable Object> test) {
		if (test.test(key, value)) {
			return true;
		}
		if (value instanceof JsonObject object) {
			for (int i = 0; i < object.size(); i++) {
				if (any(object.keyAt(i), object.valueAt(i), test)) {
					return true;
				}
			}
		}
		else if (value instanceof List<?> elements) {
			for (Object element : elements) {
				if (any(null, element, test)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Return an object with other texts.
	 * @param object the object
	 * @param texts returns the other text
	 * @return an object of the same form
	 */
	public static JsonObject mapTexts(JsonObject object, TextMapping texts) {
		JsonObject.Builder mapped = JsonObject.builder();
		object.forEach((key, value) -> mapped.put(key,
				(value instanceof String text) ? texts.apply(object, key, text) : mapTexts(value, texts)));
		return mapped.build();
	}

	/**
	 * Return a value with other texts.
	 * @param value the value
	 * @param texts returns the other text
	 * @return a value of the same form
	 */
	public static @Nullable Object mapTexts(@Nullable Object value, TextMapping texts) {
		return map(value, (object) -> mapTexts(object, texts), (text) -> texts.apply(null, null, text));
	}

	/**
	 * Return a value whose objects and texts are replaced: the value itself if it is one
	 * of them, or those in a list and the lists in it. The members of objects are not
	 * visited.
	 * @param value the value
	 * @param objects replaces an object
	 * @param texts replaces a text
	 * @return the other value
	 */
	public static @Nullable Object map(@Nullable Object value, Function<JsonObject, ?> objects,
			Function<String, ?> texts) {
		if (value instanceof JsonObject object) {
			return objects.apply(object);
		}
		if (value instanceof List<?> elements) {
			List<@Nullable Object> mapped = new ArrayList<>(elements.size());
			elements.forEach((element) -> mapped.add(map(element, objects, texts)));
			return mapped;
		}
		return (value instanceof String text) ? texts.apply(text) : value;
	}

	/**
	 * Return an object without its members that are {@code null}. Those of the objects in
	 * it stay.
	 * @param object the object
	 * @return the object without them
	 */
	public static JsonObject withoutNulls(JsonObject object) {
		return withoutNulls(object, (member) -> member);
	}

	/**
	 * Return a value without the members that are {@code null}, at any depth. Elements of
	 * lists that are {@code null} stay.
	 * @param value the value
	 * @return the value without them
	 */
	public static @Nullable Object withoutNullsWithin(@Nullable Object value) {
		return map(value, (object) -> withoutNulls(object, JsonWalk::withoutNullsWithin), (text) -> text);
	}

	private static JsonObject withoutNulls(JsonObject object, UnaryOperator<@Nullable Object> members) {
		JsonObject.Builder set = JsonObject.builder();
		object.forEach((key, member) -> {
			if (member != null) {
				set.put(key, members.apply(member));
			}
		});
		return set.build();
	}

	/**
	 * Replaces texts.
	 */
	@FunctionalInterface
	public interface TextMapping {

		/**
		 * Return the text that replaces another one.
		 * @param owner the object whose member the text is, or {@code null} if it is an
		 * element of a list
		 * @param key the key of the member, or {@code null}
		 * @param text the text
		 * @return the other text
		 */
		String apply(@Nullable JsonObject owner, @Nullable String key, String text);

	}

}
