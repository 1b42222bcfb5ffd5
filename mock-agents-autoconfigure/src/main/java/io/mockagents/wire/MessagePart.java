package io.mockagents.wire;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message, with the pieces in which it is streamed.
 */
public abstract class MessagePart {

	private final Deltas text;

	private final JsonObject part;

	private MessagePart(Deltas text, JsonObject part) {
		this.text = text;
		this.part = part;
	}

	/**
	 * Return a part that is given.
	 */
	static MessagePart of(JsonObject part) {
		return part.string("type").equals("refusal") ? new Refusal(Deltas.of(part.string("refusal")), part)
				: new Text(Deltas.of(part.string("text")), part,
						part.get("logprobs") instanceof List<?> ? part.objects("logprobs") : List.of());
	}

	final Deltas text() {
		return this.text;
	}

	/**
	 * Return the part as it is in the output.
	 */
	final JsonObject part() {
		return this.part;
	}

	/**
	 * Return the part before anything was said.
	 */
	abstract JsonObject empty();

	/**
	 * Return a frame of the part.
	 * @param index the number of the frame, from 0
	 * @return the frame, or {@code null} if there is none of that number
	 */
	abstract @Nullable JsonObject piece(AnswerWriter writer, String id, int contentIndex, int index);

	abstract JsonObject done(AnswerWriter writer, String id, int contentIndex);

	/**
	 * A part that says something.
	 */
	public static final class Text extends MessagePart {

		private static final String[] KEYS = { "type", "annotations", "logprobs", "text" };

		private static final JsonObject EMPTY = part(List.of(), List.of(), "");

		private final List<JsonObject> logprobs;

		private final boolean perToken;

		private Text(Deltas text, JsonObject part, List<JsonObject> logprobs) {
			super(perToken(text, logprobs) ? Deltas.of(tokens(logprobs)) : text, part);
			this.logprobs = logprobs;
			this.perToken = perToken(text, logprobs);
		}

		public Text(Deltas text, List<JsonObject> annotations) {
			this(text, annotations, List.of());
		}

		/**
		 * Create a part.
		 * @param text what it says
		 * @param annotations its annotations
		 * @param logprobs the tokens of the text with their log probabilities: if their
		 * texts make up the text, each is a delta; else all come with the first delta
		 */
		public Text(Deltas text, List<JsonObject> annotations, List<JsonObject> logprobs) {
			this(text, part(annotations, logprobs, text.text()), logprobs);
		}

		private static boolean perToken(Deltas text, List<JsonObject> logprobs) {
			return !logprobs.isEmpty() && String.join("", tokens(logprobs)).equals(text.text());
		}

		private static List<String> tokens(List<JsonObject> logprobs) {
			return logprobs.stream().map((token) -> (token.get("token") instanceof String text) ? text : "").toList();
		}

		private static JsonObject part(List<JsonObject> annotations, List<JsonObject> logprobs, String text) {
			return JsonObject.ofShared(KEYS, new Object[] { "output_text", annotations, logprobs, text });
		}

		private List<JsonObject> logprobs(int index) {
			if (this.perToken) {
				return List.of(this.logprobs.get(index));
			}
			return (index == 0) ? this.logprobs : List.of();
		}

		@Override
		JsonObject empty() {
			return EMPTY;
		}

		@Override
		@Nullable JsonObject piece(AnswerWriter writer, String id, int contentIndex, int index) {
			Deltas text = text();
			if (index < text.size()) {
				return writer.wire().textDelta.frame("response.output_text.delta", writer.nextSequence(), id,
						writer.outputIndex(), contentIndex, text.piece(index), logprobs(index),
						writer.obfuscation(text, index));
			}
			int annotation = index - text.size();
			List<JsonObject> annotations = part().get("annotations") instanceof List<?> ? part().objects("annotations")
					: List.of();
			return (annotation < annotations.size())
					? writer.wire().annotation.frame("response.output_text.annotation.added", writer.nextSequence(), id,
							writer.outputIndex(), contentIndex, annotation, annotations.get(annotation))
					: null;
		}

		@Override
		JsonObject done(AnswerWriter writer, String id, int contentIndex) {
			return writer.wire().textDone.frame("response.output_text.done", writer.nextSequence(), id,
					writer.outputIndex(), contentIndex, text().text(), this.logprobs);
		}

	}

	/**
	 * A part that refuses.
	 */
	public static final class Refusal extends MessagePart {

		private static final String[] KEYS = { "type", "refusal" };

		private Refusal(Deltas text, JsonObject part) {
			super(text, part);
		}

		public Refusal(Deltas text) {
			this(text, part(text.text()));
		}

		private static JsonObject part(String text) {
			return JsonObject.ofShared(KEYS, new Object[] { "refusal", text });
		}

		@Override
		JsonObject empty() {
			return part("");
		}

		@Override
		@Nullable JsonObject piece(AnswerWriter writer, String id, int contentIndex, int index) {
			Deltas text = text();
			return (index < text.size())
					? writer.wire().refusalDelta.frame("response.refusal.delta", writer.nextSequence(), id,
							writer.outputIndex(), contentIndex, text.piece(index), writer.obfuscation(text, index))
					: null;
		}

		@Override
		JsonObject done(AnswerWriter writer, String id, int contentIndex) {
			return writer.wire().refusalDone.frame("response.refusal.done", writer.nextSequence(), id,
					writer.outputIndex(), contentIndex, text().text());
		}

	}

}
