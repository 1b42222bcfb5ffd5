package io.mockagents.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as its source contains it: enough to decide whether the played event equals
 * it, byte for byte, and where it stands.
 *
 * @param origin where it stands: a file with a line, or the id of a row
 * @param isRaw whether it is an event of the model's own stream
 * @param digest the digest of its JSON
 */
public record RecordedEvent(String origin, boolean isRaw, long digest) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final String RAW = "raw ";

	private static final String ITEM = "item ";

	private static final Pattern WRITTEN = Pattern.compile("(raw|item) [0-9a-f]{16}");

	/**
	 * Return an event as JSON.
	 * @param event the event
	 * @return an event as JSON
	 */
	public static JsonObject json(StreamEvent event) {
		return (event instanceof RawResponseEvent raw) ? JsonObject.of("data", raw.data(), "type", raw.type())
				: JsonCodec.parseObject(MAPPER.writeValueAsString(event));
	}

	/**
	 * Return what is kept of an event.
	 * @param origin where it stands
	 * @param isRaw whether it is an event of the model's own stream
	 * @param json the event
	 * @return what is kept of an event
	 */
	public static RecordedEvent of(String origin, boolean isRaw, JsonObject json) {
		return new RecordedEvent(origin, isRaw, digest(json));
	}

	/**
	 * Return what a recording file keeps of it.
	 */
	String written() {
		return (this.isRaw ? RAW : ITEM) + HexFormat.of().toHexDigits(this.digest);
	}

	/**
	 * Read what a recording file keeps of an event.
	 * @param origin where the event stands
	 * @param written what is kept
	 * @return the event, or {@code null} if that is not one
	 */
	static @Nullable RecordedEvent read(String origin, String written) {
		if (!WRITTEN.matcher(written).matches()) {
			return null;
		}
		boolean raw = written.startsWith(RAW);
		return new RecordedEvent(origin, raw,
				HexFormat.fromHexDigitsToLong(written, raw ? RAW.length() : ITEM.length(), written.length()));
	}

	/**
	 * Return whether an event equals this one.
	 * @param json the event as JSON
	 * @return whether an event equals this one
	 */
	public boolean is(JsonObject json) {
		return digest(json) == this.digest;
	}

	private static long digest(JsonObject json) {
		try {
			byte[] text = JsonCodec.write(json).getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
