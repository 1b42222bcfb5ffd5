package io.mockagents.python;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Holds values to the {@code format} of a string, as pydantic holds them to the types of
 * which it makes such schemas.
 */
final class FormatCheck {

	private static final Set<String> FORMATS = Set.of("date", "date-time", "time", "duration", "uuid");

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

	private static final Pattern DURATION = Pattern.compile(
			"[+-]?P(\\d+(\\.\\d+)?[YMWD])*"
					+ "(T(\\d+(\\.\\d+)?[HMS])+)?|[+-]?(\\d+ ?d(ays?)?,? ?)?(\\d+:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?)?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ZONE = Pattern.compile("[Zz]|[+-]\\d{2}:?\\d{2}");

	private static final BigDecimal DAY = BigDecimal.valueOf(86400);

	private static final String EXTRA = "unexpected extra characters at the end of the input";

	private final String text;

	private FormatCheck(String text) {
		this.text = text;
	}

	static boolean knows(@Nullable Object format) {
		return format instanceof String name && FORMATS.contains(name);
	}

	/**
	 * Check a value.
	 * @param format a known format
	 * @param json whether the value is JSON
	 * @param strict whether nothing is converted
	 * @return what is wrong, or {@code null} if it fits
	 */
	static @Nullable Failure check(String format, @Nullable Object value, boolean json, boolean strict) {
		boolean number = value instanceof Number && !strict && !format.equals("uuid");
		if (!(value instanceof String) && !number) {
			return switch (format) {
				case "date" -> new Failure("date_type", "Input should be a valid date");
				case "date-time" -> new Failure("datetime_type", "Input should be a valid datetime");
				case "time" -> new Failure("time_type", "Input should be a valid time");
				case "duration" -> new Failure("time_delta_type", "Input should be a valid " + duration(json));
				default -> new Failure("uuid_type", "UUID input should be a string, bytes or UUID object");
			};
		}
		FormatCheck check = new FormatCheck(String.valueOf(value));
		return switch (format) {
			case "date" -> check.date(strict);
			case "date-time" -> check.dateTime();
			case "time" -> number ? null
					: check.failure("time_parsing", "Input should be in a valid time format, ", check.time(0));
			case "duration" -> (number || check.isDuration()) ? null : new Failure("time_delta_parsing",
					"Input should be a valid " + duration(json) + ", invalid digit in duration");
			default -> check.failure("uuid_parsing", "Input should be a valid UUID, ", check.uuid());
		};
	}

	private static String duration(boolean json) {
		return json ? "duration" : "timedelta";
	}

	private @Nullable Failure failure(String type, String message, @Nullable String reason) {
		return (reason != null) ? new Failure(type, message + reason) : null;
	}

	private @Nullable Failure date(boolean strict) {
		String reason = date();
		if (reason == null && this.text.length() == 10) {
			return null;
		}
		if (strict) {
			return new Failure("date_parsing",
					"Input should be a valid date in the format YYYY-MM-DD, " + ((reason != null) ? reason : EXTRA));
		}
		boolean number = NUMBER.matcher(this.text).matches();
		if (!number && reason == null) {
			reason = "Tt_ ".indexOf(this.text.charAt(10)) < 0
					? "invalid datetime separator, expected `T`, `t`, `_` or space" : time(11);
		}
		if (!number && reason != null) {
			return new Failure("date_from_datetime_parsing", "Input should be a valid date or datetime, " + reason);
		}
		boolean exact = number ? new BigDecimal(this.text).remainder(DAY).signum() == 0
				: this.text.substring(11)
					.replaceFirst("([+-].*|[Zz])$", "")
					.chars()
					.noneMatch((c) -> c > '0' && c <= '9');
		return exact ? null : new Failure("date_from_datetime_inexact",
				"Datetimes provided to dates should have zero time - e.g. be exact dates");
	}

	private @Nullable Failure dateTime() {
		String reason = NUMBER.matcher(this.text).matches() ? null : date();
		if (reason == null && this.text.length() > 10 && !NUMBER.matcher(this.text).matches()
				&& ("Tt_ ".indexOf(this.text.charAt(10)) < 0 || time(11) != null)) {
			reason = EXTRA;
		}
		return failure("datetime_from_date_parsing", "Input should be a valid datetime or date, ", reason);
	}

	private boolean isDuration() {
		return !this.text.isEmpty() && !this.text.endsWith("P") && DURATION.matcher(this.text).matches();
	}

	/**
	 * Return what is wrong with the date that the text begins with.
	 */
	private @Nullable String date() {
		if (this.text.length() < 10) {
			return "input is too short";
		}
		if (!isDigits(0, 4)) {
			return "invalid character in year";
		}
		if (this.text.charAt(4) != '-') {
			return "invalid date separator, expected `-`";
		}
		if (!isDigits(5, 7)) {
			return "invalid character in month";
		}
		if (this.text.charAt(7) != '-') {
			return "invalid date separator, expected `-`";
		}
		if (!isDigits(8, 10)) {
			return "invalid character in day";
		}
		int month = number(5);
		if (month < 1 || month > 12) {
			return "month value is outside expected range of 1-12";
		}
		int day = number(8);
		int year = number(0) * 100 + number(2);
		return (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) ? "day value is outside expected range"
				: null;
	}

	/**
	 * Return what is wrong with the time from a position on.
	 */
	private @Nullable String time(int from) {
		if (this.text.length() < from + 5) {
			return "input is too short";
		}
		if (!isDigits(from, from + 2)) {
			return "invalid character in hour";
		}
		if (number(from) > 23) {
			return "hour value is outside expected range of 0-23";
		}
		if (this.text.charAt(from + 2) != ':') {
			return "invalid time separator, expected `:`";
		}
		if (!isDigits(from + 3, from + 5)) {
			return "invalid character in minute";
		}
		if (number(from + 3) > 59) {
			return "minute value is outside expected range of 0-59";
		}
		int end = from + 5;
		if (end < this.text.length() && this.text.charAt(end) == ':') {
			if (this.text.length() < end + 3) {
				return "input is too short";
			}
			if (!isDigits(end + 1, end + 3)) {
				return "invalid character in second";
			}
			if (number(end + 1) > 59) {
				return "second value is outside expected range of 0-59";
			}
			end += 3;
			if (end + 1 < this.text.length() && this.text.charAt(end) == '.' && isDigits(end + 1, end + 2)) {
				end += 2;
				while (end < this.text.length() && isDigits(end, end + 1)) {
					end++;
				}
			}
		}
		String zone = this.text.substring(end);
		return (zone.isEmpty() || ZONE.matcher(zone).matches()) ? null : EXTRA;
	}

	private @Nullable String uuid() {
		String digits = this.text.replaceFirst("^urn:uuid:", "").replaceFirst("^\\{(.*)}$", "$1");
		int offset = this.text.indexOf(digits);
		for (int i = 0; i < digits.length(); i++) {
			char c = digits.charAt(i);
			if (Character.digit(c, 16) < 0 && c != '-') {
				return "invalid character: found `" + c + "` at " + (offset + i + 1);
			}
		}
		boolean hyphens = digits.indexOf('-') >= 0;
		if (!hyphens && digits.length() != 32) {
			return "invalid length: expected length 32 for simple format, found " + digits.length();
		}
		return (hyphens && !digits.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"))
				? "invalid group count: expected 5, found " + digits.split("-", -1).length : null;
	}

	private boolean isDigits(int from, int to) {
		return this.text.length() >= to && this.text.substring(from, to).chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	private int number(int from) {
		return Integer.parseInt(this.text.substring(from, from + 2));
	}

	/**
	 * A value does not have its format.
	 */
	record Failure(String type, String message) {
	}

}
