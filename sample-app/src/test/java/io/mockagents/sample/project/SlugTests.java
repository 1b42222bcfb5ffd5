package io.mockagents.sample.project;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Slug}.
 */
class SlugTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			Hello World,       hello-world
			'  two  spaces ',  two-spaces
			Ünïcödé & Co.,     unicode-co
			snake_case v2,     snake-case-v2
			日本語,             project
			---,               project
			""")
	void keepsLettersAndDigitsOfTheName(String name, String slug) {
		assertThat(Slug.candidates(name).findFirst()).contains(slug);
	}

	@Test
	void countsUpWhereTheNameIsTaken() {
		assertThat(Slug.candidates("Demo").limit(3)).containsExactly("demo", "demo-1", "demo-2");
	}

}
