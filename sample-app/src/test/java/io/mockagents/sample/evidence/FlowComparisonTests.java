package io.mockagents.sample.evidence;

import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlowComparison} and {@link NormalForm}: what they must not let pass.
 */
class FlowComparisonTests {

	private static final IntendedDifference NUMBER = IntendedDifference.at("rows\\[\\d+]\\.number", "numbers go on",
			(flow) -> true, (recorded, ours) -> ours instanceof Integer);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[{"a": 1}]          | [{"a": 2}]          | rows[0].a
			[{"a": 1}]          | [{"a": 1.0}]        | rows[0].a
			[{"a": null}]       | [{"a": "null"}]     | rows[0].a
			[{"a": 1, "b": 2}]  | [{"b": 2, "a": 1}]  | rows[0]
			[{"a": 1}]          | [{"a": 1, "b": 2}]  | rows[0]
			[{"a": 1}]          | []                  | rows[0]
			[]                  | [{"a": 1}]          | rows[0]
			[{"number": 1}]     | [{"number": "2"}]   | rows[0].number
			[{"a": {"number": 1}}] | [{"a": {"number": 2}}] | rows[0].a.number
			""")
	void unintendedDifferenceIsReported(String recorded, String ours, String place) {
		FlowComparison comparison = compare(JsonCodec.parse(recorded), JsonCodec.parse(ours));
		assertThat(comparison.unexplained()).singleElement().asString().startsWith(place + System.lineSeparator());
		assertThat(comparison.occurred(NUMBER)).isFalse();
	}

	@Test
	void intendedDifferenceIsNoticedWhereItOccurs() {
		List<JsonObject> recorded = List.of(JsonObject.of("number", 1), JsonObject.of("number", 1));
		FlowComparison different = compare(recorded, List.of(JsonObject.of("number", 1), JsonObject.of("number", 2)));
		assertThat(different.unexplained()).isEmpty();
		assertThat(different.occurred(NUMBER)).isTrue();
		FlowComparison equal = compare(recorded, recorded);
		assertThat(equal.unexplained()).isEmpty();
		assertThat(equal.occurred(NUMBER)).isFalse();
	}

	@Test
	void equalIdsStayEqualAndOthersDiffer() {
		String first = "fc_68ae74c265a28104650525b473a967700d40cca85f0f54f3";
		String second = "fc_68ae74c891d58104a8e56186ab7381b80d40cca85f0f54f3";
		assertThat(new NormalForm(Map.of()).of(List.of(first, second, "on " + first)))
			.isEqualTo(List.of("<fc 1>", "<fc 2>", "on <fc 1>"));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			fc_68ae74c265a28104650525b473a967700d40cca85f0f54,    without a digit
			call_FxCtg7PqzWpserFf35zYGi,                          too short
			aacaf9db-0a9f-49c4-bc18f1bb738275b3,                  without a hyphen
			2026-11-22T06:59:48.928670Z,                          with a zone
			2026-11-22T06:59:48.1234567,                          with a tenth of a microsecond
			""")
	void textWithoutTheFormOfAnIdOrTimeStays(String text, String reason) {
		assertThat(new NormalForm(Map.of()).of(text)).as(reason).isEqualTo(text);
	}

	private static FlowComparison compare(@Nullable Object recorded, @Nullable Object ours) {
		FlowComparison comparison = new FlowComparison(List.of(NUMBER));
		comparison.compare("rows", recorded, ours);
		return comparison;
	}

}
