package io.mockagents.scenario.match;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.Session;
import io.mockagents.json.JsonWalk;
import org.jspecify.annotations.Nullable;

/**
 * A run as match rules look at it. The session is read once and only if a rule asks.
 */
public final class MatchSubject {

	/**
	 * How many characters an expression may look at before it is taken not to match, so
	 * that a bad one cannot delay a run.
	 */
	private static final int REGEX_BUDGET = 1_000_000;

	private final RunRequest run;

	private final String input;

	private final String lowerCaseInput;

	private @Nullable List<JsonObject> session;

	public MatchSubject(RunRequest run) {
		this.run = run;
		this.input = new MarkdownText(run.input().lastUserMessage()).withoutCode();
		this.lowerCaseInput = this.input.toLowerCase(Locale.ROOT);
	}

	public String agent() {
		return this.run.startingAgent().name();
	}

	int iteration() {
		return this.run.iteration();
	}

	public String input() {
		return this.input;
	}

	boolean inputEquals(String text) {
		return isSame(text, this.run.input().lastUserMessage());
	}

	/**
	 * Return whether two messages say the same: case, surrounding space, and code blocks
	 * where there is other text, do not matter.
	 * @param text the text
	 * @param other the other text
	 * @return whether two messages say the same
	 */
	public static boolean isSame(String text, String other) {
		String words = new MarkdownText(text).withoutCode().strip();
		return words.isEmpty() ? text.strip().equalsIgnoreCase(other.strip())
				: words.equalsIgnoreCase(new MarkdownText(other).withoutCode().strip());
	}

	boolean inputContains(String text) {
		return this.lowerCaseInput.contains(text.toLowerCase(Locale.ROOT));
	}

	boolean inputMatches(Pattern pattern) {
		try {
			return pattern.matcher(new BoundedText(this.input, new int[] { REGEX_BUDGET })).find();
		}
		catch (BudgetExceededException | StackOverflowError ex) {
			return false;
		}
	}

	List<String> words() {
		return Arrays.stream(this.lowerCaseInput.split("[^\\p{L}\\p{N}_]+")).filter((word) -> !word.isEmpty()).toList();
	}

	int sessionItems() {
		return session().size();
	}

	boolean sessionContains(String text) {
		String wanted = text.toLowerCase(Locale.ROOT);
		return JsonWalk.any(session(), (key, value) -> value instanceof String contained
				&& contained.toLowerCase(Locale.ROOT).contains(wanted));
	}

	private List<JsonObject> session() {
		List<JsonObject> items = this.session;
		if (items == null) {
			Session session = this.run.session();
			items = (session != null) ? session.getItems(null) : List.of();
			this.session = items;
		}
		return items;
	}

	@SuppressWarnings("ArrayRecordComponent") // the counter is shared on purpose
	private record BoundedText(CharSequence text, int[] left) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			if (--this.left[0] < 0) {
				throw new BudgetExceededException();
			}
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new BoundedText(this.text.subSequence(start, end), this.left);
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	private static final class BudgetExceededException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BudgetExceededException() {
			super(null, null, false, false);
		}

	}

}
