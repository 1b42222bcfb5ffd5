package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the model's thoughts.
 */
public final class ReasoningFrames implements ItemFrames {

	private static final String[] ITEM_KEYS_2025 = { "id", "type", "summary" };

	private static final String[] ITEM_KEYS_2026 = { "id", "type", "content", "summary" };

	private static final String[] PART_KEYS = { "type", "text" };

	private final AnswerWriter writer;

	private final JsonObject item;

	private final String id;

	private final List<Deltas> summary;

	private int state;

	private int part;

	private int index;

	/**
	 * Create the frames of thoughts.
	 * @param writer numbers them
	 * @param item the thoughts as they are in the output
	 * @param summary the parts of their summary
	 */
	public ReasoningFrames(AnswerWriter writer, JsonObject item, List<Deltas> summary) {
		this.writer = writer;
		this.item = item;
		this.id = item.string("id");
		this.summary = summary;
	}

	/**
	 * Return thoughts as they are in the output.
	 */
	public static JsonObject item(SdkProfile profile, String id, List<Deltas> summary) {
		List<JsonObject> parts = new ArrayList<>(summary.size());
		summary.forEach((text) -> parts.add(part(text.text())));
		List<JsonObject> content = Collections.unmodifiableList(parts);
		return (profile == SdkProfile.V0_2)
				? JsonObject.ofShared(ITEM_KEYS_2025, new Object[] { id, "reasoning", content })
				: JsonObject.ofShared(ITEM_KEYS_2026, new Object[] { id, "reasoning", List.of(), content });
	}

	@Override
	public @Nullable JsonObject next() {
		switch (this.state) {
			case 0:
				this.state = this.summary.isEmpty() ? 5 : 1;
				return this.writer.added(this.item.with("summary", List.of()));
			case 5:
				this.state = 6;
				return this.writer.done(this.item, this.summary.stream().mapToInt((it) -> it.text().length()).sum());
			case 6:
				return null;
			default:
				return partFrame(this.summary.get(this.part));
		}
	}

	private JsonObject partFrame(Deltas text) {
		WireFormat wire = this.writer.wire();
		int output = this.writer.outputIndex();
		int sequence = this.writer.nextSequence();
		switch (this.state) {
			case 1:
				this.state = 2;
				return wire.summaryPart.frame("response.reasoning_summary_part.added", sequence, this.id, output,
						this.part, part(""));
			case 2:
				if (this.index < text.size()) {
					int i = this.index++;
					return wire.summaryDelta.frame("response.reasoning_summary_text.delta", sequence, this.id, output,
							this.part, text.piece(i), this.writer.obfuscation(text, i));
				}
				this.state = 3;
				return wire.summaryDone.frame("response.reasoning_summary_text.done", sequence, this.id, output,
						this.part, text.text());
			default:
				JsonObject frame = wire.summaryPart.frame("response.reasoning_summary_part.done", sequence, this.id,
						output, this.part, part(text.text()));
				this.part++;
				this.index = 0;
				this.state = (this.part < this.summary.size()) ? 1 : 5;
				return frame;
		}
	}

	private static JsonObject part(String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "summary_text", text });
	}

}
