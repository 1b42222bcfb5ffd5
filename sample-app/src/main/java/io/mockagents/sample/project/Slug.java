package io.mockagents.sample.project;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The part of addresses and keys that stands for a project's name.
 */
final class Slug {

	private Slug() {
	}

	/**
	 * Return the slugs a project of that name may have, best first, without end: the name
	 * itself, then with {@code -1}, {@code -2}, and so on.
	 */
	static Stream<String> candidates(String name) {
		String slug = of(name);
		return Stream.concat(Stream.of(slug), IntStream.iterate(1, (n) -> n + 1).mapToObj((n) -> slug + "-" + n));
	}

	private static String of(String name) {
		String slug = Normalizer.normalize(name, Normalizer.Form.NFKD)
			.replaceAll("\\p{M}+", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-|-$", "");
		return slug.isEmpty() ? "project" : slug;
	}

}
