package io.mockagents.recording;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * A line of a log.
 *
 * @param source the name of the file
 * @param number its number in the file, from 1
 * @param raw the whole line, without its end
 * @param time the time it starts with, in milliseconds, or {@link #CONTINUES} if it
 * starts with none and continues what an earlier line began
 * @param windows whether it ends as lines do on Windows
 * @param whole whether it ends at all, as the last one of a file may not
 * @param damage what is wrong with its bytes, or {@code null}
 */
public record SourceLine(String source, long number, String raw, long time, boolean windows, boolean whole,
		@Nullable String damage) {

	static final long CONTINUES = Long.MIN_VALUE;

	private static final String FORM = "0000-00-00 00:00:00,000 - ";

	static SourceLine of(String source, long number, String raw, boolean windows, boolean whole,
			@Nullable String damage) {
		return new SourceLine(source, number, raw, time(raw), windows, whole, damage);
	}

	/**
	 * Return where the line is, for messages.
	 * @return where the line is, for messages
	 */
	public String position() {
		return this.source + ":" + this.number;
	}

	/**
	 * Whether a record starts with this line.
	 * @return whether a record starts with this line
	 */
	public boolean startsRecord() {
		return this.time != CONTINUES;
	}

	/**
	 * Whether the text of the record starts so.
	 * @param text the text
	 * @return whether the text of the record starts so
	 */
	public boolean says(String text) {
		return this.raw.startsWith(text, FORM.length());
	}

	/**
	 * Return the text of the record after a prefix that it has.
	 * @param prefix the prefix
	 * @return the text of the record after a prefix that it has
	 */
	public String after(String prefix) {
		return this.raw.substring(FORM.length() + prefix.length());
	}

	/**
	 * Return where the last record in this line starts that has a text after its time.
	 * @param text the text
	 * @return the index, 0 where it is the line itself, or a negative number if there is
	 * none
	 */
	public int startOf(String text) {
		int time = "0000-00-00 00:00:00,000".length();
		int start = this.raw.lastIndexOf(text) - time;
		return (start >= 0 && time(this.raw.substring(start)) != CONTINUES) ? start : -1;
	}

	/**
	 * Return what is before a place in the line, as a line that does not end.
	 * @param index the place in the line
	 * @return what is before a place in the line, as a line that does not end
	 */
	public SourceLine upTo(int index) {
		return of(this.source, this.number, this.raw.substring(0, index), false, false, this.damage);
	}

	/**
	 * Return the rest of the line as one of its own.
	 * @param index the place in the line
	 * @return the rest of the line as one of its own
	 */
	public SourceLine from(int index) {
		return of(this.source, this.number, this.raw.substring(index), this.windows, this.whole, null);
	}

	/**
	 * Return the line with its rest, which is the first line of the next file. Of a line
	 * that gets too long only the start is kept.
	 * @param rest the rest of the line
	 * @return the line with its rest, which is the first line of the next file
	 */
	public SourceLine with(SourceLine rest) {
		boolean tooLong = this.raw.length() + rest.raw.length() > SourceLines.MOST_BYTES;
		String damage = (this.damage == null && tooLong) ? SourceLines.TOO_LONG : this.damage;
		return of(this.source, this.number, tooLong ? this.raw : this.raw + rest.raw, rest.windows, rest.whole,
				(damage != null) ? damage : rest.damage);
	}

	private static long time(String raw) {
		if (raw.length() < FORM.length()) {
			return CONTINUES;
		}
		for (int i = 0; i < FORM.length(); i++) {
			char c = raw.charAt(i);
			char expected = FORM.charAt(i);
			if ((expected == '0') ? c < '0' || c > '9' : c != expected) {
				return CONTINUES;
			}
		}
		try {
			return LocalDateTime
				.of(number(raw, 0, 4), number(raw, 5, 7), number(raw, 8, 10), number(raw, 11, 13), number(raw, 14, 16),
						number(raw, 17, 19), number(raw, 20, 23) * 1_000_000)
				.toInstant(ZoneOffset.UTC)
				.toEpochMilli();
		}
		catch (DateTimeException ex) {
			return CONTINUES;
		}
	}

	private static int number(String raw, int from, int to) {
		int number = 0;
		for (int i = from; i < to; i++) {
			number = number * 10 + raw.charAt(i) - '0';
		}
		return number;
	}

}
