package io.mockagents.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PythonText}. What Python prints was written by Python 3.11 and
 * pydantic 2.
 */
class PythonTextTests {

	static Stream<JsonObject> cases() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(PythonTextTests.class.getResourceAsStream("python-text-cases.jsonl")),
				StandardCharsets.UTF_8))) {
			return reader.lines().map(JsonCodec::parseObject).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void writesWhatPythonWrites(JsonObject line) {
		assertThat(PythonText.str(line.get("value"))).isEqualTo(line.string("str"));
		assertThat(PythonText.repr(line.get("value"))).isEqualTo(line.string("repr"));
	}

	@Test
	void recordIsWrittenAsPydanticModel() {
		assertThat(PythonText.str(outer())).isEqualTo("approved=True ratio=2.0 inner=Inner(first_name=\"it's\", "
				+ "color=<Color.BLUE: 'blue'>) inners=[Inner(first_name='a', color=<Color.RED: 'RED'>)] "
				+ "tags={'k': [1, None]} maybe=None url_path='/x'");
		assertThat(PythonText.repr(outer())).startsWith("Outer(approved=True, ratio=2.0, inner=Inner(")
			.endsWith(", maybe=None, url_path='/x')");
	}

	@Test
	void listOfRecordsIsWrittenWithClassNames() {
		assertThat(PythonText.str(List.of(new Inner("it's", Color.BLUE))))
			.isEqualTo("[Inner(first_name=\"it's\", color=<Color.BLUE: 'blue'>)]");
	}

	@Test
	void objectIsWrittenAsModelOnRequest() {
		JsonObject fields = JsonObject.of("approved", false, "reasoning", "doesn't", "inner", JsonObject.of("a", 1));
		assertThat(PythonText.modelStr(fields)).isEqualTo("approved=False reasoning=\"doesn't\" inner={'a': 1}");
		assertThat(PythonText.modelRepr("Result", fields))
			.isEqualTo("Result(approved=False, reasoning=\"doesn't\", inner={'a': 1})");
	}

	@Test
	void enumSetOptionalAndArrayAreWrittenAsPythonDoes() {
		assertThat(PythonText.str(Color.RED)).isEqualTo("Color.RED");
		assertThat(PythonText.repr(Color.BLUE)).isEqualTo("<Color.BLUE: 'blue'>");
		assertThat(PythonText.str(Set.of(1))).isEqualTo("{1}");
		assertThat(PythonText.str(Set.of())).isEqualTo("set()");
		assertThat(PythonText.str(Optional.of("it's"))).isEqualTo("it's");
		assertThat(PythonText.str(Optional.empty())).isEqualTo("None");
		assertThat(PythonText.str(new Object[] { 1, "a" })).isEqualTo("[1, 'a']");
		assertThat(PythonText.str(new int[] { 1, 2 })).isEqualTo("[1, 2]");
		assertThat(PythonText.str(Map.of(1, "a"))).isEqualTo("{1: 'a'}");
	}

	@Test
	void floatsThatAreNotJsonNumbersAreWrittenAsPythonDoes() {
		assertThat(PythonText.str(Double.NaN)).isEqualTo("nan");
		assertThat(PythonText.str(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
		assertThat(PythonText.str(-0.0)).isEqualTo("-0.0");
		assertThat(PythonText.str(0.1f)).isEqualTo("0.1");
		assertThat(PythonText.str(2e-3)).isEqualTo("0.002");
	}

	@Test
	void floatBeyondTheGreatestIsInfinite() {
		assertThat(PythonText.str(JsonCodec.parse("{\"a\":1e400,\"b\":[-1e400]}")))
			.isEqualTo("{'a': inf, 'b': [-inf]}");
	}

	@Test
	void containerThatContainsItselfIsCut() {
		List<Object> list = new ArrayList<>(List.of(1));
		list.add(list);
		Map<Object, Object> map = new HashMap<>();
		map.put(null, map);
		assertThat(PythonText.str(list)).isEqualTo("[1, [...]]");
		assertThat(PythonText.str(map)).isEqualTo("{None: {...}}");
		assertThat(PythonText.str(List.of(List.of(2), List.of(2)))).isEqualTo("[[2], [2]]");
	}

	/**
	 * U+1FAE0 came with Unicode 14, which Python 3.11 knows and Java 17 does not; U+1FA75
	 * came with Unicode 15.
	 */
	@Test
	void printableCharactersAreThoseOfOneUnicodeVersion() {
		assertThat(PythonText.repr("\uD83E\uDEE0")).isEqualTo("'\uD83E\uDEE0'");
		assertThat(PythonText.repr("\uD83E\uDE75")).isEqualTo("'\\U0001fa75'");
		assertThat(PythonText.repr("\u00ad\u00a0\u2028é\ue000\udbff\udfff"))
			.isEqualTo("'\\xad\\xa0\\u2028é\\ue000\\U0010ffff'");
	}

	@Test
	void loneSurrogateIsEscaped() {
		assertThat(PythonText.repr("a\uD83D")).isEqualTo("'a\\ud83d'");
	}

	private static Outer outer() {
		JsonObject tags = JsonObject.of("k", JsonObject.normalize(new Object[] { 1, null }));
		return new Outer(true, 2.0, new Inner("it's", Color.BLUE), List.of(new Inner("a", Color.RED)), tags, null,
				"/x");
	}

	enum Color {

		RED,

		@JsonProperty("blue")
		BLUE

	}

	record Inner(String firstName, Color color) {
	}

	record Outer(boolean approved, double ratio, Inner inner, List<Inner> inners, JsonObject tags,
			@Nullable String maybe, @JsonProperty("url_path") String path) {
	}

	static Stream<Arguments> times() {
		return Stream.of(Arguments.of(LocalDate.of(2026, 1, 31), "2026-01-31", "datetime.date(2026, 1, 31)"),
				Arguments.of(LocalDateTime.of(2026, 1, 2, 3, 4), "2026-01-02 03:04:00",
						"datetime.datetime(2026, 1, 2, 3, 4)"),
				Arguments.of(Instant.parse("2026-01-02T03:04:05Z"), "2026-01-02 03:04:05+00:00",
						"datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=TzInfo(0))"),
				Arguments.of(OffsetDateTime.parse("2026-01-02T03:04:00.5-00:30"), "2026-01-02 03:04:00.500000-00:30",
						"datetime.datetime(2026, 1, 2, 3, 4, 0, 500000, tzinfo=TzInfo(-1800))"),
				Arguments.of(LocalTime.of(0, 0, 1), "00:00:01", "datetime.time(0, 0, 1)"),
				Arguments.of(Duration.ZERO, "0:00:00", "datetime.timedelta(0)"),
				Arguments.of(Duration.ofSeconds(-1), "-1 day, 23:59:59", "datetime.timedelta(days=-1, seconds=86399)"),
				Arguments.of(Duration.ofHours(36), "1 day, 12:00:00", "datetime.timedelta(days=1, seconds=43200)"),
				Arguments.of(Duration.ofDays(400).plusMillis(1500), "400 days, 0:00:01.500000",
						"datetime.timedelta(days=400, seconds=1, microseconds=500000)"),
				Arguments.of(new UUID(1, 2), "00000000-0000-0001-0000-000000000002",
						"UUID('00000000-0000-0001-0000-000000000002')"));
	}

	@ParameterizedTest
	@MethodSource("times")
	void timesArePrintedAsInPython(Object value, String str, String repr) {
		assertThat(PythonText.str(value)).isEqualTo(str);
		assertThat(PythonText.repr(List.of(value))).isEqualTo("[" + repr + "]");
	}

}
