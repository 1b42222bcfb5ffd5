package io.mockagents.python;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks values against the {@code format} of a string, as pydantic checks them for the
 * types of which it makes such schemas.
 */
final class FormatCheck {

	private static final Set<String> FORMATS = Set.of("date", "date-time", "time", "duration", "uuid");

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

	private static final Pattern ZONE = Pattern.compile("[Zz]|[+-]\\d{2}:?\\d{2}");

	private static final Pattern TIME = Pattern
		.compile("(\\d{2}:\\d{2})(?::(\\d{2})(?:\\.(\\d+))?)?([Zz]|[+-]\\d{2}:?\\d{2})?");

	/** The largest number that is taken for seconds. */
	private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(20_000_000_000L);

	private static final int[] UUID_GROUPS = { 8, 4, 4, 4, 12 };

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
		if (format.equals("duration") && !json && value instanceof Boolean) {
			return null;
		}
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
			case "time" -> check.failure("time_parsing", "Input should be in a valid time format, ",
					number ? secondsOfDay(new BigDecimal(check.text)) : check.time(0));
			case "duration" -> check.failure("time_delta_parsing", "Input should be a valid " + duration(json) + ", ",
					number ? DurationText.problem(new BigDecimal(check.text)) : DurationText.problem(check.text));
			default -> check.failure("uuid_parsing", "Input should be a valid UUID, ", check.uuid());
		};
	}

	/**
	 * Return the text that pydantic writes for a value that has its format.
	 * @param format a known format
	 * @param value a value that {@link #check} takes
	 */
	static String written(String format, Object value) {
		String text = String.valueOf(value);
		boolean number = !(value instanceof String) || NUMBER.matcher(text).matches();
		return switch (format) {
			case "duration" -> (value instanceof Boolean bool) ? (bool ? "PT1S" : "PT0S") : (value instanceof String)
					? DurationText.written(text) : DurationText.written(new BigDecimal(text));
			case "date" -> number ? atInstant(text).substring(0, 10) : text.substring(0, 10);
			case "date-time" -> number ? atInstant(text) : text.substring(0, 10) + "T"
					+ ((text.length() == 10) ? "00:00:00" : writtenTime(text.substring(11)));
			case "time" -> (value instanceof String) ? writtenTime(text) : atInstant(text).substring(11);
			default -> {
				String digits = text.replaceAll("urn:uuid:|[{}-]", "").toLowerCase(Locale.ROOT);
				yield new StringBuilder(digits).insert(20, '-')
					.insert(16, '-')
					.insert(12, '-')
					.insert(8, '-')
					.toString();
			}
		};
	}

	private static String writtenTime(String text) {
		Matcher time = TIME.matcher(text);
		if (!time.matches()) {
			return text;
		}
		String fraction = time.group(3);
		String micros = (fraction != null) ? (fraction + "000000").substring(0, 6) : "000000";
		String zone = (time.group(4) != null) ? time.group(4).toUpperCase(Locale.ROOT) : "";
		if (zone.length() == 5) {
			zone = zone.substring(0, 3) + ":" + zone.substring(3);
		}
		return time.group(1) + ":" + ((time.group(2) != null) ? time.group(2) : "00")
				+ (micros.equals("000000") ? "" : "." + micros) + (zone.matches("[+-]00:00") ? "Z" : zone);
	}

	/**
	 * Return a time stamp in seconds, or milliseconds if it is too large for them.
	 */
	private static String atInstant(String number) {
		BigDecimal seconds = new BigDecimal(number);
		if (seconds.abs().compareTo(MOST_SECONDS) > 0) {
			seconds = seconds.movePointLeft(3);
		}
		BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
		LocalDateTime time = LocalDateTime.ofEpochSecond(whole.longValue(),
				seconds.subtract(whole).movePointRight(6).setScale(0, RoundingMode.HALF_UP).intValue() * 1000,
				ZoneOffset.UTC);
		return time.toLocalDate() + "T" + writtenTime(time.toLocalTime() + "Z");
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

	private static @Nullable String secondsOfDay(BigDecimal seconds) {
		return (seconds.signum() < 0) ? "time in seconds should be positive"
				: (seconds.compareTo(DAY) >= 0) ? "numeric times may not exceed 86,399 seconds" : null;
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
		boolean braces = this.text.startsWith("{");
		String digits = this.text.replaceFirst("^urn:uuid:", "").replaceFirst("^\\{(.*)}$", "$1");
		int offset = this.text.indexOf(digits);
		for (int i = 0; i < digits.length(); i++) {
			char c = digits.charAt(i);
			if (Character.digit(c, 16) < 0 && c != '-') {
				return "invalid character: found `" + c + "` at " + (offset + i + 1);
			}
		}
		String[] groups = digits.split("-", -1);
		if (groups.length == 1 && !braces) {
			return (digits.length() != 32)
					? "invalid length: expected length 32 for simple format, found " + digits.length() : null;
		}
		if (groups.length != UUID_GROUPS.length) {
			return "invalid group count: expected 5, found " + groups.length;
		}
		for (int i = 0; i < groups.length; i++) {
			if (groups[i].length() != UUID_GROUPS[i]) {
				return "invalid group length in group " + i + ": expected " + UUID_GROUPS[i] + ", found "
						+ groups[i].length();
			}
		}
		return null;
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
