package io.mockagents.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Reads durations as pydantic reads a {@code timedelta}: ISO 8601, days with an optional
 * time, a time, or seconds.
 */
final class DurationText {

	private static final String TOO_SHORT = "input is too short";

	private static final String DAYS = "\"day\" identifier in duration not correctly formatted";

	private static final String TOO_MANY_DAYS = "durations may not exceed 999,999,999 days";

	private static final String NO_DIGIT = "invalid digit in duration";

	private static final BigInteger MOST_DAYS = BigInteger.valueOf(999_999_999);

	private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

	private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

	private final String text;

	private int position;

	private BigDecimal seconds = BigDecimal.ZERO;

	private DurationText(String text) {
		this.text = text;
	}

	/**
	 * Return what is wrong with a text.
	 * @return the problem in pydantic's words, or {@code null} if it is a duration
	 */
	static @Nullable String problem(String text) {
		return new DurationText(text).read();
	}

	/**
	 * Return what is wrong with a number of seconds.
	 */
	static @Nullable String problem(BigDecimal seconds) {
		return exceeds(seconds) ? TOO_MANY_DAYS : null;
	}

	/**
	 * Return the form in which pydantic writes a duration.
	 * @param text a valid duration
	 */
	static String written(String text) {
		return written(seconds(text));
	}

	private static BigDecimal seconds(String text) {
		DurationText duration = new DurationText(text);
		duration.read();
		return text.startsWith("-") ? duration.seconds.negate() : duration.seconds;
	}

	/**
	 * Return the form in which pydantic writes a number of seconds.
	 */
	static String written(BigDecimal seconds) {
		BigDecimal micros = seconds.abs().multiply(MILLION).setScale(0, RoundingMode.HALF_UP);
		BigDecimal[] split = micros.divide(MILLION).divideAndRemainder(DAY);
		int days = split[0].intValueExact();
		int rest = split[1].intValue();
		BigDecimal second = split[1].remainder(BigDecimal.valueOf(60));
		StringBuilder text = new StringBuilder((seconds.signum() < 0 && micros.signum() > 0) ? "-P" : "P");
		append(text, days / 365, "Y");
		append(text, days % 365, "D");
		if (split[1].signum() != 0 || days == 0) {
			text.append('T');
			append(text, rest / 3600, "H");
			append(text, rest / 60 % 60, "M");
			if (second.signum() != 0 || rest == 0) {
				text.append((second.signum() == 0) ? "0" : second.stripTrailingZeros().toPlainString()).append('S');
			}
		}
		return text.toString();
	}

	/**
	 * Return the module that reads and writes durations in this form. Years, of which
	 * {@link Duration#parse} knows nothing, have 365 days.
	 */
	static SimpleModule module() {
		return new SimpleModule().addSerializer(Duration.class, new Writer())
			.addDeserializer(Duration.class, new Reader());
	}

	private static void append(StringBuilder text, int count, String unit) {
		if (count > 0) {
			text.append(count).append(unit);
		}
	}

	private static boolean exceeds(BigDecimal seconds) {
		return seconds.abs().divide(DAY, 0, RoundingMode.DOWN).toBigInteger().compareTo(MOST_DAYS) > 0;
	}

	private @Nullable String read() {
		if (this.text.isEmpty()) {
			return TOO_SHORT;
		}
		if (at() == '+' || at() == '-') {
			this.position++;
		}
		String problem = (at() == 'P') ? readIso()
				: (this.text.indexOf('d') >= 0 || this.text.indexOf('D') >= 0 || this.text.length() < 5) ? readDays()
						: readTime(false);
		return (problem == null && exceeds(this.seconds)) ? TOO_MANY_DAYS : problem;
	}

	private @Nullable String readIso() {
		this.position++;
		boolean time = false;
		boolean fraction = false;
		for (; at() >= 0; this.position++) {
			if (at() == 'T') {
				if (time) {
					return "`t` character repeated in duration";
				}
				time = true;
				continue;
			}
			int from = this.position;
			if (!skipDigits()) {
				return NO_DIGIT;
			}
			if (fraction) {
				return "quantity fraction invalid in duration";
			}
			BigInteger whole = new BigInteger(this.text.substring(from, this.position));
			if (at() == '.') {
				this.position++;
				skipDigits();
				fraction = true;
			}
			if (whole.bitLength() > 63) {
				return "a numeric value in the duration is too large";
			}
			int unit = (at() < 0) ? -1 : (time ? "HMS" : "YMWD").indexOf(at());
			if (unit < 0) {
				return time ? "quantity invalid in time part of duration" : "quantity invalid in date part of duration";
			}
			int factor = time ? new int[] { 3600, 60, 1 }[unit] : 86_400 * new int[] { 365, 30, 7, 1 }[unit];
			add(new BigDecimal(this.text.substring(from, this.position)), BigDecimal.valueOf(factor));
		}
		return (this.position < 3) ? TOO_SHORT : null;
	}

