package io.mockagents.scenario;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a call of a function tool.
 */
final class ToolCallFrames implements ItemFrames {

	private static final String[] ITEM_KEYS = { "id", "type", "status", "arguments", "call_id", "name" };

	private final ScriptedStream stream;

	private final String id;

	private final String callId;

	private final String name;

	private final Deltas arguments;

	private final String status;

	private int state;

	private int index;

	ToolCallFrames(ScriptedStream stream, String callId, String name, Deltas arguments, String status) {
		this.stream = stream;
		this.id = stream.newId("fc");
		this.callId = callId;
		this.name = name;
		this.arguments = arguments;
		this.status = status;
	}

	@Override
	public @Nullable JsonObject next() {
		WireFormat wire = this.stream.wire();
		int output = this.stream.outputIndex();
		switch (this.state) {
			case 0:
				this.state = 1;
				return this.stream.added(item("in_progress", ""));
			case 1:
				if (this.index < this.arguments.size()) {
					int i = this.index++;
					return wire.argumentsDelta.frame("response.function_call_arguments.delta",
							this.stream.nextSequence(), this.id, output, this.arguments.piece(i),
							this.stream.obfuscation(this.arguments, i));
				}
				this.state = 2;
				return wire.argumentsDone.frame("response.function_call_arguments.done", this.stream.nextSequence(),
						this.id, output, this.arguments.text());
			case 2:
				this.state = 3;
				return this.stream.done(item(this.status, this.arguments.text()),
						this.name.length() + this.arguments.text().length());
			default:
				return null;
		}
	}

	private JsonObject item(String status, String arguments) {
		return JsonObject.ofShared(ITEM_KEYS,
				new Object[] { this.id, "function_call", status, arguments, this.callId, this.name });
	}

}
