package io.mockagents.sample.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.GitHistory;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.web.ConflictException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A project and the branch of its repository agree, whatever comes between.
 */
@ContractTest
class UnfinishedCommitsTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private ProjectService projects;

	@Autowired
	private CodeRepository repositories;

	@Autowired
	private UnfinishedCommits unfinished;

	@Autowired
	private TransactionOperations transaction;

	private JsonObject project;

	@BeforeEach
	void createProject() {
		this.project = this.api.post("/projects", JsonObject.of("name", "Interrupted")).object();
	}

	@Test
	void branchMovesBackWhenTheTransactionFailsAtItsEnd() {
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			commit("pass\n", "Too early");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					assertThat(messages()).as("moved already").startsWith("Too early");
					throw new IllegalStateException("The database is gone");
				}

			});
		}));
		assertUntouched();
	}

	@Test
	void branchStaysWhenTheTransactionFailsBefore() {
		assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			commit("pass\n", "Too early");
			throw new IllegalStateException("Not this time");
		}));
		assertUntouched();
	}

	@Test
	void nothingIsCommittedWhenTheBranchCannotMove() {
		JsonObject before = this.project;
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				commit("pass\n", "Beaten");
				pushFromElsewhere();
			}))
			.withStackTraceContaining("was not moved");
		assertThat(current()).isEqualTo(before);
	}

	@Test
	void nextStartTakesBackWhatAKilledApplicationLeft() {
		leaveUnfinishedCommit();
		assertThat(messages()).containsExactly("Killed", "Initial commit");
		this.unfinished.run(new DefaultApplicationArguments());
		assertUntouched();
	}

	@Test
	void nextCommitTakesBackWhatAKilledApplicationLeft() {
		leaveUnfinishedCommit();
		this.transaction.executeWithoutResult((status) -> commit("pass\n", "Next"));
		assertThat(messages()).containsExactly("Next", "Initial commit");
		assertThat(current()).containsEntry("current_commit", GitHistory.of(this.project).head().id())
			.containsEntry("current_code", "pass\n");
	}

	@Test
	void foreignCommitIsNotTakenBack() {
		pushFromElsewhere();
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> commit("pass\n", "Next")))
			.withMessageContaining("which the project does not know");
		this.unfinished.run(new DefaultApplicationArguments());
		assertThat(messages()).containsExactly("By hand", "Initial commit");
	}

	private void commit(String code, String message) {
		Project locked = this.projects.lock(this.project.string("id"));
		this.projects.commit(locked, locked.getCurrentCommit(), (current) -> code, message);
	}

	private void leaveUnfinishedCommit() {
		Project stored = this.projects.get(this.project.string("id"));
		Revision revision = this.repositories.write(stored, "killed()\n", "Killed");
		this.repositories.moveBranch(stored, stored.getCurrentCommit(), revision.commit());
	}

	private void pushFromElsewhere() {
		try (Repository repository = new FileRepositoryBuilder()
			.setGitDir(Path.of(this.project.string("repository_path")).toFile())
			.build(); ObjectInserter objects = repository.newObjectInserter()) {
			CommitBuilder commit = new CommitBuilder();
			ObjectId parent = repository.resolve("refs/heads/main");
			commit.setParentId(parent);
			commit.setTreeId(repository.parseCommit(parent).getTree());
			commit.setAuthor(new PersonIdent("Somebody", "somebody@example.org"));
			commit.setCommitter(commit.getAuthor());
			commit.setMessage("By hand");
			ObjectId id = objects.insert(commit);
			objects.flush();
			RefUpdate update = repository.updateRef("refs/heads/main");
			update.setNewObjectId(id);
			assertThat(update.update()).isEqualTo(RefUpdate.Result.FAST_FORWARD);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void assertUntouched() {
		assertThat(current()).isEqualTo(this.project);
		assertThat(GitHistory.of(this.project).commits()).singleElement()
			.extracting(GitHistory.Commit::id)
			.isEqualTo(this.project.string("current_commit"));
	}

	private List<String> messages() {
		return GitHistory.of(this.project).messages();
	}

	private JsonObject current() {
		return this.api.get("/projects/" + this.project.string("id")).object();
	}

}
