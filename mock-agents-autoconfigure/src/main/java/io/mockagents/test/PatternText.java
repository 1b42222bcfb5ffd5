package io.mockagents.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random text for a regular expression of literals, classes, groups, alternatives and
 * quantifiers. Texts for other expressions may not match; the caller checks them.
 */
final class PatternText {

	private static final int MORE = 3;

	private final String pattern;

	private final Random random;

	private int at;

	PatternText(String pattern, Random random) {
		this.pattern = pattern;
		this.random = random;
	}

	String text() {
		this.at = 0;
		return alternatives();
	}

	private String alternatives() {
		List<String> choices = new ArrayList<>();
		StringBuilder text = new StringBuilder();
		while (this.at < this.pattern.length() && this.pattern.charAt(this.at) != ')') {
			if (this.pattern.charAt(this.at) == '|') {
				this.at++;
				choices.add(text.toString());
				text.setLength(0);
			}
			else {
				text.append(repeated());
			}
		}
		choices.add(text.toString());
		return choices.get(this.random.nextInt(choices.size()));
	}

	private String repeated() {
		int start = this.at;
		String once = atom();
		int end = this.at;
		int least = 1;
		int most = 1;
		if (end < this.pattern.length()) {
			switch (this.pattern.charAt(end)) {
				case '?' -> least = 0;
				case '*' -> {
					least = 0;
					most = MORE;
				}
				case '+' -> most = MORE;
				case '{' -> {
					int close = this.pattern.indexOf('}', end);
					String[] bounds = this.pattern.substring(end + 1, close).split(",", -1);
					least = Integer.parseInt(bounds[0].strip());
					most = (bounds.length == 1) ? least
							: bounds[1].isBlank() ? least + MORE : Integer.parseInt(bounds[1].strip());
					end = close;
				}
				default -> {
					return once;
				}
			}
			end++;
			if (end < this.pattern.length() && "?+".indexOf(this.pattern.charAt(end)) >= 0) {
				end++;
			}
		}
		StringBuilder text = new StringBuilder();
		int times = least + this.random.nextInt(most - least + 1);
		for (int i = 0; i < times; i++) {
			this.at = start;
			text.append(atom());
		}
		this.at = end;
		return text.toString();
	}

	private String atom() {
		char next = this.pattern.charAt(this.at++);
		return switch (next) {
			case '^', '$' -> "";
			case '.' -> "x";
			case '\\' -> escaped(this.pattern.charAt(this.at++));
			case '[' -> oneOf(characters());
			case '(' -> {
				if (this.pattern.startsWith("?:", this.at)) {
					this.at += 2;
				}
				String text = alternatives();
				this.at++;
				yield text;
			}
			default -> String.valueOf(next);
		};
	}

	private String escaped(char kind) {
		return switch (kind) {
			case 'd' -> oneOf("0123456789");
			case 'w' -> oneOf("abcdefghijk0123_");
			case 's' -> " ";
			case 'D', 'W', 'S' -> (kind == 'W') ? "-" : "x";
			case 'b', 'A', 'Z', 'z' -> "";
			default -> String.valueOf(kind);
		};
	}

	private String characters() {
		boolean negated = this.pattern.charAt(this.at) == '^';
		this.at += negated ? 1 : 0;
		StringBuilder characters = new StringBuilder();
		while (this.pattern.charAt(this.at) != ']') {
			char first = this.pattern.charAt(this.at++);
			if (first == '\\') {
				char kind = this.pattern.charAt(this.at++);
				characters
					.append((kind == 'd') ? "0123456789" : (kind == 'w') ? "abc123_" : (kind == 's') ? " " : kind);
			}
			else if (this.pattern.charAt(this.at) == '-' && this.pattern.charAt(this.at + 1) != ']') {
				for (char character = first; character <= this.pattern.charAt(this.at + 1); character++) {
					characters.append(character);
				}
				this.at += 2;
			}
			else {
				characters.append(first);
			}
		}
		this.at++;
		if (!negated) {
			return characters.toString();
		}
		StringBuilder others = new StringBuilder();
		"abcxyzABC0189_- .".chars()
			.filter((character) -> characters.indexOf(String.valueOf((char) character)) < 0)
			.forEach((character) -> others.append((char) character));
		return others.toString();
	}

	private String oneOf(String characters) {
		return characters.isEmpty() ? "" : String.valueOf(characters.charAt(this.random.nextInt(characters.length())));
	}

}
