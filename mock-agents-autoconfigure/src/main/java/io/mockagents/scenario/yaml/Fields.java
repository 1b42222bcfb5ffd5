package io.mockagents.scenario.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.scenario.match.NearestName;
import io.mockagents.scenario.yaml.Node.ListNode;
import io.mockagents.scenario.yaml.Node.Member;
import io.mockagents.scenario.yaml.Node.ObjectNode;
import io.mockagents.scenario.yaml.Node.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object in a file. An invalid field becomes a problem, and is then as
 * if it were absent.
 */
public final class Fields {

	/** The greatest number up to which a double represents all whole numbers. */
	private static final long MAX_COUNT = 9_007_199_254_740_991L;

	private final ObjectNode object;

	private final String path;

	private final Problems problems;

	private Fields(ObjectNode object, String path, Problems problems) {
		this.object = object;
		this.path = path;
		this.problems = problems;
	}

	/**
	 * Return the fields of a node.
	 * @param node the node
	 * @param path its path in the file, for problems
	 * @param problems where problems are added
	 * @param known the fields it may have
	 * @return the fields, or {@code null} if it is not an object
	 */
	public static @Nullable Fields of(Node node, String path, Problems problems, String... known) {
		if (!(node instanceof ObjectNode object)) {
			problems.add(node, path, "expected an object with " + String.join(", ", known), null);
			return null;
		}
		Set<String> names = new TreeSet<>(List.of(known));
		object.members().forEach((name, member) -> {
			if (!names.contains(name)) {
				problems.add(member.line(), member.column(), child(path, name), null, "unknown field '" + name + "'",
						suggestion(name, List.of(known)));
			}
		});
		return new Fields(object, path, problems);
	}

	public static String suggestion(String name, List<String> known) {
		String nearest = new NearestName(known).to(name);
		return ((nearest != null) ? "Did you mean '" + nearest + "'? " : "") + "Known: " + String.join(", ", known);
	}

	private static String child(String path, String name) {
		return path.isEmpty() ? name : path + "." + name;
	}

	public String path(String name) {
		return child(this.path, name);
	}

	public boolean has(String name) {
		return this.object.members().containsKey(name);
	}

	public @Nullable Node node(String name) {
		Member member = this.object.members().get(name);
		return (member != null) ? member.node() : null;
	}

	/**
	 * Add a problem of the object as a whole.
	 * @param message the problem
	 * @param remedy what to do about it
	 */
	public void problem(String message, String remedy) {
		this.problems.add(this.object.line(), this.object.column(), this.path, null, message, remedy);
	}

	/**
	 * Add a problem of a field.
	 * @param name the name of the field
	 * @param message the problem
	 * @param remedy what to do about it
	 */
	public void problem(String name, String message, @Nullable String remedy) {
		Node node = node(name);
		this.problems.add((node != null) ? node : this.object, path(name), message, remedy);
	}

	public boolean require(String name) {
		if (has(name)) {
			return true;
		}
		this.problems.add(this.object.line(), this.object.column(), this.path, null, "'" + name + "' is missing",
				"Add it");
		return false;
	}

	public @Nullable String text(String name) {
		Node node = node(name);
		return (node != null) ? text(node, path(name), this.problems) : null;
	}

	public static @Nullable String text(Node node, String path, Problems problems) {
		if (node instanceof ScalarNode scalar && scalar.value() instanceof String text) {
			return text;
		}
		problems.add(node, path, "expected text", (node instanceof ScalarNode scalar && scalar.value() != null)
				? "Put it in quotes" : (node instanceof ScalarNode) ? "Remove the field, or write \"\"" : null);
		return null;
	}

	/**
	 * Return a text that matches a pattern.
	 * @param name the name of the field
	 * @param pattern the pattern
	 * @param expected a description of valid values, for the problem
	 * @return a text that matches a pattern
	 */
	public @Nullable String text(String name, Pattern pattern, String expected) {
		String text = text(name);
		if (text != null && !pattern.matcher(text).matches()) {
			problem(name, "expected " + expected, null);
			return null;
		}
		return text;
	}

	/**
	 * Return a text that is not empty.
	 * @param name the name of the field
	 * @return a text that is not empty
	 */
	public @Nullable String name(String name) {
		String text = text(name);
		if (text != null && text.isEmpty()) {
			problem(name, "expected text that is not empty", null);
			return null;
		}
		return text;
	}

