package io.mockagents.loop;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The decisions on the calls of tools that need approval, over all parts of an
 * interrupted run. A decision on a call counts before one on its tool.
 */
final class Approvals {

	private final Map<String, Decision> byCall = new HashMap<>();

	private final Map<String, Decision> byTool = new HashMap<>();

	/**
	 * A decision on a call.
	 *
	 * @param approved whether the call may run
	 * @param message the text for the model about a call that may not run, or
	 * {@code null} for the SDK's text
	 */
	record Decision(boolean approved, @Nullable String message) {

		static final Decision APPROVED = new Decision(true, null);

		private static final String REJECTION = "Tool execution was not approved.";

		String rejection() {
			return (this.message != null) ? this.message : REJECTION;
		}

	}

	void decide(String toolName, String callId, Decision decision, boolean always) {
		this.byCall.put(callId, decision);
		if (always) {
			this.byTool.put(toolName, decision);
		}
	}

	@Nullable Decision of(String toolName, String callId) {
		Decision decision = this.byCall.get(callId);
		return (decision != null) ? decision : this.byTool.get(toolName);
	}

}
