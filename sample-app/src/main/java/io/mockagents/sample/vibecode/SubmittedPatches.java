package io.mockagents.sample.vibecode;

import java.util.HashMap;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.json.JsonCodec;
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
				this.last = new Evaluated(call, EvaluationResult.of(verdict));
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
	 * A call that submitted a patch, and what became of it.
	 *
	 * @param arguments the arguments of the call, which need not be valid: then the tool
	 * says so, and its output is not a verdict
	 * @param result the verdict
	 */
	record Evaluated(String arguments, EvaluationResult result) {

		/**
		 * Return the patch.
		 * @throws RunFailedException if there is none, although a scenario gives a
		 * verdict
		 */
		String patch() {
			try {
				return JsonCodec.parseObject(this.arguments).string("patch");
			}
			catch (RuntimeException ex) {
				throw new RunFailedException("The verdict belongs to a call of " + TOOL
						+ " whose arguments contain no text 'patch': " + StringUtils.truncate(this.arguments, 200), ex);
			}
		}

	}

}
