package io.mockagents.test;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import io.mockagents.scenario.match.MatchRule;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the user's last message of a run. Case does not matter.
 */
public final class MessageMatcher {

	private final String description;

	private final MatchRule rule;

	private final String text;

	private MessageMatcher(String description, MatchRule rule, String text) {
		this.description = description;
		this.rule = rule;
		this.text = text;
	}

	static MessageMatcher containing(String text) {
		return new MessageMatcher("containing(\"" + text + "\")", MatchRule.inputContains(text), text);
	}

	static MessageMatcher equalTo(String text) {
		return new MessageMatcher("equalTo(\"" + text + "\")",
				new MatchRule(List.of(), List.of(text), List.of(), null, null, null, List.of()), text);
	}

	static MessageMatcher matching(String regex) {
		return new MessageMatcher("matching(\"" + regex + "\")",
				new MatchRule(List.of(), List.of(), List.of(),
						Pattern.compile(Objects.requireNonNull(regex, "regex"), Pattern.CASE_INSENSITIVE), null, null,
						List.of()),
				"");
	}

	/**
	 * Return this as a rule of a scenario.
	 */
	MatchRule rule() {
		return this.rule;
	}

	/**
	 * Return the word of a message that is nearest to the text of this condition.
	 */
	@Nullable String nearest(String message) {
		if (this.text.isEmpty()) {
			return null;
		}
		return new NearestName(Arrays.stream(message.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+"))
			.filter((word) -> !word.isEmpty())
			.toList()).to(this.text);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
