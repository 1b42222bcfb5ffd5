package io.mockagents.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.mockagents.agent.RunRequest;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Scripts the model for one test, and records its runs. A parameter of a test,
 * {@code @BeforeEach} or {@code @AfterEach} method of a {@link MockAgentsTest}; all of
 * one test are the same object.
 * <p>
 * The first script that fits a run, in the order written, is what it plays; those with a
 * session go before those with a message, and these before those with neither. Scripts
 * that were not used up fail the test, and so does a run that no script, scenario or
 * recording is for. Safe for several threads.
 */
public final class AgentScript {

	private final RunningTest test;

	AgentScript(RunningTest test) {
		this.test = test;
	}

	/**
	 * Match messages that contain a text.
	 * @param text the text; case does not matter
	 * @return the condition
	 */
	public static MessageMatcher containing(String text) {
		return MessageMatcher.containing(text);
	}

	/**
	 * Match messages that are a text.
	 * @param text the text; case does not matter
	 * @return the condition
	 */
	public static MessageMatcher equalTo(String text) {
		return MessageMatcher.equalTo(text);
	}

	/**
	 * Match messages in which a regular expression is found.
	 * @param regex the expression; case does not matter
	 * @return the condition
	 */
	public static MessageMatcher matching(String regex) {
		return MessageMatcher.matching(regex);
	}

	/**
	 * Return how many requests fail.
	 * @param requests the number of requests, the client's retries included
	 * @return the number
	 */
	public static Attempts times(int requests) {
		return new Attempts(requests);
	}

	/**
	 * Begin a script for a run with a certain message of the user.
	 * @param message the condition on the message
	 * @return the script, to be continued with the answers
	 */
	public ScriptedRun onMessage(MessageMatcher message) {
		return this.test.add().message(message);
	}

	/**
	 * Begin a script for any run of this test.
	 * @return the script, to be continued with the answers
	 */
	public ScriptedRun onAnyMessage() {
		return this.test.add();
	}

	/**
	 * Begin a script for a run of a session, which belongs to this test from now on.
	 * @param sessionId the id of the session
	 * @return the script, to be continued with the answers
	 */
	public ScriptedRun onSession(String sessionId) {
		ownsSession(sessionId);
		return this.test.add().inSession(sessionId);
	}

	/**
	 * Begin a script for a run that meets a condition.
	 * @param condition the condition, which must not throw
	 * @return the script, to be continued with the answers
	 */
	public ScriptedRun when(Predicate<RunRequest> condition) {
		return this.test.add().when(condition);
	}

	/**
	 * Let a function answer the requests of all runs for which no script is written
	 * before. It need not be used.
	 * @param function returns the answer to each request, on the thread of the run
	 * @return the script, which may be restricted
	 */
	public ScriptedRun answering(Function<ModelCall, ModelAnswer> function) {
		return this.test.add().function((request) -> function.apply(this.test.call(request)).turn());
	}

	/**
	 * Play a scenario in one run.
	 * @param scenario the scenario
	 * @return the script, which may be restricted and repeated
	 */
	public ScriptedRun play(Scenario scenario) {
		return this.test.add().given(scenario);
	}

	/**
	 * Play a scenario that is written as in a scenario file in one run.
	 * @param yaml the YAML of one scenario
	 * @return the script, which may be restricted and repeated
	 * @throws io.mockagents.scenario.InvalidScenarioException if the YAML is not a
	 * scenario
	 */
	public ScriptedRun fromYaml(String yaml) {
		List<Scenario> scenarios = new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.read(new YamlText(yaml));
		if (scenarios.size() != 1) {
			throw new IllegalArgumentException("The YAML has " + scenarios.size() + " scenarios. Pass one");
		}
		return play(scenarios.get(0));
	}

	/**
	 * Let all runs of a session belong to this test, whatever thread they are on.
	 * @param sessionId the id of the session
	 */
	public void ownsSession(String sessionId) {
		this.test.ownSession(sessionId);
	}

	/**
	 * Return the runs of this test, in the order in which they began.
	 * @return the runs; of more than {@value RunningTest#MAX_RUNS}, the latest
	 */
	public List<PlayedRun> runs() {
		return this.test.runs();
	}

	/**
	 * Return the run of this test that began last.
	 * @return the run, to be passed to AssertJ's {@code assertThat}
	 * @throws AssertionError if this test has no run
	 */
	public PlayedRun lastRun() {
		List<PlayedRun> runs = runs();
		if (runs.isEmpty()) {
			throw new AssertionError(this.test.noRun());
		}
		return runs.get(runs.size() - 1);
	}

	/**
	 * Return the session of the run that began last.
	 * @return the session, to be passed to AssertJ's {@code assertThat}
	 * @throws AssertionError if this test has no run
	 */
	public PlayedSession lastSession() {
		return session(lastRun().sessionId());
	}

	/**
	 * Return a session.
	 * @param sessionId the id of the session
	 * @return the session, with the runs that this test made in it
	 */
	public PlayedSession session(String sessionId) {
		return this.test.session(sessionId);
	}

	/**
	 * Return the name by which messages call this test.
	 */
	@Override
	public String toString() {
		return "AgentScript of " + this.test;
	}

	/**
	 * YAML that a test has written, named for messages.
	 */
	private static final class YamlText extends ByteArrayResource {

		YamlText(String yaml) {
			super(yaml.getBytes(StandardCharsets.UTF_8), "YAML of a test");
		}

		@Override
		public String getFilename() {
			return "test.yaml";
		}

	}

}
