package io.mockagents.sample.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;

import io.mockagents.sample.SampleProperties;
import io.mockagents.sample.data.TemporaryDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Keeps the file of each project in a bare git repository of its own. Objects are written
 * one by one: there is no working tree, and no git settings of the user's apply.
 */
@Component
class CodeRepository {

	static final String FILE = "main.py";

	static final String BRANCH = "main";

	private static final String EMAIL = "vibecoder@localhost";

	private static final Path DEFAULT_ROOT = Path.of("data", "repositories");

	private final Path root;

	private final Clock clock;

	CodeRepository(SampleProperties properties, ObjectProvider<TemporaryDirectory> temporary, Clock clock) {
		this.root = root(properties.repositories(), temporary.getIfAvailable());
		this.clock = clock;
	}

	private static Path root(@Nullable Path configured, @Nullable TemporaryDirectory temporary) {
		if (configured != null) {
			return configured;
		}
		return (temporary != null) ? temporary.path() : DEFAULT_ROOT;
	}

	/**
	 * Return where the repository of a new project goes.
	 */
	Path newPath() {
		return this.root.resolve(UUID.randomUUID() + ".git");
	}

	/**
	 * Create a repository whose first commit contains the code.
	 */
	Revision create(Path path, String code) {
		try (Repository repository = new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build()) {
			repository.create(true);
			repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + BRANCH);
			ObjectId commit = write(repository, null, code, "Initial commit");
			moveBranch(repository, BRANCH, ObjectId.zeroId(), commit);
			return new Revision(code, commit.name(), BRANCH);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No git repository can be created in " + path, ex);
		}
	}

	/**
	 * Write a commit on top of a project's current one. No branch leads to it yet.
	 * @return what the project will be once its branch has moved there
	 */
	Revision write(Project project, String code, String message) {
		try (Repository repository = open(project)) {
			ObjectId parent = ObjectId.fromString(project.getCurrentCommit());
			ObjectId commit = write(repository, parent, code, message);
			return new Revision(code, commit.name(), project.getCurrentBranch());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No commit can be written to " + project.getRepositoryPath(), ex);
		}
	}

	/**
	 * Move a project's branch.
	 * @throws UncheckedIOException if the branch is not where it is expected to be
	 */
	void moveBranch(Project project, String from, String to) {
		try (Repository repository = open(project)) {
			moveBranch(repository, project.getCurrentBranch(), ObjectId.fromString(from), ObjectId.fromString(to));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The branch cannot be moved in " + project.getRepositoryPath(), ex);
		}
	}

	/**
	 * Return where a project's branch is.
	 */
	Branch branch(Project project) {
		try (Repository repository = open(project)) {
			ObjectId head = repository.resolve(Constants.R_HEADS + project.getCurrentBranch());
			if (head == null) {
				throw new IOException("Unknown branch " + project.getCurrentBranch());
			}
			if (head.name().equals(project.getCurrentCommit())) {
				return new Branch(head.name(), false);
			}
			RevCommit commit = repository.parseCommit(head);
			boolean unfinished = commit.getParentCount() == 1
					&& commit.getParent(0).name().equals(project.getCurrentCommit())
					&& commit.getCommitterIdent().getEmailAddress().equals(EMAIL);
			return new Branch(head.name(), unfinished);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The branch cannot be read in " + project.getRepositoryPath(), ex);
		}
	}

	void delete(String path) {
		FileSystemUtils.deleteRecursively(Path.of(path).toFile());
	}

	private static Repository open(Project project) throws IOException {
		return new FileRepositoryBuilder().setGitDir(Path.of(project.getRepositoryPath()).toFile())
			.setBare()
			.setMustExist(true)
			.build();
	}

	private ObjectId write(Repository repository, @Nullable ObjectId parent, String code, String message)
			throws IOException {
		try (ObjectInserter objects = repository.newObjectInserter()) {
			TreeFormatter tree = new TreeFormatter();
			tree.append(FILE, FileMode.REGULAR_FILE,
					objects.insert(Constants.OBJ_BLOB, code.getBytes(StandardCharsets.UTF_8)));
			PersonIdent author = new PersonIdent("Vibecoder", EMAIL, this.clock.instant(), ZoneOffset.UTC);
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(objects.insert(tree));
			if (parent != null) {
				commit.setParentId(parent);
			}
			commit.setAuthor(author);
			commit.setCommitter(author);
			commit.setMessage(message);
			ObjectId id = objects.insert(commit);
			objects.flush();
			return id;
		}
	}

	private static void moveBranch(Repository repository, String branch, ObjectId from, ObjectId to)
			throws IOException {
		RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
		update.setExpectedOldObjectId(from);
		update.setNewObjectId(to);
		// A commit that was not finished is taken back
		update.setForceUpdate(true);
		RefUpdate.Result result = update.update();
		if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD
				&& result != RefUpdate.Result.FORCED) {
			throw new IOException(
					"Branch " + branch + " was not moved from " + from.name() + " to " + to.name() + ": " + result);
		}
	}

	/**
	 * Where a branch is.
	 *
	 * @param commit the id of the commit it leads to
	 * @param unfinished whether that is a commit of this application which the project
	 * knows nothing of, so that no client was notified of it
	 */
	record Branch(String commit, boolean unfinished) {
	}

}
