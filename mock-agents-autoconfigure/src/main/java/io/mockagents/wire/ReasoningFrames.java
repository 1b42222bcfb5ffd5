package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the model's thoughts: those of the thoughts themselves, where it shows
 * them, and of their summary.
 */
public final class ReasoningFrames implements ItemFrames {

	private static final String[] PART_KEYS = { "type", "text" };

	private final AnswerWriter writer;

	private final JsonObject item;

	private final String id;

	private final List<Deltas> content;

	private final List<Deltas> texts;

	private int part = -1;

	private int index;

	/**
	 * Create the frames of thoughts.
	 * @param writer numbers them
	 * @param item the thoughts as they are in the output
	 * @param summary the parts of their summary
	 * @param content the parts of the thoughts themselves
	 */
	public ReasoningFrames(AnswerWriter writer, JsonObject item, List<Deltas> summary, List<Deltas> content) {
		this.writer = writer;
		this.item = item;
		this.id = item.string("id");
		this.content = content;
		this.texts = new ArrayList<>(content);
		this.texts.addAll(summary);
	}

	/**
	 * Return thoughts as they are in the output.
	 * @param encrypted the thoughts in a form that only the API can read, or {@code null}
	 */
	public static JsonObject item(SdkProfile profile, String id, List<Deltas> summary, List<Deltas> content,
			@Nullable String encrypted) {
		JsonObject.Builder item = JsonObject.builder().put("id", id).put("type", "reasoning");
		if (profile != SdkProfile.V0_2 || !content.isEmpty()) {
			item.put("content", parts("reasoning_text", content));
		}
		if (encrypted != null) {
			item.put("encrypted_content", encrypted);
		}
		return item.put("summary", parts("summary_text", summary)).build();
	}

	private static List<JsonObject> parts(String type, List<Deltas> texts) {
		List<JsonObject> parts = new ArrayList<>(texts.size());
		texts.forEach((text) -> parts.add(part(type, text.text())));
		return Collections.unmodifiableList(parts);
	}

	@Override
	public @Nullable JsonObject next() {
		if (this.part < 0) {
			this.part = 0;
			return this.writer.added(begun());
		}
		if (this.part > this.texts.size()) {
			return null;
		}
		if (this.part == this.texts.size()) {
			this.part++;
			return this.writer.done(this.item, this.texts.stream().mapToInt((text) -> text.text().length()).sum());
		}
		boolean shown = this.part < this.content.size();
		JsonObject frame = shown ? contentFrame(this.texts.get(this.part)) : summaryFrame(this.texts.get(this.part));
		if (this.index > this.texts.get(this.part).size() + 2) {
			this.part++;
			this.index = 0;
		}
		return frame;
	}

	private JsonObject begun() {
		JsonObject begun = this.item.with("summary", List.of());
		if (this.item.containsKey("status")) {
			begun = begun.with("status", "in_progress");
		}
		return this.content.isEmpty() ? begun : begun.with("content", List.of());
	}

	private JsonObject contentFrame(Deltas text) {
		int i = this.index++ - 1;
		if (i < 0) {
			return contentPart("response.content_part.added", "");
		}
		if (i < text.size()) {
			return this.writer.frame(JsonObject.of("type", "response.reasoning_text.delta", "item_id", this.id,
					"output_index", this.writer.outputIndex(), "content_index", this.part, "delta", text.piece(i)));
		}
		return (i > text.size()) ? contentPart("response.content_part.done", text.text())
				: this.writer.frame(JsonObject.of("type", "response.reasoning_text.done", "item_id", this.id,
						"output_index", this.writer.outputIndex(), "content_index", this.part, "text", text.text()));
	}

	private JsonObject contentPart(String type, String text) {
		return this.writer.wire().contentPart.frame(type, this.writer.nextSequence(), this.id,
				this.writer.outputIndex(), this.part, part("reasoning_text", text));
	}

	private JsonObject summaryFrame(Deltas text) {
		WireFormat wire = this.writer.wire();
		int output = this.writer.outputIndex();
		int part = this.part - this.content.size();
		int sequence = this.writer.nextSequence();
		int i = this.index++ - 1;
		if (i < 0) {
			return wire.summaryPart.frame("response.reasoning_summary_part.added", sequence, this.id, output, part,
					part("summary_text", ""));
		}
		if (i < text.size()) {
			return wire.summaryDelta.frame("response.reasoning_summary_text.delta", sequence, this.id, output, part,
					text.piece(i), this.writer.obfuscation(text, i));
		}
		return (i > text.size())
				? wire.summaryPart.frame("response.reasoning_summary_part.done", sequence, this.id, output, part,
						part("summary_text", text.text()))
				: wire.summaryDone.frame("response.reasoning_summary_text.done", sequence, this.id, output, part,
						text.text());
	}

	private static JsonObject part(String type, String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { type, text });
	}

}
