package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.SdkProfile;

/**
 * Numbers the frames of one answer, and gathers its output.
 */
final class AnswerWriter {

	private final WireFormat wire;

	private final RandomGenerator random;

	private final List<JsonObject> output;

	private int sequence;

	private long outputLength;

	AnswerWriter(SdkProfile profile, RandomGenerator random, int items) {
		this.wire = WireFormat.of(profile);
		this.random = random;
		this.output = new ArrayList<>(items);
	}

	WireFormat wire() {
		return this.wire;
	}

	/**
	 * Return how many frames there are so far.
	 */
	int sequence() {
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
	 */
	List<JsonObject> output() {
		return Collections.unmodifiableList(this.output);
	}

	/**
	 * Return the number of characters the model wrote for them.
	 */
	long outputLength() {
		return this.outputLength;
	}

	String obfuscation(Deltas deltas, int index) {
		return ResponseIds.obfuscation(deltas.padding(index), this.random);
	}

	JsonObject response(String type, JsonObject response) {
		return this.wire.response.frame(type, this.sequence++, response);
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
