package io.mockagents.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Deltas}. The expected pieces are the matches of
 * {@code \s?\w{1,11}|\s*[^\w\s]+|\s+} in Python.
 */
class DeltasTests {

	static List<JsonObject> cases() throws IOException {
		return Files.readAllLines(Path.of("src/test/resources/io/mockagents/wire/deltas-cases.jsonl"))
			.stream()
			.map(JsonCodec::parseObject)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void piecesAreThoseOfPython(JsonObject line) {
		Deltas deltas = Deltas.of(line.string("text"));
		assertThat(IntStream.range(0, deltas.size()).<Object>mapToObj(deltas::piece).toList())
			.isEqualTo(line.array("deltas"));
		assertThat(deltas.text()).isEqualTo(line.string("text"));
	}

	@Test
	void paddingFillsEachPieceToBlock() {
		Deltas deltas = Deltas.of("Hello, everybodyyyyyyyyyyyyyy");
		assertThat(IntStream.range(0, deltas.size())
			.map((index) -> (deltas.piece(index).length() + deltas.padding(index)) % 16)).containsOnly(0);
	}

	@Test
	void emptyTextHasNoPieces() {
		assertThat(Deltas.of("").size()).isZero();
	}

}
