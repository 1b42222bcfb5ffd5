package io.mockagents.sample.diff;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.GitHistory;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleApi.Answer;
import io.mockagents.sample.project.ProjectService;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The diffs over HTTP: listed, previewed, reviewed, committed.
 */
@ContractTest
class DiffContractTests {

	private static final String CODE = "def main():\n    print('Ready for vibecoding!')\n";

	private static final String LICENSED = "# SPDX-License-Identifier: Apache-2.0\n" + CODE;

	@Autowired
	private SampleApi api;

	@Autowired
	private DiffService diffs;

	@Autowired
	private ProjectService projects;

	@Test
	void diffHasTheFieldsOfTheContract() {
		JsonObject session = this.api.newSession("Diff");
		JsonObject project = project(session);
		JsonObject diff = askForLicense(session);
		assertThat(diff.keySet()).containsExactly("id", "session_id", "project_id", "base_commit", "target_branch",
				"diff_content", "status", "test_results", "tests_run_at", "vibecoder_prompt", "evaluator_reasoning",
				"commit_message", "human_feedback", "committed_sha", "created_at", "updated_at");
		assertThat(diff).containsEntry("session_id", session.string("id"))
			.containsEntry("project_id", project.string("id"))
			.containsEntry("base_commit", project.string("current_commit"))
			.containsEntry("target_branch", "main")
			.containsEntry("status", "evaluator_approved")
			.containsEntry("test_results", null)
			.containsEntry("tests_run_at", null)
			.containsEntry("vibecoder_prompt", "Name the license")
			.containsEntry("commit_message", "Apply the requested change")
			.containsEntry("human_feedback", null)
			.containsEntry("committed_sha", null)
			.containsEntry("updated_at", diff.string("created_at"));
	}

	@Test
	void diffsAreListedNewestFirstAndByStatus() {
		JsonObject session = this.api.newSession("Lists");
		String ofSession = "/sessions/" + session.string("id") + "/diffs";
		String ofProject = "/projects/" + session.string("project_id") + "/diffs";
		assertThat(Stream.of(ofSession, ofSession + "/pending", ofProject))
			.allSatisfy((path) -> assertThat(this.api.get(path)).isEqualTo(new Answer(200, List.of())));
		JsonObject older = askForLicense(session);
		JsonObject newer = askForLicense(session);
		assertThat(Stream.of(ofSession, ofSession + "/pending", ofProject, ofProject + "?status=evaluator_approved",
				ofProject + "?status="))
			.allSatisfy((path) -> assertThat(this.api.get(path).objects()).containsExactly(newer, older));
		JsonObject rejected = review(newer, false).object();
		assertThat(this.api.get(ofSession).objects()).containsExactly(rejected, older);
		assertThat(this.api.get(ofSession + "/pending").objects()).containsExactly(older);
		assertThat(this.api.get(ofProject + "?status=human_rejected").objects()).containsExactly(rejected);
		assertThat(this.api.get(ofProject + "?status=committed").objects()).isEmpty();
	}

	@Test
	void unknownStatusNamesThoseThereAre() {
		String projectId = this.api.newSession("Status").string("project_id");
		assertThat(this.api.get("/projects/" + projectId + "/diffs?status=done")).isEqualTo(refused(422,
				"status: 'done' is not one of [evaluator_approved, human_approved, human_rejected, committed]"));
	}

