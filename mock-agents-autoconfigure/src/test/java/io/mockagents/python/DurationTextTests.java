package io.mockagents.python;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Durations as pydantic 2.13.5 reads and writes them.
 */
class DurationTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1 day | P1D
			1 days, 1:00:00 | P1DT1H
			-1 days, 10:00:00 | -P1DT10H
			25:00:00 | P1DT1H
			1d | P1D
			1 d 10:00:00 | P1DT10H
			P1DT | P1D
			P1.5D | P1DT12H
			PT1.S | PT1S
			+P1D | P1D
			-P1D | -P1D
			10:20:30.1234567 | PT10H20M30.123456S
			P1Y2M3W4D | P1Y85D
			P1M | P30D
			1day1:00:00 | P1DT1H
			24:00:00 | P1D
			23:59:59.999 | PT23H59M59.999S
			5 d | P5D
			PT36H | P1DT12H
			100:00:00 | P4DT4H
			1:30:00 | PT1H30M
			001:00:00 | PT1H
			1 day 1:00:00 | P1DT1H
			1 day 01:00:00 | P1DT1H
			1 day 23:59:59 | P1DT23H59M59S
			1d,10:00 | P1DT10H
			1d, 10:00 | P1DT10H
			0 d | PT0S
			PT0S | PT0S
			P0D | PT0S
			00:00:00 | PT0S
			10:00:00.1234567890 | PT10H0.123456S
			-10:00:00 | -PT10H
			1234567890:00:00 | P140932Y148DT18H
			999999999:00:00 | P114155Y91DT15H
			1234567:00 | P140Y340DT7H
			5D 10:00:00 | P5DT10H
			1 days 10:00:00.5 | P1DT10H0.5S
			PT0.0000001S | PT0S
			PT1.123456789S | PT1.123457S
			P1W | P7D
			P1DT0S | P1D
			1days | P1D
			1DAYS, 10:00 | P1DT10H
			P1.D | P1D
			P1Y1D1Y | P2Y1D
			""")
	void durationIsWrittenAsPydanticWritesIt(String text, String written) {
		assertThat(DurationText.problem(text)).isNull();
		assertThat(DurationText.written(text)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			P1X | quantity invalid in date part of duration
			1h | '"day" identifier in duration not correctly formatted'
			three | invalid character in hour
			7:8 | '"day" identifier in duration not correctly formatted'
			P | input is too short
			PT | input is too short
			P1 | quantity invalid in date part of duration
			1:30 | '"day" identifier in duration not correctly formatted'
			10:60:00 | minute value is outside expected range of 0-59
			1 da | '"day" identifier in duration not correctly formatted'
			PT1H1D | quantity invalid in time part of duration
			P1.5DT1H | quantity fraction invalid in duration
			PT1.5H1M | quantity fraction invalid in duration
			P-1D | invalid digit in duration
			--1 | invalid digit in duration
			1 | '"day" identifier in duration not correctly formatted'
			12 | '"day" identifier in duration not correctly formatted'
			3.5 | '"day" identifier in duration not correctly formatted'
			1e3 | '"day" identifier in duration not correctly formatted'
			abcde | invalid digit in duration
			abcd | invalid digit in duration
			ab:cd | invalid digit in duration
			10:2 | '"day" identifier in duration not correctly formatted'
			10:20: | invalid character in second
			10:20:3 | invalid character in second
			PT1T2S | quantity invalid in time part of duration
			1 day 25:00:00 | durations may not exceed 999,999,999 hours
			1 week | invalid character in hour
			10:20:30Z | unexpected extra characters at the end of the input
			99999999999999999999 | invalid character in hour
			P99999999999999999999D | a numeric value in the duration is too large
			1000000000 days | durations may not exceed 999,999,999 days
			5 dayz | input is too short
			5 days,1:00 | input is too short
			5days 1:00 | input is too short
			p1d | invalid digit in duration
			1 x | '"day" identifier in duration not correctly formatted'
			10 20 | invalid character in hour
			1 day 24:00:00 | durations may not exceed 999,999,999 hours
			1 day 100:00:00 | durations may not exceed 999,999,999 hours
			1  d | '"day" identifier in duration not correctly formatted'
			1d  10:00 | invalid character in hour
			ab:00:00 | invalid character in hour
			12345 | invalid character in hour
			1:0:00 | invalid character in minute
			10:00:00. | second fraction digits missing after `.`
			10-00 | invalid character in hour
			12:34567 | unexpected extra characters at the end of the input
			5 day s | input is too short
			PTT1S | `t` character repeated in duration
			P1D1 | quantity invalid in date part of duration
			12d10:0 | input is too short
			1 day, a:00:00 | invalid character in hour
			1 day abcde | invalid character in hour
			-P | input is too short
			- | input is too short
			+ | input is too short
			1:00:00 day | '"day" identifier in duration not correctly formatted'
			10:00d | '"day" identifier in duration not correctly formatted'
			99:99 | minute value is outside expected range of 0-59
			""")
	void otherTextIsRefusedInTheWordsOfPydantic(String text, String problem) {
		assertThat(DurationText.problem(text)).isEqualTo(problem);
	}

	@Test
	void emptyTextIsTooShort() {
		assertThat(DurationText.problem("")).isEqualTo("input is too short");
	}

	@ParameterizedTest
	@CsvSource({ "-1, -PT1S", "1.5, PT1.5S", "90.5, PT1M30.5S", "86400, P1D", "10000000000, P317Y35DT17H46M40S",
			"0, PT0S" })
	void secondsAreADuration(BigDecimal seconds, String written) {
		assertThat(DurationText.problem(seconds)).isNull();
		assertThat(DurationText.written(seconds)).isEqualTo(written);
	}

	@Test
	void secondsOfABillionDaysAreTooMany() {
		assertThat(DurationText.problem(new BigDecimal("1e20"))).isEqualTo("durations may not exceed 999,999,999 days");
	}

}
