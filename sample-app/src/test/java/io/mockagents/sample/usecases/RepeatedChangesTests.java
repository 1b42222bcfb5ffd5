package io.mockagents.sample.usecases;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.GitHistory;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripted patches are made for the code at hand: one project can be changed again and
 * again, each time on top of the commit before.
 */
@ContractTest
class RepeatedChangesTests {

	private static final String CODE = "def main():\n    print('Ready for vibecoding!')\n";

	@Autowired
	private SampleApi api;

	@Test
	void eachCommentIsCommittedOnTopOfTheOneBefore() {
		JsonObject session = this.api.newSession("Comments");
		String code = CODE;
		for (int count = 1; count <= 3; count++) {
			String before = code.substring(0, code.length() - CODE.length());
			code = ask(session, "Add a comment").string("current_code");
			assertThat(code).startsWith(before + "# ").endsWith("\n" + CODE).hasLineCount(count + 2);
		}
		assertThat(GitHistory.of(project(session)).commits()).hasSize(4);
	}

	@Test
	void docstringFollowsComments() {
		JsonObject session = this.api.newSession("Docstring");
		ask(session, "Add a comment");
		String code = ask(session, "Add a docstring").string("current_code");
		assertThat(code).endsWith("def main():\n    \"\"\"Say that the application is ready.\"\"\"\n"
				+ "    print('Ready for vibecoding!')\n");
		JsonObject project = ask(session, "Add a docstring");
		assertThat(project.string("current_code")).hasSizeGreaterThan(code.length());
		assertThat(GitHistory.of(project).messages().subList(0, 2)).containsOnly("Add docstring to main function");
	}

	@Test
	void applicationsToolDecidesAboutPatchesThatFit() {
		JsonObject session = this.api.newSession("Evaluated");
		ask(session, "Add a comment");
		JsonObject project = ask(session, "Thank the reader");
		assertThat(project.string("current_code")).startsWith("# ").endsWith("\n# Thank you, \"reader\"\n" + CODE);
		assertThat(GitHistory.of(project).messages().get(0)).isEqualTo("Apply the requested change");
	}

	@Test
	void applicationsToolRejectsAPatchThatFittedAnEarlierState() {
		JsonObject session = this.api.newSession("Outdated");
		ask(session, "Add a comment");
		JsonObject answer = this.api.send(session, "Name the license");
		assertThat(answer).containsEntry("diff_id", null);
		List<String> verdicts = this.api.events(session)
			.stream()
			.filter((event) -> event.get("tool_outputs") != null)
			.map((event) -> event.objects("tool_outputs").get(0).string("output"))
			.toList();
		assertThat(verdicts).hasSizeGreaterThan(1)
			.anyMatch((verdict) -> verdict.startsWith("approved=False reasoning='The patch does not apply"));
	}

	/**
	 * Ask for a change, and preview, approve and commit it.
	 * @return the project then
	 */
	private JsonObject ask(JsonObject session, String prompt) {
		JsonObject answer = this.api.send(session, prompt);
		assertThat(answer).containsEntry("error", null);
		String diff = "/diffs/" + answer.string("diff_id");
		JsonObject preview = this.api.get(diff + "/preview").object();
		assertThat(preview.string("original_code")).isEqualTo(project(session).string("current_code"));
		assertThat(this.api.post(diff + "/review", JsonObject.of("approved", true)).status()).isEqualTo(200);
		JsonObject commit = this.api.post(diff + "/commit", JsonObject.of()).object();
		JsonObject project = project(session);
		assertThat(project.string("current_code")).isEqualTo(preview.string("preview_code"));
		GitHistory.Commit head = GitHistory.of(project).head();
		assertThat(head.id()).isEqualTo(commit.string("committed_sha")).isEqualTo(project.string("current_commit"));
		assertThat(head.code()).isEqualTo(preview.string("preview_code"));
		return project;
	}

	private JsonObject project(JsonObject session) {
		return this.api.get("/projects/" + session.string("project_id")).object();
	}

}
