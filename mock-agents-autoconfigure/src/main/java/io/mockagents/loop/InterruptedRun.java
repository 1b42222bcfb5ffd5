package io.mockagents.loop;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mockagents.agent.Agent;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.loop.Approvals.Decision;
import io.mockagents.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * A run that waits for approvals: all that the loop needs to continue the turn that was
 * interrupted.
 */
final class InterruptedRun implements RunState {

	private final RunProgress progress;

	private final Model model;

	private final ProcessedAnswer answer;

	private final List<ToolApprovalItem> interruptions;

	private final int itemsSaved;

	private final AtomicBoolean resumed = new AtomicBoolean();

	/**
	 * Keep a run.
	 * @param progress what the run has given
	 * @param model what answers its further turns
	 * @param answer what the interrupted turn still has to do
	 * @param interruptions the calls that wait
	 * @param itemsSaved how many of the items are in the session
	 */
	InterruptedRun(RunProgress progress, Model model, ProcessedAnswer answer, List<ToolApprovalItem> interruptions,
			int itemsSaved) {
		this.progress = progress;
		this.model = model;
		this.answer = answer;
		this.interruptions = List.copyOf(interruptions);
		this.itemsSaved = itemsSaved;
	}

	static InterruptedRun of(RunState state) {
		if (state instanceof InterruptedRun interrupted) {
			return interrupted;
		}
		throw new IllegalArgumentException("Cannot resume " + state.getClass().getName()
				+ ": take the state from toState() of a result of this runner.");
	}

	/**
	 * Claim the run, to continue it.
	 * @throws IllegalStateException if that was done before
	 */
	void claim() {
		if (!this.resumed.compareAndSet(false, true)) {
			throw new IllegalStateException(
					"The interrupted run was resumed already. Resume the state of its last result.");
		}
	}

	RunProgress progress() {
		return this.progress;
	}

	Model model() {
		return this.model;
	}

	ProcessedAnswer answer() {
		return this.answer;
	}

	int itemsSaved() {
		return this.itemsSaved;
	}

	@Override
	public List<ToolApprovalItem> interruptions() {
		return this.interruptions;
	}

	@Override
	public void approve(ToolApprovalItem item, boolean alwaysApprove) {
		decide(item, Decision.APPROVED, alwaysApprove);
	}

	@Override
	public void reject(ToolApprovalItem item, boolean alwaysReject, @Nullable String rejectionMessage) {
		decide(item, new Decision(false, rejectionMessage), alwaysReject);
	}

	private void decide(ToolApprovalItem item, Decision decision, boolean always) {
		this.progress.approvals.decide(item.toolName(), item.callId(), decision, always);
	}

	@Override
	public RunInput originalInput() {
		return this.progress.input;
	}

	@Override
	public Agent currentAgent() {
		return this.progress.currentAgent;
	}

}
