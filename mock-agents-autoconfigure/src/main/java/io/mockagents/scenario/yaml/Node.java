package io.mockagents.scenario.yaml;

import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A value in a file, with its place.
 */
public sealed interface Node {

	int line();

	int column();

	/**
	 * Return the value in the form of {@link JsonObject}.
	 * @return the value in the form of {@link JsonObject}
	 */
	@Nullable Object value();

	/**
	 * Return what kind of value this is, with its article.
	 * @return what kind of value this is, with its article
	 */
	String kind();

	/**
	 * A member of an object, with the place of its key.
	 */
	record Member(int line, int column, Node node) {
	}

	/**
	 * An object.
	 */
	record ObjectNode(int line, int column, Map<String, Member> members) implements Node {

		@Override
		public Object value() {
			JsonObject.Builder builder = JsonObject.builder();
			this.members.forEach((key, member) -> builder.put(key, member.node().value()));
			return builder.build();
		}

		@Override
		public String kind() {
			return "an object";
		}

	}

	/**
	 * A list.
	 */
	record ListNode(int line, int column, List<Node> elements) implements Node {

		@Override
		public @Nullable Object value() {
			return JsonObject.normalize(this.elements.stream().map(Node::value).toArray());
		}

		@Override
		public String kind() {
			return "a list";
		}

	}

	/**
	 * Anything else.
	 */
	record ScalarNode(int line, int column, @Nullable Object value) implements Node {

		@Override
		public String kind() {
			if (this.value == null) {
				return "nothing";
			}
			return (this.value instanceof String) ? "text" : (this.value instanceof Boolean) ? "a boolean" : "a number";
		}

	}

}
