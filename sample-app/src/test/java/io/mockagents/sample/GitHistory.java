package io.mockagents.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The commits of a project's branch, newest first, as its git repository has them.
 */
public record GitHistory(List<Commit> commits) {

	/**
	 * Read the history of a project.
	 * @param project the project as the API describes it
	 */
	public static GitHistory of(JsonObject project) {
		Path path = Path.of(project.string("repository_path"));
		try (Repository repository = new FileRepositoryBuilder().setGitDir(path.toFile()).setMustExist(true).build();
				RevWalk walk = new RevWalk(repository)) {
			walk.markStart(walk.parseCommit(repository.resolve("refs/heads/" + project.string("current_branch"))));
			List<Commit> commits = new ArrayList<>();
			for (RevCommit commit : walk) {
				commits.add(commit(repository, commit));
			}
			return new GitHistory(List.copyOf(commits));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Commit commit(Repository repository, RevCommit commit) throws IOException {
		try (TreeWalk file = TreeWalk.forPath(repository, "main.py", commit.getTree())) {
			String code = new String(repository.open(file.getObjectId(0)).getBytes(), StandardCharsets.UTF_8);
			return new Commit(commit.name(), commit.getFullMessage(), code);
		}
	}

	public Commit head() {
		return this.commits.get(0);
	}

	public List<String> messages() {
		return this.commits.stream().map(Commit::message).toList();
	}

	/**
	 * A commit.
	 */
	public record Commit(String id, String message, String code) {
	}

}
