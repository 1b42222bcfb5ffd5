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
	 * Create a repository whose first commit holds the code.
	 */
	Revision create(Path path, String code) {
		try (Repository repository = new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build()) {
			repository.create(true);
			repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + BRANCH);
			ObjectId commit = commit(repository, code, "Initial commit");
			return new Revision(code, commit.name(), BRANCH);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No git repository can be created in " + path, ex);
		}
	}

	void delete(String path) {
		FileSystemUtils.deleteRecursively(Path.of(path).toFile());
	}

	private ObjectId commit(Repository repository, String code, String message) throws IOException {
		try (ObjectInserter objects = repository.newObjectInserter()) {
			TreeFormatter tree = new TreeFormatter();
			tree.append(FILE, FileMode.REGULAR_FILE,
					objects.insert(Constants.OBJ_BLOB, code.getBytes(StandardCharsets.UTF_8)));
			PersonIdent author = new PersonIdent("Vibecoder", "vibecoder@localhost", this.clock.instant(),
					ZoneOffset.UTC);
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(objects.insert(tree));
			commit.setAuthor(author);
			commit.setCommitter(author);
			commit.setMessage(message);
			ObjectId id = objects.insert(commit);
			objects.flush();
			moveBranch(repository, id);
			return id;
		}
	}

	private void moveBranch(Repository repository, ObjectId commit) throws IOException {
		RefUpdate update = repository.updateRef(Constants.R_HEADS + BRANCH);
		update.setExpectedOldObjectId(ObjectId.zeroId());
		update.setNewObjectId(commit);
		RefUpdate.Result result = update.update();
		if (result != RefUpdate.Result.NEW) {
			throw new IOException("Branch " + BRANCH + " was not moved to " + commit.name() + ": " + result);
		}
	}

}
