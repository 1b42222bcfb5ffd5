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

import org.springframework.util.StringUtils;

/**
 * Learns from the events of a run which patches were submitted and what became of them.
 * It makes no difference whether the tool gave the verdict or a scenario did.
 */
final class SubmittedPatches {

	static final String TOOL = "submit_patch";

	private final Map<String, String> arguments = new HashMap<>();

	private @Nullable Evaluated last;

	void onEvent(StreamEvent event) {
		if (event instanceof RunItemStreamEvent itemEvent) {
			onItem(itemEvent.item());
		}
	}

	private void onItem(RunItem item) {
		JsonObject rawItem = item.rawItem();
		if (item instanceof ToolCallItem && TOOL.equals(rawItem.stringOrNull("name"))) {
			this.arguments.put(rawItem.string("call_id"), rawItem.string("arguments"));
		}
		else if (item instanceof ToolCallOutputItem output && output.output() instanceof JsonObject verdict) {
			String call = this.arguments.get(rawItem.string("call_id"));
			if (call != null) {
				this.last = new Evaluated(patch(call), EvaluationResult.of(verdict));
			}
		}
	}

	/**
	 * Read the patch of a call about which there is a verdict. Of others it may well be
	 * missing: what a model writes need not be valid, and the tool tells it so.
	 */
	private static String patch(String arguments) {
		try {
			return JsonCodec.parseObject(arguments).string("patch");
		}
		catch (RuntimeException ex) {
			throw new RunFailedException("There is a verdict about a call of " + TOOL
					+ " whose arguments hold no text 'patch': " + StringUtils.truncate(arguments, 200), ex);
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
