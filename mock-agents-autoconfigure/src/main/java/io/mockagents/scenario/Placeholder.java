package io.mockagents.scenario;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.mockagents.scenario.patch.PatchEdit;
import org.jspecify.annotations.Nullable;

/**
 * The content between <code>${</code> and <code>}</code> in a text of a scenario.
 */
sealed interface Placeholder {

	String VALID = "${input}, ${agent.name}, ${agent.model}, ${turn}, ${iteration}, ${session.id}, "
			+ "${context...}, ${outputs.<tool>...} and ${patch.<edit>(...)}";

	/**
	 * Return the text where there is no value.
	 * @return the text, or {@code null} if that is an error
	 */
	@Nullable String fallback();

	/**
	 * Return the reference to data that the value is made of.
	 * @return the reference, or {@code null} if it is made of the user's messages
	 */
	@Nullable Reference reference();

	/**
	 * A reference to data, such as <code>${outputs.submit_patch}</code> or
	 * <code>${context.name:-nobody}</code>.
	 *
	 * @param root where the value comes from
	 * @param path the way to it from there
	 * @param fallback the text where there is no value, or {@code null}
	 */
	record Reference(Root root, List<String> path, @Nullable String fallback) implements Placeholder {

		private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");

		public Reference {
			path = List.copyOf(path);
		}

		/**
		 * Parse a reference.
		 * @throws IllegalArgumentException if it is not one
		 */
		static Reference parse(String text, @Nullable String fallback) {
			List<String> segments = List.of(text.strip().split("\\.", -1));
			for (String segment : segments) {
				if (!SEGMENT.matcher(segment).matches()) {
					throw unknown(text);
				}
			}
			List<String> path = segments.subList(1, segments.size());
			return new Reference(root(text, segments.get(0), path), path, fallback);
		}

		private static Root root(String text, String name, List<String> path) {
			return switch (name) {
				case "input" -> require(text, path.isEmpty(), Root.INPUT);
				case "turn" -> require(text, path.isEmpty(), Root.TURN);
				case "iteration" -> require(text, path.isEmpty(), Root.ITERATION);
				case "agent" ->
					require(text, path.equals(List.of("name")) || path.equals(List.of("model")), Root.AGENT);
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
		public Reference reference() {
			return this;
		}

		/**
		 * Return the reference as it is written.
		 */
		String name() {
			StringBuilder text = new StringBuilder(this.root.name().toLowerCase(Locale.ROOT));
			this.path.forEach((segment) -> text.append('.').append(segment));
			return text.toString();
		}

		@Override
		public String toString() {
			return "${" + name() + ((this.fallback != null) ? ":-" + this.fallback : "") + '}';
		}

	}

	/**
	 * A unified diff of the code at hand, such as
	 * <code>${patch.comment('Says hello')}</code>.
	 *
	 * @param text what is written before the fallback
	 * @param edit the change
	 * @param source what contains the code, or {@code null} for the code block in the
	 * newest message of the user that has one
	 * @param fallback the text where there is no code or it can't be changed, or
	 * {@code null}
	 */
	record CodePatch(String text, PatchEdit edit, @Nullable Reference source,
			@Nullable String fallback) implements Placeholder {

		@Override
		public @Nullable Reference reference() {
			return this.source;
		}

		@Override
		public String toString() {
			return "${" + this.text + ((this.fallback != null) ? ":-" + this.fallback : "") + '}';
		}

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
		 * The results of tools in earlier turns.
		 */
		OUTPUTS

	}

}
