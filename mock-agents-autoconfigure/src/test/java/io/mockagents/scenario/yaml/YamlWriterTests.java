package io.mockagents.scenario.yaml;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link YamlWriter}.
 */
class YamlWriterTests {

	@Test
	void charactersOfTwoHalvesAreWrittenWhereverTheyStand() {
		String emojis = "\uD83D\uDE00".repeat(1500);
		assertThat(IntStream.range(0, 3))
			.allSatisfy((offset) -> assertThat(YamlWriter.write(JsonObject.of("text", "x".repeat(offset) + emojis)))
				.isEqualToIgnoringWhitespace("text: " + "x".repeat(offset) + emojis));
	}

	@Test
	void charactersThatCannotBeEncodedAreEscaped() {
		String text = YamlWriter.write(JsonObject.of("text", "half \uD83D of it"));
		assertThat(text).contains("half \\ud83d of it");
		assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
	}

}
