package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A run that was interrupted because tool calls wait for approval, as {@code RunState} of
 * the SDK. Decide on its {@linkplain #interruptions() interruptions} and run it again:
 * the run continues within the turn in which it was interrupted, with the calls that were
 * decided on; those that were not interrupt it once more.
 * <p>
 * A state belongs to the process that made it. It may be used by one thread at a time and
 * is resumed once.
 */
public interface RunState {

	/**
	 * Return the calls that wait for approval.
	 * @return the calls, in call order
	 */
	List<ToolApprovalItem> interruptions();

	/**
	 * Approve a call.
	 * @param item the call
	 */
	default void approve(ToolApprovalItem item) {
		approve(item, false);
	}

	/**
	 * Approve a call.
	 * @param item the call
	 * @param alwaysApprove whether all further calls of that tool in this run are
	 * approved as well
	 */
	void approve(ToolApprovalItem item, boolean alwaysApprove);

	/**
	 * Reject a call. The model receives a text which says that the call was not approved.
	 * @param item the call
	 */
	default void reject(ToolApprovalItem item) {
		reject(item, false, null);
	}

	/**
	 * Reject a call.
	 * @param item the call
	 * @param alwaysReject whether all further calls of that tool in this run are rejected
	 * as well
	 * @param rejectionMessage the text for the model, or {@code null} for the SDK's text
	 */
	void reject(ToolApprovalItem item, boolean alwaysReject, @Nullable String rejectionMessage);

	/**
	 * Return the input of the run.
	 * @return the input of the interrupted run
	 */
	RunInput originalInput();

	/**
	 * Return the agent whose turn was interrupted.
	 * @return the agent
	 */
	Agent currentAgent();

}
