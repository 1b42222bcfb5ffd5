package io.mockagents.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The input of a run: the user's text, a list of input items, or an interrupted run.
 */
public sealed interface RunInput {

	/**
	 * Return input that is one message of the user.
	 * @param text the message
	 * @return the input
	 */
	static RunInput of(String text) {
		return new Text(text);
	}

	/**
	 * Return input that is a list of items, such as {@link RunResult#toInputList()}
	 * gives.
	 * @param items the items in the API's form, oldest first
	 * @return the input
	 */
	static RunInput of(List<JsonObject> items) {
		return new Items(items);
	}

	/**
	 * Return input that continues an interrupted run.
	 * @param state the run, with its interruptions decided on
	 * @return the input
	 */
	static RunInput of(RunState state) {
		return new Resumption(state);
	}

	/**
	 * Return the input as the list of items that the model is sent.
	 * @return the items, oldest first; text becomes {@code {content, role}}
	 */
	List<JsonObject> toItems();

	/**
	 * Return the text of the user's last message: what a scenario is matched against.
	 * @return the text, empty if no item is a message of the user
	 */
	String lastUserMessage();

	/**
	 * One message of the user.
	 *
	 * @param text the message
	 */
	record Text(String text) implements RunInput {

		@Override
		public List<JsonObject> toItems() {
			return List.of(JsonObject.of("content", this.text, "role", "user"));
		}

		@Override
		public String lastUserMessage() {
			return this.text;
		}

	}

	/**
	 * An interrupted run.
	 *
	 * @param state the run
	 */
	record Resumption(RunState state) implements RunInput {

		@Override
		public List<JsonObject> toItems() {
			return this.state.originalInput().toItems();
		}

		@Override
		public String lastUserMessage() {
			return this.state.originalInput().lastUserMessage();
		}

	}

	/**
	 * Input items.
	 *
	 * @param items the items, oldest first
	 */
	record Items(List<JsonObject> items) implements RunInput {

		public Items {
			items = List.copyOf(items);
		}

		@Override
		public List<JsonObject> toItems() {
			return this.items;
		}

		@Override
		public String lastUserMessage() {
			List<JsonObject> newestFirst = new ArrayList<>(this.items);
			Collections.reverse(newestFirst);
			return newestFirst.stream()
				.filter((item) -> "user".equals(item.get("role")))
				.findFirst()
				.map(Items::text)
				.orElse("");
		}

		private static String text(JsonObject message) {
			String content = message.stringOrNull("content");
			return (content != null) ? content
					: message.objects("content")
						.stream()
						.map((part) -> String.valueOf(part.getOrDefault("text", "")))
						.collect(Collectors.joining());
		}

	}

}
