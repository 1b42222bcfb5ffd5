package io.mockagents.sample.page;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.mock.MockAgents;
import io.mockagents.sample.Gate;
import io.mockagents.sample.GitHistory;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.scenario.FailureKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * People use the page in a browser. These tests need Chromium; without it they are
 * skipped and say so.
 */
@SampleTest
@Import(Gate.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_rejected_then_approved\": 0}}")
class PageTests {

	private static final String NAME = "Name of a new project";

	private static final String ASK = "Ask for a change, or a question about the code";

	private static final String REJECTED = "comment_addition_rejected_then_approved";

	private static Browser browser;

	@Autowired
	private SampleApi api;

	@Autowired
	private MockAgents mockAgents;

	@Autowired
	private Gate gate;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startBrowser() {
		browser = Browser.start();
	}

	@AfterAll
	static void closeBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void openPage() {
		this.api.get("/projects").objects().forEach((project) -> this.api.delete("/projects/" + project.string("id")));
		browser.use(1360, 900, "light");
		browser.open("http://localhost:" + this.port + "/");
		browser.waitFor("#mode", "Mocked: no run reaches the API");
	}

	@AfterEach
	void resetMock() {
		this.gate.open();
		this.mockAgents.reset();
	}

	@Test
	void changeIsAskedForWatchedReviewedAndCommitted() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt(RunItemEventName.TOOL_CALLED);
		create("First");
		assertThat(browser.text("main")).contains("Nothing asked yet");
		ask("Add a comment explaining main");
		browser.waitFor(".conversation", "Vibecoder calls submit_patch");
		assertThat(browser.text("main")).as("while the run goes on").contains("The agents are working");
		assertThat(browser.hasButton("Approve")).isFalse();
		assertThat(browser.text(".conversation")).doesNotContain("I added an explanatory comment.");
		browser.waitFor("#mode", "Playing comment_addition_approved");
		this.gate.open();
		browser.waitFor(".verdict", "approved");
		browser.waitFor(".conversation", "I added an explanatory comment.");
		browser.waitFor(".run-summary", "tokens");
		browser.waitFor(".run-summary", "Scenario comment_addition_approved", "4 stored events");
		browser.waitFor("#timeline", "user_input", "Model, turn 1", "Tool submit_patch", "tool_called", "tool_output",
				"message_output_created");
		browser.click("Approve");
		browser.waitFor(".change", "Approved, to be committed");
		browser.click(By.xpath("//summary[.='Code after this change']"));
		browser.waitFor(".change", "def main():");
		browser.fill("Commit message", "Say what main is for");
		browser.click("Commit");
		browser.waitFor(".change", "Committed");
		JsonObject project = this.api.get("/projects/" + projectId()).object();
		assertThat(browser.text(".change .sha")).isEqualTo(project.string("current_commit").substring(0, 10));
		assertThat(GitHistory.of(project).messages()).startsWith("Say what main is for");
		browser.waitFor("#code", "# ", "def main():");
		assertThat(project.string("current_code")).startsWith("# ");
		String before = browser.text(".columns");
		browser.screenshot("committed");
		browser.reload();
		await().untilAsserted(() -> assertThat(browser.text(".columns")).isEqualTo(before));
	}

	@Test
	void commitMessageIsRefined() {
		create("Refined");
		ask("Add a comment");
		browser.click("Approve");
		browser.fill("Commit message", "Say hello");
		browser.fill("How to refine it (optional)", "mention the greeting");
		browser.click("Refine");
		await().untilAsserted(() -> assertThat(browser.field("Commit message").getDomProperty("value"))
			.isEqualTo("Say hello\n\nmention the greeting"));
	}

	@Test
	void rejectedChangeKeepsTheFeedback() {
		create("Rejected");
		ask("Add a comment");
		browser.fill("Feedback (optional)", "Too long");
		browser.click("Reject");
		browser.waitFor(".change", "Rejected");
		assertThat(browser.text(".change")).contains("Your feedback: Too long");
		assertThat(browser.hasButton("Approve")).isFalse();
		assertThat(this.api.get("/projects/" + projectId() + "/diffs").objects()).singleElement()
			.satisfies((diff) -> assertThat(diff).containsEntry("status", "human_rejected")
				.containsEntry("human_feedback", "Too long"));
	}

	@Test
	void scenarioIsForcedByOneClickAndSetFreeByAnother() {
		create("Forced");
		browser.click(REJECTED);
		browser.waitFor("#scenario", "Forced for this project: " + REJECTED);
		assertThat(pressed()).containsExactly(REJECTED);
		ask("What does this code do?");
		browser.waitFor(".conversation", "rejected");
		browser.waitFor("#mode", "Played " + REJECTED);
		browser.screenshot("forced");
		browser.click("Automatic");
		browser.waitFor("#scenario", "Automatic: what you ask for decides.");
		assertThat(pressed()).containsExactly("Automatic");
		ask("What does this code do?");
		browser.waitFor("#mode", "Played text_response_mode");
		browser.waitFor(".conversation", "This code defines a simple Python application");
	}

	@Test
	void failedRunIsShown() {
		this.mockAgents.failures(1, FailureKind.RATE_LIMIT);
		create("Failed");
		ask("Add a comment");
		browser.waitFor(".failure", "The run failed");
		browser.waitFor(".failure", "429");
		browser.waitFor(".request .outcome", "Failed");
		browser.screenshot("failed");
		this.mockAgents.reset();
		ask("Add a comment");
		browser.waitFor(".verdict", "approved");
		assertThat(browser.all(".failure")).hasSize(1);
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Failed", "Change approved"));
		browser.reload();
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Failed", "Change approved"));
	}

	@Test
	void runIsCancelled() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt(RunItemEventName.TOOL_CALLED);
		create("Cancelled");
		assertThat(browser.hasButton("Cancel run")).isFalse();
		ask("Add a comment");
		browser.waitFor(".conversation", "Vibecoder calls submit_patch");
		browser.click("Cancel run");
		browser.waitFor(".request .outcome", "Cancelled");
		browser.waitFor(".conversation .end", "A user cancelled this run.");
		browser.waitFor(".run-summary", "cancelled");
		await().untilAsserted(() -> assertThat(browser.hasButton("Cancel run")).isFalse());
		await().until(browser::focused, ASK::equals);
		assertThat(browser.text("main")).doesNotContain("The agents are working");
		browser.screenshot("cancelled");
		browser.reload();
		browser.waitFor(".conversation .end", "A user cancelled this run.");
		assertThat(outcomes()).containsExactly("Cancelled");
		this.gate.open();
		ask("What does this code do?");
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Cancelled", "Answered"));
	}

	@Test
	void twoRequestsAtATimeAreNotMixedUp() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt("Vibecoder");
		create("Two at a time");
		ask("Add a comment");
		browser.waitFor(".conversation", "Vibecoder (gpt-5-mini)");
		ask("What does this code do?");
		await().until(() -> this.gate.held() == 2);
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Running", "Running"));
		this.gate.open();
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Change approved", "Answered"));
		assertThatTwoRequestsAreApart();
		browser.screenshot("two-at-a-time");
		browser.reload();
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Change approved", "Answered"));
		assertThatTwoRequestsAreApart();
	}

	@Test
	void eventsThatArriveBeforeTheQuestionBelongToIt() {
		create("Heard");
		browser.waitFor("#connection", "Live updates on");
		browser.run("""
				const fetched = window.fetch;
				window.fetch = (path, options) => (path.endsWith('/messages') && options.method === 'GET')
					? new Promise(() => {}) : fetched(path, options);
				""");
		ask("Add a comment");
		browser.waitFor(".request", "Add a comment", "I added an explanatory comment.");
		assertThat(browser.all(".request")).hasSize(1);
	}

	private static void assertThatTwoRequestsAreApart() {
		assertThat(browser.text(".request:nth-child(1)"))
			.contains("Vibecoder calls submit_patch", "I added an explanatory comment.", "4 stored events")
			.doesNotContain("What does this code do?", "This code defines a simple Python application");
		assertThat(browser.text(".request:nth-child(2)"))
			.contains("What does this code do?", "This code defines a simple Python application", "2 stored events")
			.doesNotContain("submit_patch", "I added an explanatory comment.");
	}

	@Test
	void longConversationOpensAtItsEndWithOlderRequestsFolded() {
		create("Long");
		JsonObject session = this.api.openSession(projectId());
		for (int i = 1; i <= 33; i++) {
			this.api.send(session, (i == 2) ? "Add a comment" : "What does line " + i + " do?");
		}
		browser.reload();
		browser.waitFor(".request:last-child .user", "What does line 33 do?");
		await().until(() -> browser.isInView(".request:last-child .run-summary"));
		assertThat(browser.all(".request")).hasSize(30);
		assertThat(browser.all(".request > details[open]")).hasSize(3);
		assertThatAllPartsAreInView();
		browser.run("document.querySelector('.scroller').scrollTop = 0");
		assertThatAllPartsAreInView();
		browser.waitFor(".latest", "To the latest");
		browser.click("Show 3 earlier requests");
		assertThat(browser.all(".request")).hasSize(33);
		assertThat(browser.hasButton("Show 3 earlier requests")).isFalse();
		browser.click(By.cssSelector(".request:nth-child(2) summary"));
		browser.waitFor(".request:nth-child(2)", "Change approved", "Vibecoder calls submit_patch");
		browser.screenshot("long");
		browser.click("To the latest");
		await().until(() -> browser.isInView(".request:last-child .run-summary"));
		ask("What does line 34 do?");
		browser.waitFor(".request:last-child .message.agent", "This code defines a simple Python application");
		await().until(() -> browser.isInView(".request:last-child .run-summary"));
		assertThat(browser.all(".request > details[open]")).as("the last three, and one that was unfolded").hasSize(4);
	}

	private static void assertThatAllPartsAreInView() {
		assertThat(List.of(".top", ".project-head", ".composer", "nav h2", "#changes h2")).allMatch(browser::isInView);
	}

	@Test
	void whoReadsFurtherUpIsNotMovedButHearsOfWhatIsNew() {
		create("Read");
		JsonObject session = this.api.openSession(projectId());
		for (int i = 0; i < 3; i++) {
			this.api.send(session, "Add a comment");
		}
		browser.waitFor("#connection", "Live updates on");
		await().untilAsserted(() -> assertThat(outcomes()).hasSize(3));
		browser.run("document.querySelector('.scroller').scrollTop = 10");
		browser.waitFor(".latest", "To the latest");
		this.api.send(session, "What does this code do?");
		browser.waitFor(".latest", "New events: to the latest");
		await().untilAsserted(() -> assertThat(outcomes()).hasSize(4));
		assertThat(browser.run("return document.querySelector('.scroller').scrollTop")).isEqualTo(10L);
		assertThat(browser.all(".request > details[open]")).as("nothing folds under the reader's eyes").hasSize(4);
	}

	@Test
	void alertsAreSeenWhereverOneIs() {
		create("Alerts");
		JsonObject session = this.api.openSession(projectId());
		for (int i = 0; i < 3; i++) {
			this.api.send(session, "Add a comment");
		}
		await().untilAsserted(() -> assertThat(outcomes()).hasSize(3));
		browser.run("document.querySelectorAll('.scroller, .side').forEach((box) => { box.scrollTop = 0; })");
		browser
			.run("""
					const fetched = window.fetch;
					window.fetch = (path, options) => (options.method === 'DELETE')
						? Promise.resolve(new Response('{"detail": "The disk is full"}', { status: 500 })) : fetched(path, options);
					""");
		browser.click("Delete Alerts");
		browser.click(By.id("confirm-yes"));
		browser.waitFor("#warning", "Alerts", "could not be deleted. The disk is full");
		assertThat(browser.isInView("#warning")).isTrue();
		browser.click("Dismiss");
		assertThat(browser.text("#warning")).isEmpty();
		browser.offline(true);
		ask("Add a comment");
		browser.waitFor("#gone", "The service does not answer");
		browser.waitFor(".composer .problem", "The service does not answer");
		assertThat(List.of("#gone", ".composer .problem")).allMatch(browser::isInView);
		browser.offline(false);
		await().untilAsserted(() -> assertThat(browser.text("#gone")).isEmpty());
	}

	@Test
	void enterSendsAndShiftWithEnterBreaksTheLine() {
		create("Keys");
		browser.field(ASK).sendKeys("What does", Keys.chord(Keys.SHIFT, Keys.ENTER), "this code do?");
		browser.run("""
				document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
					{ key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
				""");
		assertThat(browser.field(ASK).getDomProperty("value")).isEqualTo("What does\nthis code do?");
		browser.press(Keys.ENTER);
		browser.waitFor(".user .text", "What does\nthis code do?");
		browser.waitFor(".message.agent", "This code defines");
		assertThat(browser.field(ASK).getDomProperty("value")).isEmpty();
		browser.press(Keys.ENTER);
		assertThat(outcomes()).as("nothing is asked without a word").hasSize(1);
	}

	@Test
	void pastedTextIsNeverCut() {
		String name = "n".repeat(256);
		browser.fill(NAME, name);
		browser.click("Create");
		browser.waitFor("#new-project .problem", "The name has 256 characters. It may have 255.");
		assertThat(browser.field(NAME).getDomProperty("value")).isEqualTo(name);
		create("n".repeat(255));
		String pasted = "    indented comment\n" + "x = 1\n".repeat(6000);
		browser.run("document.getElementById('prompt').value = arguments[0]", pasted);
		browser.click("Ask");
		browser.waitFor(".change", "Waits for your review");
		JsonObject session = this.api.openSession(projectId());
		assertThat(this.api.messages(session).get(0).string("content")).isEqualTo(pasted);
		browser.run("""
				const fetched = window.fetch;
				window.fetch = (path, options) => (options.method === 'POST')
					? Promise.resolve(new Response('{"detail": "Too long"}', { status: 413 })) : fetched(path, options);
				""");
		ask(pasted);
		browser.waitFor(".composer .problem", "Too long");
		assertThat(browser.field(ASK).getDomProperty("value")).as("what was refused").isEqualTo(pasted);
	}

	@Test
	void longListOfProjectsIsFoldedAndSearched() {
		for (int i = 1; i <= 15; i++) {
			this.api.post("/projects", JsonObject.of("name", (i == 3) ? "Café" : "Project " + i));
		}
		create("The open one");
		await().untilAsserted(() -> assertThat(browser.all("#project-list li")).hasSize(12));
		browser.fill("Find a project", "CAFE");
		await().untilAsserted(() -> assertThat(browser.text("#project-list")).contains("Café"));
		assertThat(browser.all("#project-list li")).hasSize(1);
		browser.waitFor("#projects-box", "1 of 16 projects");
		browser.fill("Find a project", "nothing like it");
		browser.waitFor("#projects-box", "No project has that name.");
		browser.fill("Find a project", "project");
		browser.waitFor("#projects-box", "Show all 14");
		browser.click("Show all 14");
		assertThat(browser.all("#project-list li")).hasSize(14);
		browser.click(By.linkText("Project 1\nproject-1"));
		browser.waitFor("#project-title", "Project 1");
	}

	@Test
	void namesKeepTheirDirectionAndWhatIsUnseenInThemIsShown() {
		create("abc", "abc\u202edcba \u0007");
		assertThat(browser.text("#project-title")).isEqualTo("abcRLOdcba BEL");
		await().until(() -> browser.hasButton("Delete abc‹RLO›dcba ‹BEL›"));
		assertThat(browser.run("return document.title")).isEqualTo("\u2068abc‹RLO›dcba ‹BEL›\u2069 · Vibecoder");
		create("שלום", "שלום (2)");
		assertThat(browser.run("""
				const name = document.querySelector('#project-list bdi');
				return [name.textContent, getComputedStyle(name).direction, getComputedStyle(name).unicodeBidi].join();
				""")).isEqualTo("שלום (2),rtl,isolate");
		browser.click("Delete שלום (2)");
		browser.waitFor("#confirm", "שלום (2) goes with its conversation");
		assertThat(browser.all("#confirm bdi")).hasSize(1);
		browser.click("Cancel");
		ask("comment\u202e \u001b[31m");
		browser.waitFor(".user .text", "commentRLO ESC[31m");
		browser.screenshot("names");
	}

	@Test
	void whoWritesWhileARunContinuesKeepsTheFocus() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt("Vibecoder");
		create("Focused");
		browser.field(ASK).sendKeys("Add a comment", Keys.ENTER);
		browser.waitFor(".conversation", "Vibecoder (gpt-5-mini)");
		assertThat(browser.focused()).isEqualTo(ASK);
		browser.press("Then ask ");
		this.gate.open();
		browser.waitFor(".change", "Waits for your review");
		await().untilAsserted(() -> assertThat(outcomes()).containsExactly("Change approved"));
		browser.press("this");
		assertThat(browser.field(ASK).getDomProperty("value")).isEqualTo("Then ask this");
		browser.run("""
				document.querySelector('#project-list a').focus();
				dispatchEvent(new Event('focus'));
				""");
		this.api.post("/projects", JsonObject.of("name", "Another"));
		browser.run("dispatchEvent(new Event('focus'))");
		browser.waitFor("#project-list", "Another");
		assertThat(browser.focused()).isEqualTo("Focused focused");
	}

	@Test
	void skipLinkKeepsTheProjectOpen() {
		create("Skipped to");
		String address = browser.address();
		browser.run("document.querySelector('.skip').focus()");
		browser.press(Keys.ENTER);
		await().untilAsserted(() -> assertThat(browser.run("return document.activeElement.id")).isEqualTo("main"));
		assertThat(browser.address()).isEqualTo(address);
	}

	@Test
	void onALowScreenThePageScrollsAsAWhole() {
		browser.use(640, 256, "light");
		create("Low");
		ask("Add a comment");
		browser.click("Changes (1)");
		browser.waitFor(".change", "Waits for your review");
		browser.click("Conversation");
		browser.run("document.querySelector('.composer button').scrollIntoView()");
		assertThat(browser.isInView(".composer button")).isTrue();
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(640L);
	}

	@Test
	void reloadInTheMidstOfARunMissesNothing() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt("Vibecoder");
		create("Reloaded");
		ask("Add a comment");
		browser.waitFor(".conversation", "Vibecoder (gpt-5-mini)");
		browser.reload();
		browser.waitFor("main", "The agents are working");
		this.gate.open();
		browser.waitFor(".conversation", "I added an explanatory comment.");
		browser.waitFor(".change", "Waits for your review");
		assertThat(browser.all(".conversation .call")).hasSize(1);
		await().untilAsserted(() -> assertThat(browser.text("main")).doesNotContain("The agents are working"));
	}

	@Test
	void requestOfAnotherClientAppears() {
		create("Shared");
		JsonObject session = this.api.openSession(projectId());
		browser.waitFor("#connection", "Live updates on");
		this.api.send(session, "Add a comment for all");
		browser.waitFor(".conversation", "Add a comment for all");
		browser.waitFor(".conversation", "I added an explanatory comment.");
		browser.waitFor(".change", "Waits for your review");
	}

	@Test
	void changeThatIsStoredLongAfterTheRunAppears() {
		create("Late");
		JsonObject session = this.api.openSession(projectId());
		browser.waitFor("#connection", "Live updates on");
		browser.run("""
				const fetched = window.fetch;
				let early = 2;
				window.fetch = (path, options) => (path.endsWith('/diffs') && early-- > 0)
					? Promise.resolve(new Response('[]')) : fetched(path, options);
				""");
		this.api.send(session, "Add a comment for all");
		browser.waitFor(".change", "Waits for your review");
	}

	@Test
	void answerThatComesLateDoesNotReplaceANewerOne() {
		create("Overtaken answer");
		browser.waitFor("#connection", "Live updates on");
		browser.run("""
				const fetched = window.fetch;
				window.fetch = (path, options) => {
					if (window.late || !path.endsWith('/diffs')) {
						return fetched(path, options);
					}
					window.late = fetched(path, options).then((answer) => answer.text());
					return new Promise((resolve) => {
						window.release = () => window.late.then((text) => resolve(new Response(text)));
					});
				};
				dispatchEvent(new Event('focus'));
				return window.late;
				""");
		ask("Add a comment");
		browser.waitFor(".change", "Waits for your review");
		browser.run("return window.release().then(() => new Promise((resolve) => setTimeout(resolve, 100)))");
		assertThat(browser.text(".change")).contains("Waits for your review");
		assertThat(browser.text(".conversation")).contains("I added an explanatory comment.");
	}

	@Test
	void pageReportsThatTheServiceIsGoneAndContinuesWhenItIsBack() {
		create("Interrupted");
		JsonObject session = this.api.openSession(projectId());
		browser.offline(true);
		ask("Add a comment");
		browser.waitFor("#gone", "The service does not answer");
		assertThat(browser.field(ASK).getDomProperty("value")).as("what was typed").isEqualTo("Add a comment");
		this.api.send(session, "What does this code do?");
		browser.offline(false);
		browser.waitFor(".conversation", "This code defines a simple Python application");
		await().untilAsserted(() -> assertThat(browser.text("#gone")).isEmpty());
		browser.waitFor("#connection", "Live updates on");
	}

	@Test
	void projectIsDeletedAfterAQuestion() {
		create("Kept and deleted");
		String id = projectId();
		browser.click("Delete Kept and deleted");
		browser.waitFor("#confirm", "Delete this project?");
		browser.click("Cancel");
		assertThat(this.api.get("/projects/" + id).status()).isEqualTo(200);
		browser.click("Delete Kept and deleted");
		browser.click(By.id("confirm-yes"));
		browser.waitFor("main", "Ask agents for a change, review it, commit it");
		assertThat(this.api.get("/projects/" + id).status()).isEqualTo(404);
		await().until(browser::focused, "Projects"::equals);
	}

	@Test
	void wholeStoryFitsOnTheScreen() {
		browser.use(1200, 760, "light");
		this.mockAgents.delays(Duration.ofMillis(10), Duration.ofMillis(5));
		create("Greeter");
		browser.click(REJECTED);
		ask("Add a comment explaining main");
		browser.waitFor(".change", "Waits for your review");
		await().untilAsserted(() -> assertThat(browser.text("main")).doesNotContain("The agents are working"));
		browser.waitFor("#mode", "Played " + REJECTED);
		assertThat(browser.run("return document.querySelector('.top').offsetHeight <= 64")).as("one line at the top")
			.isEqualTo(true);
		browser.screenshot("page-light");
		browser.use(1200, 760, "dark");
		browser.click("Approve");
		browser.waitFor(".change", "Approved, to be committed");
		browser.run("document.querySelector('.change').scrollIntoView({ block: 'start' })");
		browser.screenshot("page-dark");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(1200L);
	}

	@Test
	void problemIsShownWhereItArises() {
		create("Outdated");
		ask("Add a comment");
		browser.waitFor(".change", "Waits for your review");
		String diff = this.api.get("/projects/" + projectId() + "/diffs").objects().get(0).string("id");
		// before the page reads anew
		browser.run(
				"""
						const approve = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Approve');
						const review = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"approved": false}' };
						return fetch(`/diffs/${arguments[0]}/review`, review).then(() => approve.click());
						""",
				diff);
		browser.waitFor(".change .problem", "Diff is not pending review (status: human_rejected)");
	}

	@Test
	void changeThatAnotherCommitHasOvertakenIsOutdated() {
		create("Overtaken");
		ask("Add a comment");
		browser.waitFor(".change", "Waits for your review");
		ask("Add a docstring");
		await().untilAsserted(() -> assertThat(browser.all("[data-status=evaluator_approved]")).hasSize(2));
		List<JsonObject> diffs = this.api.get("/projects/" + projectId() + "/diffs").objects();
		diffs.forEach(
				(diff) -> this.api.post("/diffs/" + diff.string("id") + "/review", JsonObject.of("approved", true)));
		this.api.post("/diffs/" + diffs.get(0).string("id") + "/commit", null);
		browser.run("dispatchEvent(new Event('focus'))");
		browser.waitFor("#changes", "Outdated");
		assertThat(browser.text(".change:last-child")).contains("It was made for commit " + base(diffs.get(1)),
				"the code has changed since");
		assertThat(browser.hasButton("Commit")).isFalse();
		assertThat(browser.text(".change:first-child")).startsWith("Committed");
		browser.screenshot("outdated");
	}

	@Test
	void projectThatAnotherClientDeletesIsLeft() {
		this.mockAgents.delays(Duration.ofMillis(40), Duration.ZERO);
		this.gate.closeAt("Vibecoder");
		create("Gone");
		ask("Add a comment");
		browser.waitFor("main", "The agents are working");
		this.api.delete("/projects/" + projectId());
		browser.waitFor("main", "“Gone” was deleted.");
		browser.waitFor("#projects-box", "None yet");
	}

	@Test
	void projectThatLoadsSlowlyDoesNotReplaceTheOneOpenedMeanwhile() {
		create("Slow");
		String slow = projectId();
		create("Other");
		String other = projectId();
		create("Quick");
		String quick = projectId();
		browser.run("location.hash = '#/projects/' + arguments[0]", other);
		browser.waitFor("#project-title", "Other");
		browser.run("""
				const [slow, quick] = arguments;
				const fetched = window.fetch;
				const released = new Promise((resolve) => { window.release = resolve; });
				window.loaded = new Promise((resolve) => {
					window.fetch = (path, options) => {
						const answer = (path === `/projects/${slow}`) ? released.then(() => fetched(path, options))
							: fetched(path, options);
						if (path === `/projects/${slow}/sessions`) {
							answer.then(resolve);
						}
						return answer;
					};
				});
				location.hash = `#/projects/${slow}`;
				addEventListener('hashchange', () => { location.hash = `#/projects/${quick}`; }, { once: true });
				""", slow, quick);
		browser.waitFor("#project-title", "Quick");
		browser
			.run("""
					window.release();
					return window.loaded.then(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
					""");
		browser.waitFor("#project-list [aria-current]", "Quick");
		assertThat(browser.text("#project-title")).isEqualTo("Quick");
	}

	@Test
	void addressThatNamesNothingLeadsToTheBeginning() {
		browser.open("http://localhost:" + this.port + "/docs/");
		browser.open("http://localhost:" + this.port + "/#/projects/%zz");
		browser.waitFor("main", "Ask agents for a change, review it, commit it");
		browser.waitFor("#projects-box", "None yet");
	}

	@Test
	void wholeWayIsGoneByKeyboard() {
		browser.tabTo("Skip to the conversation");
		browser.tabTo(NAME);
		browser.press("By keyboard", Keys.ENTER);
		await().until(browser::focused, "By keyboard"::equals);
		browser.tabTo(ASK);
		browser.press("Add a comment", Keys.ENTER);
		browser.waitFor(".change", "Waits for your review");
		browser.tabTo("Approve");
		browser.press(Keys.ENTER);
		await().until(browser::focused, "Commit message"::equals);
		browser.tabTo("Commit");
		browser.press(Keys.ENTER);
		browser.waitFor(".change", "Committed");
		browser.tabTo("Automatic By the rules of the scenarios");
	}

	@Test
	void whoTypesBeforeAllIsReadKeepsTheFocus() {
		browser.run("""
				const original = window.fetch;
				const released = new Promise((resolve) => { window.release = resolve; });
				window.fetch = (path, options) => (path === '/projects' && options.method === 'GET')
					? released.then(() => original(path, options)) : original(path, options);
				""");
		create("Typed at once");
		browser.fill(ASK, "Add a ");
		browser.run("window.release()");
		browser.waitFor("#project-list", "Typed at once");
		assertThat(browser.focused()).isEqualTo(ASK);
	}

	@Test
	void eachStepIsAnnounced() {
		create("Announced");
		browser.waitFor("#connection", "Live updates on");
		ask("Add a comment");
		browser.waitFor(".change", "Waits for your review");
		await().untilAsserted(() -> assertThat(
				Objects.toString(browser.run("return document.getElementById('announcer').textContent")))
			.contains("Vibecoder calls submit_patch", "Evaluator approved", "I added an explanatory comment.",
					"A change waits for your review"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void nothingIsInaccessible(String colorScheme) {
		browser.use(1360, 900, colorScheme);
		assertThat(browser.accessibilityProblems()).as("at the start").isEmpty();
		this.mockAgents.failures(1, FailureKind.CONNECTION_DROPPED);
		create("Accessible in " + colorScheme);
		ask("Add a comment");
		browser.waitFor(".failure", "The run failed");
		this.mockAgents.reset();
		browser.click(REJECTED);
		ask("Add a comment explaining main");
		browser.waitFor(".change", "Waits for your review");
		await().untilAsserted(() -> assertThat(browser.text("main")).doesNotContain("The agents are working"));
		assertThat(browser.accessibilityProblems()).as("before the review").isEmpty();
		browser.click("Approve");
		browser.waitFor(".change", "Approved, to be committed");
		assertThat(browser.accessibilityProblems()).as("before the commit").isEmpty();
		assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo(colorScheme.equals("dark") ? "rgb(20, 23, 28)" : "rgb(246, 247, 249)");
		browser.screenshot("review-" + colorScheme);
	}

	@Test
	void coloursCanBeChosen() {
		browser.click("Dark colours");
		assertThat(browser.run("return getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(20, 23, 28)");
		browser.reload();
		browser.click("Light colours");
		assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(246, 247, 249)");
	}

	@Test
	void nothingIsCutOffOnANarrowScreen() {
		browser.use(320, 640, "light");
		create("A project with a very long name that goes on and on");
		ask("Add_a_comment_".repeat(40) + " comment " + "x = 1;".repeat(30));
		browser.waitFor(".conversation", "I added an explanatory comment.");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(320L);
		browser.screenshot("narrow");
		browser.click("Changes (1)");
		browser.waitFor(".change", "Waits for your review");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(320L);
		assertThat(browser.accessibilityProblems()).isEmpty();
		browser.screenshot("narrow-changes");
		browser.click("Projects");
		browser.waitFor("#project-list", "A project with a very long name");
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(320L);
	}

	@Test
	void textsOfUsersAreNeverMarkup() {
		create("<img src=x onerror=alert(1)>");
		ask("<script>alert(1)</script> comment <b>bold</b>");
		browser.waitFor(".change", "Waits for your review");
		assertThat(browser.text(".user")).contains("<script>alert(1)</script> comment <b>bold</b>");
		assertThat(browser.all("img, main b, main script")).isEmpty();
	}

	@Test
	void browserHasNothingToComplainAbout() {
		browser.complaints();
		create("Quiet");
		ask("Add a comment");
		browser.click("Approve");
		browser.waitFor(".change", "Approved, to be committed");
		assertThat(browser.complaints()).isEmpty();
		assertThat(browser.run("return fetch('/').then((response) => response.headers.get('Content-Security-Policy'))"))
			.asString()
			.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
	}

	@Test
	void descriptionOfTheApiMayDoLittleToo() {
		browser.complaints();
		browser.open("http://localhost:" + this.port + "/docs");
		browser.waitFor("#api", "Create a project with a starter file");
		browser.click(By.cssSelector("#operations-projects-listProjects .opblock-summary-control"));
		browser.waitFor("#api .opblock-body", "Try it out");
		assertThat(browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
			.isEqualTo("rgb(255, 255, 255)");
		browser.use(1360, 900, "dark");
		await().untilAsserted(
				() -> assertThat(browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
					.isEqualTo("rgb(20, 23, 28)"));
		assertThat(browser.run("return getComputedStyle(document.querySelector('.opblock-body')).color")).asString()
			.matches("rgb\\((2\\d\\d(, )?){3}\\)");
		browser.screenshot("docs-dark");
		assertThat(browser.complaints()).isEmpty();
		assertThat(browser
			.run("return fetch('/docs').then((response) => response.headers.get('Content-Security-Policy'))"))
			.asString()
			.contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
	}

	private void create(String name) {
		create(name, name);
	}

	/**
	 * Create a project; what no key types is set by script, as if it was pasted.
	 */
	private void create(String title, String name) {
		browser.run("document.getElementById('project-name').value = arguments[0]", name);
		browser.click("Create");
		browser.waitFor("#project-title", title);
	}

	private void ask(String prompt) {
		browser.run("document.getElementById('prompt').value = arguments[0]", prompt);
		browser.click("Ask");
	}

	private static List<String> outcomes() {
		Object texts = browser
			.run("return [...document.querySelectorAll('.request .outcome')].map((outcome) => outcome.textContent)");
		return ((List<?>) Objects.requireNonNull(texts)).stream().map(String::valueOf).toList();
	}

	private static String base(JsonObject diff) {
		return diff.string("base_commit").substring(0, 10);
	}

	private String projectId() {
		return browser.address().replaceAll(".*#/projects/", "");
	}

	private List<String> pressed() {
		return browser.all("[aria-pressed=true] .name")
			.stream()
			.map((name) -> Objects.requireNonNull(name.getText()))
			.toList();
	}

}
