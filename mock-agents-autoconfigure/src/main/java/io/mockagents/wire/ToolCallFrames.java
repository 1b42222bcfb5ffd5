package io.mockagents.wire;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a call of a function tool.
 */
public final class ToolCallFrames implements ItemFrames {

	private static final String[] ITEM_KEYS = { "id", "type", "status", "arguments", "call_id", "name" };

	private final AnswerWriter writer;

	private final JsonObject item;

	private final String id;

	private final Deltas arguments;

	private int state;

	private int index;

	/**
	 * Create the frames of a call.
	 * @param writer numbers them
	 * @param item the call as it is in the output
	 * @param arguments its arguments
	 */
	public ToolCallFrames(AnswerWriter writer, JsonObject item, Deltas arguments) {
		this.writer = writer;
		this.item = item;
		this.id = item.string("id");
		this.arguments = arguments;
	}

	/**
	 * Return a call as it is in the output.
	 */
	public static JsonObject item(String id, String callId, String name, Deltas arguments, String status) {
		return JsonObject.ofShared(ITEM_KEYS,
				new Object[] { id, "function_call", status, arguments.text(), callId, name });
	}

	@Override
	public @Nullable JsonObject next() {
		WireFormat wire = this.writer.wire();
		int output = this.writer.outputIndex();
		switch (this.state) {
			case 0:
				this.state = 1;
				return this.writer.added(this.item.with("status", "in_progress").with("arguments", ""));
			case 1:
				if (this.index < this.arguments.size()) {
					int i = this.index++;
					return wire.argumentsDelta.frame("response.function_call_arguments.delta",
							this.writer.nextSequence(), this.id, output, this.arguments.piece(i),
							this.writer.obfuscation(this.arguments, i));
				}
				this.state = 2;
				return wire.argumentsDone.frame("response.function_call_arguments.done", this.writer.nextSequence(),
						this.id, output, this.arguments.text());
			case 2:
				this.state = 3;
				return this.writer.done(this.item, this.item.string("name").length() + this.arguments.text().length());
			default:
				return null;
		}
	}

}
