package io.mockagents.model;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of one response in the format of the API. All ids of a response contain
 * the second of its creation and share a part of their own: at the end in profile 0.2, at
 * the start in profile 0.22. Not safe for several threads.
 * <p>
 * With a generator of the same state, the same calls produce the same ids.
 */
public final class ResponseIds {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

	private static final byte[] BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		.getBytes(StandardCharsets.ISO_8859_1);

	private static final int CALL_LENGTH = 24;

	private final SdkProfile profile;

	private final int seconds;

	private final long shared;

	private final int group;

	private final RandomGenerator random;

	/**
	 * Create the ids of a response.
	 * @param profile the profile whose format they have
	 * @param epochSecond when the response is created, in seconds since 1970
	 * @param random where they come from
	 */
	public ResponseIds(SdkProfile profile, long epochSecond, RandomGenerator random) {
		this.profile = profile;
		this.seconds = (int) epochSecond;
		this.random = random;
		long bits = random.nextLong();
		this.shared = bits >>> 4;
		this.group = 0x8100 | ((int) bits & 0xFF);
	}

	/**
	 * Return a new id for something that the response consists of, or for itself.
	 * @param prefix what kind of thing it is: {@code resp}, {@code msg}, {@code fc},
	 * {@code rs} and so on
	 * @return the id
	 */
	public String next(String prefix) {
		long head = this.random.nextLong();
		long tail = this.random.nextLong();
		boolean older = (this.profile == SdkProfile.V0_2);
		byte[] id = new byte[prefix.length() + (older ? 49 : 51)];
		int at = append(id, 0, prefix);
		id[at++] = '_';
		if (!older) {
			at = appendHex(id, at, this.shared, 16);
			at = appendHex(id, at, 0, 2);
		}
		at = appendHex(id, at, this.seconds, 8);
		at = appendHex(id, at, head >>> 48, 4);
		at = appendHex(id, at, this.group, 4);
		at = appendHex(id, at, tail, 16);
		if (older) {
			appendHex(id, at, this.shared, 16);
		}
		return new String(id, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return a new id of a tool call.
	 * @param random where it comes from
	 * @return {@code call_} and 24 letters and digits
	 */
	public static String callId(RandomGenerator random) {
		byte[] id = new byte[5 + CALL_LENGTH];
		appendBase62(id, append(id, 0, "call_"), random);
		return new String(id, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return a new id of a request.
	 * @param random where it comes from
	 * @return {@code req_} and 32 hexadecimal digits
	 */
	public static String requestId(RandomGenerator random) {
		byte[] id = new byte[36];
		int at = append(id, 0, "req_");
		at = appendHex(id, at, random.nextLong(), 16);
		appendHex(id, at, random.nextLong(), 16);
		return new String(id, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the letters and digits by which the API hides the length of a delta.
	 * @param length how many
	 * @param random where they come from
	 * @return the letters and digits
	 */
	public static String obfuscation(int length, RandomGenerator random) {
		byte[] text = new byte[length];
		appendBase62(text, 0, random);
		return new String(text, StandardCharsets.ISO_8859_1);
	}

	private static int append(byte[] id, int at, String text) {
		for (int i = 0; i < text.length(); i++) {
			id[at++] = (byte) text.charAt(i);
		}
		return at;
	}

	private static int appendHex(byte[] id, int at, long value, int digits) {
		for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
			id[at++] = HEX[(int) (value >>> shift) & 15];
		}
		return at;
	}

	/**
	 * Fill the rest of an id, six bits to a character.
	 */
	private static void appendBase62(byte[] id, int start, RandomGenerator random) {
		long bits = 0;
		int left = 0;
		for (int i = start; i < id.length; i++) {
			if (left == 0) {
				bits = random.nextLong();
				left = 10;
			}
			id[i] = BASE62[(int) (((bits & 63) * 62) >>> 6)];
			bits >>>= 6;
			left--;
		}
	}

}
