package io.mockagents.python;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;

/**
 * Dates, times, durations and UUIDs as Python prints those that pydantic has read.
 */
final class PythonTime {

	private static final long DAY = 86_400;

	private PythonTime() {
	}

	static boolean knows(Object value) {
		return value instanceof LocalDate || value instanceof LocalDateTime || value instanceof LocalTime
				|| value instanceof OffsetDateTime || value instanceof ZonedDateTime || value instanceof Instant
				|| value instanceof Duration || value instanceof UUID;
	}

	/**
	 * Return {@code str(value)}.
	 */
	static String str(Object value) {
		if (value instanceof Duration duration) {
			return str(duration);
		}
		if (value instanceof LocalTime time) {
			return clock(time);
		}
		if (value instanceof LocalDate || value instanceof UUID) {
			return value.toString();
		}
		if (value instanceof LocalDateTime time) {
			return time.toLocalDate() + " " + clock(time.toLocalTime());
		}
		OffsetDateTime time = withOffset(value);
		return str(time.toLocalDateTime()) + (time.getOffset().equals(ZoneOffset.UTC) ? "+00:00" : time.getOffset());
	}

	/**
	 * Return {@code repr(value)}.
	 */
	static String repr(Object value) {
		if (value instanceof Duration duration) {
			return repr(duration);
		}
		if (value instanceof UUID) {
			return "UUID('" + value + "')";
		}
		if (value instanceof LocalTime time) {
			return "datetime.time(" + fields(time) + ")";
		}
		if (value instanceof LocalDate date) {
			return "datetime.date(" + fields(date) + ")";
		}
		if (value instanceof LocalDateTime time) {
			return "datetime.datetime(" + fields(time.toLocalDate()) + ", " + fields(time.toLocalTime()) + ")";
		}
		OffsetDateTime time = withOffset(value);
		String local = repr(time.toLocalDateTime());
		return local.substring(0, local.length() - 1) + ", tzinfo=TzInfo(" + time.getOffset().getTotalSeconds() + "))";
	}

	private static OffsetDateTime withOffset(Object value) {
		return (value instanceof Instant instant) ? instant.atOffset(ZoneOffset.UTC)
				: OffsetDateTime.from((TemporalAccessor) value);
	}

	private static String clock(LocalTime time) {
		int micros = time.get(ChronoField.MICRO_OF_SECOND);
		return "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond())
				+ ((micros > 0) ? ".%06d".formatted(micros) : "");
	}

	private static String fields(LocalDate date) {
		return date.getYear() + ", " + date.getMonthValue() + ", " + date.getDayOfMonth();
	}

	private static String fields(LocalTime time) {
		int micros = time.get(ChronoField.MICRO_OF_SECOND);
		return time.getHour() + ", " + time.getMinute()
				+ ((time.getSecond() > 0 || micros > 0) ? ", " + time.getSecond() : "")
				+ ((micros > 0) ? ", " + micros : "");
	}

	private static String str(Duration duration) {
		long days = Math.floorDiv(duration.getSeconds(), DAY);
		String clock = clock(
				LocalTime.ofSecondOfDay(Math.floorMod(duration.getSeconds(), DAY)).plusNanos(duration.getNano()));
		String hours = clock.startsWith("0") ? clock.substring(1) : clock;
		return (days == 0) ? hours : days + ((Math.abs(days) == 1) ? " day, " : " days, ") + hours;
	}

	private static String repr(Duration duration) {
		long days = Math.floorDiv(duration.getSeconds(), DAY);
		long seconds = Math.floorMod(duration.getSeconds(), DAY);
		int micros = duration.getNano() / 1000;
		StringBuilder text = new StringBuilder();
		append(text, "days", days);
		append(text, "seconds", seconds);
		append(text, "microseconds", micros);
		return "datetime.timedelta(" + (text.isEmpty() ? "0" : text) + ")";
	}

	private static void append(StringBuilder text, String name, long count) {
		if (count != 0) {
			text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(count);
		}
	}

}
