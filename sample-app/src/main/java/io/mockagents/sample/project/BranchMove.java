package io.mockagents.sample.project;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Moves a project's branch when everything else of a transaction is done and written, and
 * back should the database refuse the transaction at its very end.
 */
final class BranchMove implements TransactionSynchronization {

	private static final Log logger = LogFactory.getLog(BranchMove.class);

	private final CodeRepository repositories;

	private final Projects projects;

	private final Project project;

	private final String from;

	private final String to;

	private boolean moved;

	BranchMove(CodeRepository repositories, Projects projects, Project project, String from, String to) {
		this.repositories = repositories;
		this.projects = projects;
		this.project = project;
		this.from = from;
		this.to = to;
	}

	@Override
	public void beforeCommit(boolean readOnly) {
		this.projects.flush();
		this.repositories.moveBranch(this.project, this.from, this.to);
		this.moved = true;
	}

	@Override
	public void afterCompletion(int status) {
		// Of an unknown end, the next commit learns from the database what it was
		if (this.moved && status == STATUS_ROLLED_BACK) {
			try {
				this.repositories.moveBranch(this.project, this.to, this.from);
			}
			catch (RuntimeException ex) {
				logger.error("The next commit of project " + this.project.getId() + " will move its branch back", ex);
			}
		}
	}

}
