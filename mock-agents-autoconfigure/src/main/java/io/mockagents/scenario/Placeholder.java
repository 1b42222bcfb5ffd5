package io.mockagents.scenario;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A reference in a text of a scenario, such as <code>${outputs.submit_patch}</code> or
 * <code>${context.name:-nobody}</code>.
 *
 * @param root where the value comes from
 * @param path the way to it from there
 * @param fallback the text where there is no value, or {@code null} if that is an error
 */
record Placeholder(Root root, List<String> path, @Nullable String fallback) {

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");

	static final String VALID = "${input}, ${agent.name}, ${agent.model}, ${turn}, ${iteration}, ${session.id}, "
			+ "${context...} and ${outputs.<tool>...}";

	Placeholder {
		path = List.copyOf(path);
	}

	/**
	 * Parse what stands between the braces.
	 * @throws IllegalArgumentException if that is no placeholder
	 */
	static Placeholder parse(String text) {
		int end = text.indexOf(":-");
		String reference = ((end >= 0) ? text.substring(0, end) : text).strip();
		String fallback = (end >= 0) ? text.substring(end + 2) : null;
		List<String> segments = List.of(reference.split("\\.", -1));
		for (String segment : segments) {
			if (!SEGMENT.matcher(segment).matches()) {
				throw unknown(text);
			}
		}
		List<String> path = segments.subList(1, segments.size());
		return new Placeholder(root(text, segments.get(0), path), path, fallback);
	}

	private static Root root(String text, String name, List<String> path) {
		return switch (name) {
			case "input" -> require(text, path.isEmpty(), Root.INPUT);
			case "turn" -> require(text, path.isEmpty(), Root.TURN);
			case "iteration" -> require(text, path.isEmpty(), Root.ITERATION);
			case "agent" -> require(text, path.equals(List.of("name")) || path.equals(List.of("model")), Root.AGENT);
			case "session" -> require(text, path.equals(List.of("id")), Root.SESSION);
			case "context" -> Root.CONTEXT;
			case "outputs" -> require(text, !path.isEmpty(), Root.OUTPUTS);
			default -> throw unknown(text);
		};
	}

	private static Root require(String text, boolean valid, Root root) {
		if (!valid) {
			throw unknown(text);
		}
		return root;
	}

	private static IllegalArgumentException unknown(String text) {
		return new IllegalArgumentException("unknown placeholder '${" + text + "}'");
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("${").append(this.root.name().toLowerCase(Locale.ROOT));
		this.path.forEach((segment) -> text.append('.').append(segment));
		return text.append((this.fallback != null) ? ":-" + this.fallback : "").append('}').toString();
	}

	/**
	 * Where values come from.
	 */
	enum Root {

		/**
		 * The text of the user's last message.
		 */
		INPUT,

		/**
		 * The agent whose turn it is.
		 */
		AGENT,

		/**
		 * The number of the turn, from 1.
		 */
		TURN,

		/**
		 * The application's count of runs for one request, from 0.
		 */
		ITERATION,

		/**
		 * The session of the run.
		 */
		SESSION,

		/**
		 * The application's own object.
		 */
		CONTEXT,

		/**
		 * What tools gave in earlier turns.
		 */
		OUTPUTS

	}

}