	@Test
	void previewShowsTheCodeBeforeAndAfter() {
		JsonObject session = this.api.newSession("Preview");
		JsonObject diff = askForLicense(session);
		Answer answer = this.api.get(path(diff, "/preview"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.object().entrySet()).containsExactlyElementsOf(
				JsonObject
					.of("diff_id", diff.string("id"), "original_code", CODE, "preview_code", LICENSED, "diff_content",
							diff.string("diff_content"), "commit_message", "Apply the requested change")
					.entrySet());
		assertUnchanged(session, diff);
	}

	@ParameterizedTest
	@ValueSource(strings = { "@@ -1,1 +1,1 @@\n-def other():\n+def main():\n", "no patch",
			"@@ -99999999999,1 +1,1 @@\n-a\n+b\n" })
	void diffThatDoesNotApplyIsNeitherShownNorCommitted(String patch) {
		JsonObject session = this.api.newSession("Misfit");
		JsonObject diff = add(session, patch, "Change it");
		assertThat(this.api.get(path(diff, "/preview")).status()).isEqualTo(400);
		assertThat(this.api.get(path(diff, "/preview")).object().string("detail"))
			.startsWith("The diff does not apply to the current code: ");
		JsonObject approved = review(diff, true).object();
		assertThat(commit(approved, null)).isEqualTo(this.api.get(path(diff, "/preview")));
		assertUnchanged(session, approved);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			true,  human_approved
			false, human_rejected
			""")
	void reviewIsRemembered(boolean approved, String status) {
		JsonObject diff = askForLicense(this.api.newSession("Review"));
		Answer answer = this.api.post(path(diff, "/review"),
				JsonObject.of("approved", approved, "feedback", "As I see it"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.object()).containsEntry("status", status)
			.containsEntry("human_feedback", approved ? null : "As I see it");
		assertThat(answer.object().string("updated_at")).isGreaterThan(diff.string("updated_at"));
		assertThat(without(answer.object(), "status", "human_feedback", "updated_at"))
			.isEqualTo(without(diff, "status", "human_feedback", "updated_at"));
		assertThat(this.api.get(path(diff, ""))).isEqualTo(answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"approved\": false}", "{\"approved\": false, \"feedback\": null}",
			"{\"approved\": false, \"feedback\": \"\"}" })
	void rejectionNeedsNoFeedback(String body) {
		JsonObject diff = askForLicense(this.api.newSession("No feedback"));
		assertThat(this.api.exchange(HttpMethod.POST, path(diff, "/review"), body, MediaType.APPLICATION_JSON).object())
			.containsEntry("human_feedback", "No feedback provided");
	}

	@Test
	void reviewMayBeWrittenInOtherWords() {
		JsonObject session = this.api.newSession("Other words");
		assertThat(this.api.post(path(askForLicense(session), "/review"), JsonObject.of("approved", "Yes")).object())
			.containsEntry("status", "human_approved");
		assertThat(this.api.post(path(askForLicense(session), "/review"), JsonObject.of("approved", 0)).object())
			.containsEntry("status", "human_rejected");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void diffIsReviewedOnce(boolean approved) {
		JsonObject session = this.api.newSession("Twice");
		JsonObject reviewed = review(askForLicense(session), approved).object();
		Answer refused = refused(400, "Diff is not pending review (status: " + reviewed.string("status") + ")");
		assertThat(review(reviewed, true)).isEqualTo(refused);
		assertThat(review(reviewed, false)).isEqualTo(refused);
		assertUnchanged(session, reviewed);
	}

	@Test
	void commitChangesTheProjectAndItsRepository() {
		JsonObject session = this.api.newSession("Commit");
		JsonObject before = project(session);
		JsonObject approved = review(askForLicense(session), true).object();
		Answer answer = commit(approved, null);
		assertThat(answer.status()).isEqualTo(200);
		String sha = answer.object().string("committed_sha");
		assertThat(answer.object().entrySet()).containsExactlyElementsOf(
				JsonObject
					.of("diff_id", approved.string("id"), "committed_sha", sha, "message",
							"Successfully committed as " + sha.substring(0, 8))
					.entrySet());
		JsonObject project = project(session);
		assertThat(project).containsEntry("current_commit", sha).containsEntry("current_code", LICENSED);
		assertThat(project.string("updated_at")).isGreaterThan(before.string("updated_at"));
		assertThat(without(project, "current_commit", "current_code", "updated_at"))
			.isEqualTo(without(before, "current_commit", "current_code", "updated_at"));
		JsonObject diff = this.api.get(path(approved, "")).object();
		assertThat(diff).containsEntry("status", "committed").containsEntry("committed_sha", sha);
		assertThat(diff.string("updated_at")).isGreaterThan(approved.string("updated_at"));
		assertThat(GitHistory.of(project).commits()).containsExactly(
				new GitHistory.Commit(sha, "Apply the requested change", LICENSED),
				new GitHistory.Commit(before.string("current_commit"), "Initial commit", CODE));
		assertThat(this.api.get("/projects/" + project.string("id") + "/files/main.py").object())
			.containsEntry("content", LICENSED);
	}

	@Test
	void commitTakesAnotherMessage() {
		JsonObject session = this.api.newSession("Message");
		JsonObject approved = review(askForLicense(session), true).object();
		String message = "Name the license\n\nLawyers asked for it – \uD83D\uDE00";
		commit(approved, JsonObject.of("commit_message", message));
		assertThat(this.api.get(path(approved, "")).object()).containsEntry("commit_message",
				"Apply the requested change");
		assertThat(GitHistory.of(project(session)).messages()).containsExactly(message, "Initial commit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "{\"commit_message\": null}", "{\"commit_message\": \"\"}",
			"{\"commit_message\": \" \\n\"}" })
	void commitWithoutMessageHasTheOneOfTheEvaluator(String body) {
		JsonObject session = this.api.newSession("Default");
		JsonObject approved = review(askForLicense(session), true).object();
		this.api.exchange(HttpMethod.POST, path(approved, "/commit"), body.isEmpty() ? null : body,
				MediaType.APPLICATION_JSON);
		assertThat(GitHistory.of(project(session)).messages()).startsWith("Apply the requested change");
	}

	@Test
	void commitMessageHasUpTo10000Characters() {
		JsonObject session = this.api.newSession("Long");
		JsonObject approved = review(askForLicense(session), true).object();
		assertThat(commit(approved, JsonObject.of("commit_message", "m".repeat(10_001))))
			.isEqualTo(refused(422, "commit_message: must not have more than 10000 characters"));
		assertUnchanged(session, approved);
		assertThat(commit(approved, JsonObject.of("commit_message", "\uD83D\uDE00".repeat(10_000))).status())
			.isEqualTo(200);
	}

	@Test
	void commitWithoutAnyMessageHasADefault() {
		JsonObject session = this.api.newSession("Silent");
		JsonObject diff = add(session, "@@ -1,0 +2,1 @@\n+    # inside\n", " ");
		commit(review(diff, true).object(), null);
		assertThat(GitHistory.of(project(session)).messages()).startsWith("Apply the approved change");
	}

	@Test
	void onlyADiffThatAPersonApprovedIsCommitted() {
		JsonObject session = this.api.newSession("Unapproved");
		JsonObject pending = askForLicense(session);
		assertThat(commit(pending, null)).isEqualTo(refused(400, "Diff is not approved (status: evaluator_approved)"));
		assertUnchanged(session, pending);
		JsonObject rejected = review(pending, false).object();
		assertThat(commit(rejected, null)).isEqualTo(refused(400, "Diff is not approved (status: human_rejected)"));
		assertUnchanged(session, rejected);
	}

	@Test
	void diffIsCommittedOnce() {
		JsonObject session = this.api.newSession("Once");
		JsonObject approved = review(askForLicense(session), true).object();
		commit(approved, null);
		JsonObject project = project(session);
		JsonObject committed = this.api.get(path(approved, "")).object();
		assertThat(commit(committed, null)).isEqualTo(refused(400, "Diff is not approved (status: committed)"));
		assertThat(review(committed, false)).isEqualTo(refused(400, "Diff is not pending review (status: committed)"));
		assertThat(project(session)).isEqualTo(project);
		assertThat(this.api.get(path(approved, "")).object()).isEqualTo(committed);
	}

	@Test
	void outdatedDiffIsAConflict() {
		JsonObject session = this.api.newSession("Outdated");
		JsonObject first = review(askForLicense(session), true).object();
		JsonObject second = review(askForLicense(session), true).object();
		String sha = commit(first, null).object().string("committed_sha");
		JsonObject project = project(session);
		assertThat(commit(second, null))
			.isEqualTo(refused(409, "The change was made for commit " + second.string("base_commit")
					+ ", but the project is at " + sha + " by now: ask for the change again"));
		assertThat(project(session)).isEqualTo(project);
		assertThat(this.api.get(path(second, "")).object()).isEqualTo(second);
		assertThat(GitHistory.of(project).commits()).hasSize(2);
	}

	@Test
	void laterDiffBuildsOnAnEarlierCommit() {
		JsonObject session = this.api.newSession("Later");
		commit(review(askForLicense(session), true).object(), null);
		JsonObject later = add(session, "@@ -3,1 +3,1 @@\n-    print('Ready for vibecoding!')\n+    print('Hi')\n",
				"Say hi");
		assertThat(this.api.get(path(later, "/preview")).object()).containsEntry("original_code", LICENSED);
		commit(review(later, true).object(), null);
		assertThat(GitHistory.of(project(session)).messages()).containsExactly("Say hi", "Apply the requested change",
				"Initial commit");
	}

	@Test
	void ofCommitsAtOnceOneWins() {
		JsonObject session = this.api.newSession("At once");
		List<JsonObject> approved = Stream.generate(() -> review(askForLicense(session), true).object())
			.limit(6)
			.toList();
		List<Answer> answers = approved.parallelStream().map((diff) -> commit(diff, null)).toList();
		assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).containsOnly(200, 409);
		JsonObject project = project(session);
		assertThat(GitHistory.of(project).commits()).hasSize(2)
			.first()
			.isEqualTo(new GitHistory.Commit(project.string("current_commit"), "Apply the requested change", LICENSED));
		assertThat(this.api.get("/projects/" + project.string("id") + "/diffs?status=committed").objects()).hasSize(1);
	}

	@Test
	void oneDiffIsCommittedOnceHoweverOftenItIsAskedForAtOnce() {
		JsonObject session = this.api.newSession("Impatient");
		JsonObject approved = review(askForLicense(session), true).object();
		List<Answer> answers = Stream.generate(() -> approved)
			.limit(6)
			.parallel()
			.map((diff) -> commit(diff, null))
			.toList();
		assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).containsOnly(200, 400);
		assertThat(GitHistory.of(project(session)).commits()).hasSize(2);
	}

	@RepeatedTest(5)
	void commitAndTheDeletionOfItsSessionTakeTurns() {
		JsonObject session = this.api.newSession("Deleted");
		JsonObject approved = review(askForLicense(session), true).object();
		List<Integer> statuses = Stream
			.<Supplier<Answer>>of(() -> commit(approved, null),
					() -> this.api.delete("/sessions/" + session.string("id")))
			.parallel()
			.map(Supplier::get)
			.map(Answer::status)
			.toList();
		assertThat(statuses.get(0)).isIn(200, 404);
		assertThat(statuses.get(1)).isEqualTo(204);
		JsonObject project = project(session);
		assertThat(GitHistory.of(project).commits()).hasSize((statuses.get(0) == 200) ? 2 : 1)
			.first()
			.extracting(GitHistory.Commit::id)
			.isEqualTo(project.string("current_commit"));
	}

	@Test
	void ofReviewsAtOnceOneCounts() {
		JsonObject diff = askForLicense(this.api.newSession("Reviewers"));
		List<Answer> answers = Stream.of(true, false, true, false, true, false)
			.parallel()
			.map((approved) -> review(diff, approved))
			.toList();
		assertThat(answers).extracting(Answer::status).containsOnlyOnce(200).containsOnly(200, 400);
		assertThat(answers).contains(this.api.get(path(diff, "")));
	}

	private JsonObject askForLicense(JsonObject session) {
		// Asked for again, the scripted patch still is one of the code that has no
		// license
		return this.api.get("/diffs/" + this.api.send(session, "Name the license").string("diff_id")).object();
	}

	private JsonObject add(JsonObject session, String patch, String commitMessage) {
		Diff diff = this.diffs.add(session.string("id"), this.projects.get(session.string("project_id")),
				new ApprovedPatch("Change it", patch, "Fine", commitMessage));
		return this.api.get("/diffs/" + diff.getId()).object();
	}

	private Answer review(JsonObject diff, boolean approved) {
		return this.api.post(path(diff, "/review"), JsonObject.of("approved", approved));
	}

	private Answer commit(JsonObject diff, JsonObject body) {
		return this.api.post(path(diff, "/commit"), body);
	}

	private JsonObject project(JsonObject session) {
		return this.api.get("/projects/" + session.string("project_id")).object();
	}

	private void assertUnchanged(JsonObject session, JsonObject diff) {
		assertThat(this.api.get(path(diff, "")).object()).isEqualTo(diff);
		JsonObject project = project(session);
		assertThat(project).containsEntry("current_code", CODE)
			.containsEntry("updated_at", project.string("created_at"));
		assertThat(GitHistory.of(project).head().id()).isEqualTo(project.string("current_commit"));
	}

	private static JsonObject without(JsonObject object, String... keys) {
		JsonObject rest = object;
		for (String key : keys) {
			rest = rest.without(key);
		}
		return rest;
	}

	private static String path(JsonObject diff, String below) {
		return "/diffs/" + diff.string("id") + below;
	}

	private static Answer refused(int status, String detail) {
		return new Answer(status, JsonObject.of("detail", detail));
	}

}
