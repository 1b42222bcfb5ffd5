package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the API by their keys: in the order of 2025 in profile 0.2; in profile
 * 0.22 in that of 2026, where all keys after {@code type} are sorted.
 */
final class WireFormat {

	private static final Comparator<String> TYPE_FIRST = Comparator.comparing((String key) -> !key.equals("type"))
		.thenComparing(Comparator.naturalOrder());

	private static final WireFormat V2025 = new WireFormat(SdkProfile.V0_2);

	private static final WireFormat V2026 = new WireFormat(SdkProfile.V0_22);

	final SdkProfile profile;

	final Layout response;

	final Layout item;

	final Layout itemPhase;

	final Layout contentPart;

	final Layout textDelta;

	final Layout textDone;

	final Layout annotation;

	final Layout refusalDelta;

	final Layout refusalDone;

	final Layout argumentsDelta;

	final Layout argumentsDone;

	final Layout summaryPart;

	final Layout summaryDelta;

	final Layout summaryDone;

	final Layout error;

	final Layout flatError;

	private WireFormat(SdkProfile profile) {
		this.profile = profile;
		this.response = layout("response");
		this.item = layout("output_index", "item");
		this.itemPhase = layout("item_id", "output_index");
		this.contentPart = layout("item_id", "output_index", "content_index", "part");
		this.textDelta = layout("item_id", "output_index", "content_index", "delta", "logprobs", "obfuscation");
		this.textDone = layout("item_id", "output_index", "content_index", "text", "logprobs");
		this.annotation = layout("item_id", "output_index", "content_index", "annotation_index", "annotation");
		this.refusalDelta = layout("item_id", "output_index", "content_index", "delta", "obfuscation");
		this.refusalDone = layout("item_id", "output_index", "content_index", "refusal");
		this.argumentsDelta = layout("item_id", "output_index", "delta", "obfuscation");
		this.argumentsDone = layout("item_id", "output_index", "arguments");
		this.summaryPart = layout("item_id", "output_index", "summary_index", "part");
		this.summaryDelta = layout("item_id", "output_index", "summary_index", "delta", "obfuscation");
		this.summaryDone = layout("item_id", "output_index", "summary_index", "text");
		this.error = layout("error");
		this.flatError = layout("code", "message", "param");
	}

	static WireFormat of(SdkProfile profile) {
		return (profile == SdkProfile.V0_2) ? V2025 : V2026;
	}

	/**
	 * Return a frame with its keys in the order of the time: as they are in 2025, sorted
	 * after the type in 2026.
	 */
	JsonObject ordered(JsonObject frame) {
		if (this.profile == SdkProfile.V0_2) {
			return frame;
		}
		List<String> keys = new ArrayList<>(frame.keySet());
		keys.sort(TYPE_FIRST);
		JsonObject.Builder ordered = JsonObject.builder();
		keys.forEach((key) -> ordered.put(key, frame.get(key)));
		return ordered.build();
	}

	private Layout layout(String... keys) {
		List<String> given = new ArrayList<>(List.of("type", "sequence_number"));
		given.addAll(List.of(keys));
		List<String> ordered = new ArrayList<>(given);
		if (this.profile != SdkProfile.V0_2) {
			ordered.sort(TYPE_FIRST);
		}
		return new Layout(ordered.toArray(String[]::new), ordered.stream().mapToInt(given::indexOf).toArray());
	}

	/**
	 * The keys of one kind of frame.
	 */
	static final class Layout {

		private final String[] keys;

		private final int @Nullable [] order;

		private Layout(String[] keys, int[] order) {
			this.keys = keys;
			boolean asGiven = true;
			for (int i = 0; i < order.length; i++) {
				asGiven &= (order[i] == i);
			}
			this.order = asGiven ? null : order;
		}

		/**
		 * Return a frame.
		 * @param values its values, in the order of 2025: the type, the sequence number,
		 * and the rest
		 */
		JsonObject frame(@Nullable Object... values) {
			int[] order = this.order;
			if (order == null) {
				return JsonObject.ofShared(this.keys, values);
			}
			@Nullable Object[] ordered = new Object[values.length];
			for (int i = 0; i < ordered.length; i++) {
				ordered[i] = values[order[i]];
			}
			return JsonObject.ofShared(this.keys, ordered);
		}

		@Override
		public String toString() {
			return Arrays.toString(this.keys);
		}

	}

}
