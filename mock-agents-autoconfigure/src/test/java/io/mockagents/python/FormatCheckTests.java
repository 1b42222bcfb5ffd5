package io.mockagents.python;

import java.math.BigDecimal;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Formats as pydantic 2.13.5 checks them.
 */
class FormatCheckTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			date      | 2026-02-28
			date      | 2026-01-01T00:00:00
			date      | 2026-01-01 00:00
			date-time | 2026-02-28
			date-time | 2026-02-28T10:00:00.123Z
			date-time | 2026-02-28 10:00
			date-time | 2026-02-28T10:00:00+0200
			date-time | 1700000000
			time      | 10:00
			time      | 10:00:00Z
			duration  | P1D
			duration  | PT1H30M
			duration  | 1:00:00
			duration  | 1 day
			uuid      | 12345678-1234-5678-1234-567812345678
			uuid      | 12345678123456781234567812345678
			""")
	void valueOfItsFormatFits(String format, String value) {
		assertThat(FormatCheck.check(format, value, false, false)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					date      | 2026-13-01 | Input should be a valid date or datetime, month value is outside expected range of 1-12
					date      | 2026-02-30 | Input should be a valid date or datetime, day value is outside expected range
					date      | 20x6-01-01 | Input should be a valid date or datetime, invalid character in year
					date      | 2026/01/01 | Input should be a valid date or datetime, invalid date separator, expected `-`
					date      | yesterday  | Input should be a valid date or datetime, input is too short
					date      | 2026-01-01x | Input should be a valid date or datetime, invalid datetime separator, expected `T`, `t`, `_` or space
					date      | 2026-01-01T01:00:00 | Datetimes provided to dates should have zero time - e.g. be exact dates
					date-time | 2026-02-28T25:00 | Input should be a valid datetime or date, unexpected extra characters at the end of the input
					date-time | 2026-02-30T10:00 | Input should be a valid datetime or date, day value is outside expected range
					date-time | tomorrow at noon | Input should be a valid datetime or date, invalid character in year
					time      | 25:00 | Input should be in a valid time format, hour value is outside expected range of 0-23
					time      | 10 | Input should be in a valid time format, input is too short
					duration  | x | Input should be a valid timedelta, invalid digit in duration
					uuid      | 1234 | Input should be a valid UUID, invalid length: expected length 32 for simple format, found 4
					uuid      | 12345678-1234-5678-1234-56781234567z | Input should be a valid UUID, invalid character: found `z` at 36
					""")
	void valueOfAnotherFormIsRefusedInTheWordsOfPydantic(String format, String value, String message) {
		assertThat(Objects.requireNonNull(FormatCheck.check(format, value, false, false)).message()).isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			date | 2026-01-02T00:00:00Z | 2026-01-02
			date | 2026-01-02 | 2026-01-02
			date | 86400000000000 | 4707-11-29
			date | 1772323200 | 2026-03-01
			date-time | 2026-01-02 | 2026-01-02T00:00:00
			date-time | 2026-01-02T03:04:05.678Z | 2026-01-02T03:04:05.678000Z
			date-time | 2026-01-02 03:04 | 2026-01-02T03:04:00
			date-time | 2026-01-02T03:04:05+0200 | 2026-01-02T03:04:05+02:00
			date-time | 1772323200 | 2026-03-01T00:00:00Z
			date-time | 2026-02-28T10:00:00+00:00 | 2026-02-28T10:00:00Z
			time | 10:20 | 10:20:00
			time | 10:20:30.5+02:00 | 10:20:30.500000+02:00
			time | 10:20:30z | 10:20:30Z
			uuid | 12345678123456781234567812345678 | 12345678-1234-5678-1234-567812345678
			uuid | {ABCDEF78-1234-5678-1234-567812345678} | abcdef78-1234-5678-1234-567812345678
			uuid | urn:uuid:12345678-1234-5678-1234-567812345678 | 12345678-1234-5678-1234-567812345678
			duration | 36:00:00 | P1DT12H
			""")
	void valueIsWrittenAsPydanticWritesIt(String format, String value, String written) {
		assertThat(FormatCheck.written(format, value)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource({ "date, 1772323200, 2026-03-01", "date-time, 1.5, 1970-01-01T00:00:01.500000Z",
			"date-time, -1, 1969-12-31T23:59:59Z", "time, 3600.25, 01:00:00.250000Z" })
	void numberIsWrittenAsPydanticWritesIt(String format, BigDecimal value, String written) {
		assertThat(FormatCheck.written(format, value)).isEqualTo(written);
	}

}