	/**
	 * Return one text or a list of texts, none of them empty.
	 * @param name the name of the field
	 * @return one text or a list of texts, none of them empty
	 */
	public List<String> texts(String name) {
		Node node = node(name);
		if (node == null) {
			return List.of();
		}
		List<String> texts = new ArrayList<>();
		List<Node> elements = (node instanceof ListNode list) ? list.elements() : List.of(node);
		if (elements.isEmpty()) {
			problem(name, "expected text or a list of texts", "Remove the field");
		}
		for (int i = 0; i < elements.size(); i++) {
			String path = (node instanceof ListNode) ? path(name) + "[" + i + "]" : path(name);
			String text = text(elements.get(i), path, this.problems);
			if (text != null && text.isEmpty()) {
				this.problems.add(elements.get(i), path, "expected text that is not empty", null);
			}
			else if (text != null) {
				texts.add(text);
			}
		}
		return texts;
	}

	public @Nullable Integer integer(String name, int min) {
		Node node = node(name);
		return (node != null) ? integer(node, path(name), min, this.problems) : null;
	}

	public static @Nullable Integer integer(Node node, String path, int min, Problems problems) {
		Object value = node.value();
		if (value instanceof BigDecimal decimal && decimal.stripTrailingZeros().scale() <= 0
				&& decimal.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
			value = decimal.intValue();
		}
		if (value instanceof Integer number && number >= min) {
			return number;
		}
		problems.add(node, path, "expected a whole number"
				+ ((min > Integer.MIN_VALUE) ? " from " + min + " to " + Integer.MAX_VALUE : ""), null);
		return null;
	}

	/**
	 * Return a whole number from 0 that may be beyond an {@code int}.
	 * @param name the name of the field
	 * @return a whole number from 0 that may be beyond an {@code int}
	 */
	public @Nullable Long count(String name) {
		Node node = node(name);
		if (node == null) {
			return null;
		}
		if (node.value() instanceof Number number) {
			BigDecimal decimal = new BigDecimal(number.toString());
			if (decimal.signum() >= 0 && decimal.stripTrailingZeros().scale() <= 0
					&& decimal.compareTo(BigDecimal.valueOf(MAX_COUNT)) <= 0) {
				return decimal.longValue();
			}
		}
		problem(name, "expected a whole number from 0 to " + MAX_COUNT, null);
		return null;
	}

	/**
	 * Return an object, empty if there is none.
	 * @param name the name of the field
	 * @return an object, empty if there is none
	 */
	public JsonObject object(String name) {
		Node node = node(name);
		if (node == null) {
			return JsonObject.of();
		}
		if (node.value() instanceof JsonObject object) {
			return object;
		}
		problem(name, "expected an object", null);
		return JsonObject.of();
	}

	public @Nullable Double number(String name, double min) {
		Node node = node(name);
		if (node == null) {
			return null;
		}
		if (node.value() instanceof Number number && number.doubleValue() >= min
				&& !Double.isInfinite(number.doubleValue())) {
			return number.doubleValue();
		}
		problem(name, "expected a number of " + (int) min + " or more", null);
		return null;
	}

	/**
	 * Return a list of objects.
	 * @param name the name of the field
	 * @return a list of objects
	 */
	public List<JsonObject> objects(String name) {
		return list(name, 0, (node, path) -> {
			if (node.value() instanceof JsonObject object) {
				return object;
			}
			this.problems.add(node, path, "expected an object", null);
			return null;
		});
	}

	/**
	 * Return the elements of a list.
	 * @param name the name of the field
	 * @param min the least number of elements
	 * @param element reads an element at a path
	 * @param <T> the type
	 * @return the elements of a list
	 */
	public <T> List<T> list(String name, int min, BiFunction<Node, String, @Nullable T> element) {
		Node node = node(name);
		if (node == null) {
			return List.of();
		}
		if (!(node instanceof ListNode list)) {
			problem(name, "expected a list", (node instanceof ObjectNode) ? "Put '- ' before it" : null);
			return List.of();
		}
		if (list.elements().size() < min) {
			problem(name, "expected a list with at least one element", null);
		}
		List<T> elements = new ArrayList<>();
		for (int i = 0; i < list.elements().size(); i++) {
			T read = element.apply(list.elements().get(i), path(name) + "[" + i + "]");
			if (read != null) {
				elements.add(read);
			}
		}
		return elements;
	}

}
