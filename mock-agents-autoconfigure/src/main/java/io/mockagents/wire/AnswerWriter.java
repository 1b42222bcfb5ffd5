package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the frames of one answer, and gathers its output.
 */
public final class AnswerWriter {

	private final SdkProfile profile;

	private final WireFormat wire;

	private final RandomGenerator random;

	private final List<JsonObject> output;

	private int sequence;

	private long outputLength;

	public AnswerWriter(SdkProfile profile, RandomGenerator random, int items) {
		this.profile = profile;
		this.wire = WireFormat.of(profile);
		this.random = random;
		this.output = new ArrayList<>(items);
	}

	/**
	 * Return the profile whose form the frames have.
	 * @return the profile
	 */
	public SdkProfile profile() {
		return this.profile;
	}

	WireFormat wire() {
		return this.wire;
	}

	/**
	 * Return how many frames there are so far.
	 * @return how many frames there are so far
	 */
	public int sequence() {
		return this.sequence;
	}

	int nextSequence() {
		return this.sequence++;
	}

	int outputIndex() {
		return this.output.size();
	}

	/**
	 * Return the items that have ended.
	 * @return the items that have ended
	 */
	public List<JsonObject> output() {
		return Collections.unmodifiableList(this.output);
	}

	/**
	 * Return the number of characters the model wrote for them.
	 * @return the number of characters the model wrote for them
	 */
	public long outputLength() {
		return this.outputLength;
	}

	String obfuscation(Deltas deltas, int index) {
		return ResponseIds.obfuscation(deltas.padding(index), this.random);
	}

	public JsonObject response(String type, JsonObject response) {
		return this.wire.response.frame(type, this.sequence++, response);
	}

	/**
	 * Return the frame of an error that is an object.
	 * @param error the error
	 * @return the frame
	 */
	public JsonObject error(JsonObject error) {
		return this.wire.error.frame("error", this.sequence++, error);
	}

	/**
	 * Return the frame of an error whose fields are those of the frame.
	 * @param code what kind of error it is
	 * @param message what went wrong
	 * @param param the parameter of the request that is to blame, or {@code null}
	 * @return the frame
	 */
	public JsonObject flatError(@Nullable String code, @Nullable String message, @Nullable String param) {
		return this.wire.flatError.frame("error", this.sequence++, code, message, param);
	}

	/**
	 * Return a frame that is given, with the number that is next. If it is of an item and
	 * does not say of which output, it gets the index of the next one. Keys that are not
	 * given come in the order of the profile's time.
	 * @param given the frame
	 * @return the frame
	 */
	public JsonObject frame(JsonObject given) {
		JsonObject frame = given.with("sequence_number", this.sequence);
		if ((frame.containsKey("item") || frame.containsKey("item_id")) && !frame.containsKey("output_index")) {
			frame = frame.with("output_index", outputIndex());
		}
		this.sequence++;
		if ("response.output_item.done".equals(frame.get("type")) && frame.get("item") instanceof JsonObject item) {
			this.output.add(item);
		}
		return (given.size() == frame.size()) ? frame : this.wire.ordered(frame);
	}

	/**
	 * Count a frame of an answer that is given as a whole.
	 */
	JsonObject asItIs(JsonObject frame) {
		this.sequence++;
		return frame;
	}

	JsonObject added(JsonObject item) {
		return this.wire.item.frame("response.output_item.added", this.sequence++, outputIndex(), item);
	}

	/**
	 * End an item.
	 * @param item the item as it is in the output
	 * @param length the number of characters the model wrote for it
	 */
	JsonObject done(JsonObject item, int length) {
		JsonObject frame = this.wire.item.frame("response.output_item.done", this.sequence++, outputIndex(), item);
		this.output.add(item);
		this.outputLength += length;
		return frame;
	}

}
