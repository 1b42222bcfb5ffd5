package io.mockagents.sample.vibecode;

import java.util.HashMap;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the events of a run which patches were submitted and what became of them.
 * It makes no difference whether the tool gave the verdict or a scenario did.
 */
final class SubmittedPatches {

	static final String TOOL = "submit_patch";

	private final Map<String, String> patches = new HashMap<>();

	private @Nullable Evaluated last;

	void onEvent(StreamEvent event) {
		if (event instanceof RunItemStreamEvent itemEvent) {
			onItem(itemEvent.item());
		}
	}

	private void onItem(RunItem item) {
		JsonObject rawItem = item.rawItem();
		if (item instanceof ToolCallItem && TOOL.equals(rawItem.stringOrNull("name"))) {
			this.patches.put(rawItem.string("call_id"),
					JsonCodec.parseObject(rawItem.string("arguments")).string("patch"));
		}
		else if (item instanceof ToolCallOutputItem output && output.output() instanceof JsonObject verdict) {
			String patch = this.patches.get(rawItem.string("call_id"));
			if (patch != null) {
				this.last = new Evaluated(patch, EvaluationResult.of(verdict));
			}
		}
	}

	/**
	 * Return the patch about which the last verdict was given.
	 * @return the patch, or {@code null} if there was no verdict
	 */
	@Nullable Evaluated last() {
		return this.last;
	}

	/**
	 * A patch and what became of it.
	 */
	record Evaluated(String patch, EvaluationResult result) {
	}

}
