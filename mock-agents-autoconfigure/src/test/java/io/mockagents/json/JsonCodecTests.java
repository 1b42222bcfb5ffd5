package io.mockagents.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonCodec}.
 */
class JsonCodecTests {

	@Test
	void keysKeepTheirOrder() {
		assertThat(JsonCodec.parseObject("{\"b\":1,\"a\":{\"d\":[],\"c\":null}}").keySet()).containsExactly("b", "a");
	}

	@Test
	void bytesAreReadAsUtf8() {
		assertThat(JsonCodec.parseObject("{\"é\":\"😀\"}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(JsonObject.of("é", "😀"));
	}

	@Test
	void numbersKeepTheirKind() {
		assertThat(JsonCodec.parse("[1,1.0,9007199254740993,1e2]"))
			.isEqualTo(List.of(1, new BigDecimal("1.0"), 9007199254740993L, new BigDecimal("100.0")));
	}

	@Test
	void lastValueOfARepeatedKeyCounts() {
		assertThat(JsonCodec.write(JsonCodec.parse("{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo("{\"a\":3,\"b\":2}");
		String many = IntStream.range(0, 100)
			.mapToObj((i) -> "\"k" + (i % 60) + "\":" + i)
			.collect(Collectors.joining(","));
		JsonObject object = JsonCodec.parseObject("{" + many + "}");
		assertThat(object).hasSize(60).containsEntry("k0", 60).containsEntry("k39", 99).containsEntry("k59", 59);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\"", "{\"a\":", "[1,", "nul", "{'a':1}", "{} {}", "\"a", "[NaN]" })
	void invalidJsonIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.parse(json))
			.withMessageStartingWith("Invalid JSON");
	}

	@Test
	void errorSaysWhere() {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.parse("{\"a\": 1,\n  \"b\": oops}"))
			.withMessageStartingWith("Invalid JSON at line 2, column ");
	}

	@Test
	void otherValueThanAnObjectIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.parseObject("[1]"))
			.withMessage("Expected a JSON object but found an array");
	}

	@Test
	void nestingHasALimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.parse("[".repeat(100_000)))
			.withMessageContaining("nesting depth");
	}

	@Test
	void writesCompactly() {
		assertThat(JsonCodec.write(JsonObject.of("a", List.of(1, true), "b", null, "c", "é\n")))
			.isEqualTo("{\"a\":[1,true],\"b\":null,\"c\":\"é\\n\"}");
	}

	@Test
	void writesAsPythonDoes() {
		JsonObject object = JsonObject.of("a", List.of(1, true), "b", null, "c", JsonObject.of(), "d", List.of());
		assertThat(JsonCodec.writePython(object)).isEqualTo("{\"a\": [1, true], \"b\": null, \"c\": {}, \"d\": []}");
	}

	@Test
	void asciiIsAChoiceInPython() {
		String text = "é😀\u007f\u0001\u001f\"\\/\b\f\n\r\t\u2028";
		assertThat(JsonCodec.writePython(text))
			.isEqualTo("\"\\u00e9\\ud83d\\ude00\\u007f\\u0001\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\\u2028\"");
		assertThat(JsonCodec.writePython(text, false))
			.isEqualTo("\"é😀\u007f\\u0001\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\u2028\"");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0.0, 0.0
			1e0, 1.0
			-1.50, -1.5
			1772323200.0, 1772323200.0
			1e15, 1000000000000000.0
			1e16, 1e+16
			-1.25e17, -1.25e+17
			0.0001, 0.0001
			0.00001, 1e-05
			1.5e-7, 1.5e-07
			1e100, 1e+100
			0.1000000000000000055511151231257827, 0.1
			0.30000000000000004, 0.30000000000000004
			1234567890123456789.0, 1.2345678901234568e+18
			9007199254740993.0, 9007199254740992.0
			5e-324, 5e-324
			1.7976931348623157e308, 1.7976931348623157e+308
			2.2250738585072014e-308, 2.2250738585072014e-308
			1e-400, 0.0
			1e400, Infinity
			-1e999999999, -Infinity
			""")
	void floatsPrintAsInPython(String json, String printed) {
		assertThat(JsonCodec.writePython(JsonCodec.parse(json))).isEqualTo(printed);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			1328648607255862.25, 1328648607255862.2
			-0.0, -0.0
			-0e5, -0.0
			-1e-400, -0.0
			-0, 0
			1e400, 1e+400
			-12.5e999, -1.25e+1000
			""")
	void numberIsWrittenSoThatItCanBeReadAgain(String json, String written) {
		assertThat(JsonCodec.write(JsonCodec.parse(json))).isEqualTo(written);
		assertThat(JsonCodec.write(JsonCodec.parse(written))).isEqualTo(written);
	}

	@Test
	void floatThatJsonHasNoPlaceForIsNull() {
		assertThat(JsonCodec.write(List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0)))
			.isEqualTo("[null,null,null,-0.0]");
	}

	@Test
	void onlyNumbersThatCanBeReadAreWritten() {
		BigInteger longest = BigInteger.TEN.pow(4_999);
		assertThat(JsonCodec.parse(JsonCodec.write(longest))).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> JsonCodec.write(BigInteger.TEN.pow(5_000)))
			.withMessage("A number of 5001 digits is too long for JSON, where at most 5000 can be read");
	}

	@Test
	void halfOfASurrogatePairIsEscaped() {
		JsonObject object = JsonObject.of("a\uD83D", "caf\udce9.txt 😀\uD83D", "b", "😀");
		String json = JsonCodec.write(object);
		assertThat(json).isEqualTo("{\"a\\ud83d\":\"caf\\udce9.txt 😀\\ud83d\",\"b\":\"😀\"}");
		assertThat(JsonCodec.parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(object);
	}

}