	private @Nullable String readDays() {
		if (at() < 0) {
			return TOO_SHORT;
		}
		int from = this.position;
		if (!skipDigits()) {
			return NO_DIGIT;
		}
		BigInteger days = new BigInteger(this.text.substring(from, this.position));
		skip(" ");
		if (!skip("dD")) {
			return DAYS;
		}
		if (skip("aA")) {
			if (!skip("yY")) {
				return DAYS;
			}
			skip("sS");
		}
		if (days.compareTo(MOST_DAYS) > 0) {
			return (days.bitLength() > 63) ? "a numeric value in the duration is too large" : TOO_MANY_DAYS;
		}
		add(new BigDecimal(days), DAY);
		skip(",");
		skip(" ");
		return (at() < 0) ? null : readTime(true);
	}

	private @Nullable String readTime(boolean behindDays) {
		if (this.text.length() - this.position < 5) {
			return TOO_SHORT;
		}
		int from = this.position;
		if (!skipDigits() || at() != ':') {
			return "invalid character in hour";
		}
		BigDecimal hours = new BigDecimal(this.text.substring(from, this.position));
		if (behindDays && hours.intValue() > 23) {
			return "durations may not exceed 999,999,999 hours";
		}
		add(hours, BigDecimal.valueOf(3600));
		this.position++;
		String problem = readSixty("minute", 60);
		if (problem == null && at() == ':') {
			this.position++;
			problem = readSixty("second", 1);
			if (problem == null && at() == '.') {
				int dot = this.position++;
				if (!skipDigits()) {
					return "second fraction digits missing after `.`";
				}
				add(new BigDecimal("0" + this.text.substring(dot, Math.min(dot + 7, this.position))), BigDecimal.ONE);
			}
		}
		return (problem == null && at() >= 0) ? "unexpected extra characters at the end of the input" : problem;
	}

	private @Nullable String readSixty(String unit, int factor) {
		int from = this.position;
		for (int i = 0; i < 2; i++) {
			if (!isDigit(at())) {
				return "invalid character in " + unit;
			}
			this.position++;
		}
		int value = Integer.parseInt(this.text.substring(from, this.position));
		if (value > 59) {
			return unit + " value is outside expected range of 0-59";
		}
		add(BigDecimal.valueOf(value), BigDecimal.valueOf(factor));
		return null;
	}

	private void add(BigDecimal count, BigDecimal unit) {
		this.seconds = this.seconds.add(count.multiply(unit));
	}

	private boolean skip(String characters) {
		boolean found = at() >= 0 && characters.indexOf(at()) >= 0;
		this.position += found ? 1 : 0;
		return found;
	}

	private boolean skipDigits() {
		int from = this.position;
		while (isDigit(at())) {
			this.position++;
		}
		return this.position > from;
	}

	private static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	private int at() {
		return (this.position < this.text.length()) ? this.text.charAt(this.position) : -1;
	}

	private static final class Writer extends StdSerializer<Duration> {

		Writer() {
			super(Duration.class);
		}

		@Override
		public void serialize(Duration value, JsonGenerator json, SerializationContext context) {
			json.writeString(
					written(BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9))));
		}

	}

	private static final class Reader extends StdDeserializer<Duration> {

		Reader() {
			super(Duration.class);
		}

		@Override
		public Duration deserialize(JsonParser json, DeserializationContext context) {
			if (json.currentToken().isNumeric()) {
				return Duration.ofNanos(json.getDecimalValue().movePointRight(9).longValue());
			}
			String text = json.getString();
			String problem = problem(text);
			return (problem == null) ? Duration.ofNanos(seconds(text).movePointRight(9).longValue())
					: (Duration) context.handleWeirdStringValue(Duration.class, text, "%s", problem);
		}

	}

}
