package io.mockagents.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.MockSettings;
import io.mockagents.mock.RunInstruction;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.SelectionSettings;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Endpoint that reports whether runs are mocked, which scenarios play or are forced, and
 * which settings apply; and that forces a scenario and changes settings. It may be read
 * wherever it is exposed; changing anything needs
 * {@code management.endpoint.mockagents.access=unrestricted}.
 */
@Endpoint(id = "mockagents", defaultAccess = Access.READ_ONLY)
public final class MockAgentsEndpoint {

	private final ListableBeanFactory beanFactory;

	private final RecentRuns runs;

	private final @Nullable MockAgents mockAgents;

	private final @Nullable ScenarioLibrary library;

	MockAgentsEndpoint(ListableBeanFactory beanFactory, RecentRuns runs, @Nullable MockAgents mockAgents,
			@Nullable ScenarioLibrary library) {
		this.beanFactory = beanFactory;
		this.runs = runs;
		this.mockAgents = mockAgents;
		this.library = library;
	}

	/**
	 * Return how things are.
	 * @return what is mocked, and how; of runs that are not mocked too
	 */
	@ReadOperation
	public Description read() {
		MockAgents mockAgents = this.mockAgents;
		if (mockAgents == null) {
			return new Description(false, runners(), null, List.of(), List.of(), List.of(), this.runs.latestFirst());
		}
		return new Description(true, runners(), Settings.of(mockAgents.settings()), scenarios(),
				mockAgents.forced().stream().map(Forced::of).toList(),
				mockAgents.changed().stream().map(Changed::of).toList(), this.runs.latestFirst());
	}

	/**
	 * Force a scenario, change settings, or both. At least one of them is needed; any
	 * setting that is {@code null} stays.
	 * @param scenario the name of the scenario, or an alias
	 * @param sessionId the session whose runs this is for, or {@code null} for all
	 * @param mode for how many runs, or {@code null} for {@link Mode#ALWAYS}
	 * @param failureRate the share of runs that fail, from 0 to 1; 1 if only the kinds or
	 * the status are there
	 * @param failureKinds the names of the kinds of failures
	 * @param failureStatus the HTTP status of the failures, in place of kinds
	 * @param delays the pause between two events; 0 for none
	 * @param delayRange how far a pause may differ; 0 if only the pause is there
	 * @param seed the seed
	 * @param logEvents whether every event is logged
	 * @return how things are now
	 * @throws io.mockagents.scenario.UnknownScenarioException if there is no such
	 * scenario
	 * @throws InvalidEndpointRequestException if runs are not mocked, or a value makes no
	 * sense
	 */
	@WriteOperation
	public Description change(@Nullable String scenario, @Nullable String sessionId, @Nullable Mode mode,
			@Nullable Double failureRate, @Nullable List<String> failureKinds, @Nullable Integer failureStatus,
			@Nullable Duration delays, @Nullable Duration delayRange, @Nullable Long seed,
			@Nullable Boolean logEvents) {
		RunInstruction instruction = mocked().forAnyRun();
		RunInstruction changed = instruction;
		try {
			if (failureRate != null || failureKinds != null || failureStatus != null) {
				changed = changed.failures((failureRate != null) ? failureRate : 1, kinds(failureKinds, failureStatus));
			}
			if (delays != null || delayRange != null) {
				changed = delays(changed, delays, delayRange);
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
		changed = (scenario != null) ? changed.play(scenario) : changed;
		changed = (seed != null) ? changed.seed(seed) : changed;
		changed = (logEvents != null) ? changed.logging(logEvents) : changed;
		if (changed == instruction) {
			throw invalid("The request changes nothing: it needs 'scenario' or a setting, one of "
					+ "[failureRate, failureKinds, failureStatus, delays, delayRange, seed, logEvents]");
		}
		changed = (sessionId != null) ? changed.forSession(sessionId) : changed;
		if (mode == Mode.ONCE) {
			changed.once();
		}
		else {
			changed.always();
		}
		return read();
	}

	private static RunInstruction delays(RunInstruction instruction, @Nullable Duration delays,
			@Nullable Duration range) {
		if (delays == null) {
			throw new IllegalArgumentException("'delayRange' needs 'delays'");
		}
		return (delays.isZero() && range == null) ? instruction.withoutDelays()
				: instruction.delays(delays, (range != null) ? range : Duration.ZERO);
	}

	private static FailureKind[] kinds(@Nullable List<String> names, @Nullable Integer status) {
		if (status != null) {
			if (names != null) {
				throw new IllegalArgumentException("'failureKinds' and 'failureStatus' exclude each other");
			}
			return new FailureKind[] { FailureKind.ofStatus(status) };
		}
		return (names != null) ? names.stream().map(MockAgentsEndpoint::kind).toArray(FailureKind[]::new)
				: new FailureKind[0];
	}

	private static FailureKind kind(String name) {
		FailureKind kind = FailureKind.find(name);
		if (kind == null) {
			String nearest = new NearestName(FailureKind.kinds()).to(name);
			throw new IllegalArgumentException("Unknown kind of failure '" + name + "'. "
					+ ((nearest != null) ? "Did you mean '" + nearest + "'? " : "") + "The kinds are "
					+ FailureKind.kinds());
		}
		return kind;
	}

	/**
	 * Remove settings and forced scenarios.
	 * @param sessionId the session for which they are removed, or {@code null} to return
	 * to the state at start-up
	 * @return how things are now
	 * @throws InvalidEndpointRequestException if runs are not mocked
	 */
	@DeleteOperation
	public Description reset(@Nullable String sessionId) {
		if (sessionId != null) {
			mocked().reset(sessionId);
		}
		else {
			mocked().resetAll();
		}
		return read();
	}

	private MockAgents mocked() {
		if (this.mockAgents == null) {
			throw invalid("Runs are not mocked: start the application with OPENAI_MOCK_CONFIGS={} to play scenarios");
		}
		return this.mockAgents;
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	private List<Runner> runners() {
		List<Runner> runners = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, AgentRunner.class,
				true, false)) {
			Class<?> type = this.beanFactory.getType(name, false);
			runners.add((type != null && MockAgentRunner.class.isAssignableFrom(type))
					? new Runner(name, true, this.beanFactory.getBean(name, MockAgentRunner.class).replacedType())
					: new Runner(name, false, null));
		}
		return List.copyOf(runners);
	}

	private List<ScenarioDescription> scenarios() {
		return (this.library != null) ? this.library.scenarios().stream().map(this::describe).toList() : List.of();
	}

	private ScenarioDescription describe(Scenario scenario) {
		SelectionSettings selection = (this.mockAgents != null) ? this.mockAgents.settings().selection()
				: SelectionSettings.DEFAULT;
		return new ScenarioDescription(scenario.name(), scenario.aliases(), scenario.description(),
				selection.weightOf(scenario),
				scenario.match().stream().flatMap((rule) -> rule.agents().stream()).distinct().toList(),
				scenario.origin().builtIn());
	}

	/**
	 * For how many runs something is forced or changed.
	 */
	public enum Mode {

		/** The next run. */
		ONCE,

		/** All runs, until that is changed again or reset. */
		ALWAYS

	}

	/**
	 * How things are.
	 *
	 * @param mocked whether runs are mocked
	 * @param runners the runners of the application
	 * @param settings the settings of runs that none of the changes is for, or
	 * {@code null} if runs are not mocked
	 * @param scenarios the scenarios that can be forced, sorted by name
	 * @param forced the forced scenarios, recordings and sessions, the one that decides
	 * first
	 * @param changed the settings that are changed for some runs, the one that decides
	 * first
	 * @param runs the runs of late, the one that began last first
	 */
	public record Description(boolean mocked, List<Runner> runners, @Nullable Settings settings,
			List<ScenarioDescription> scenarios, List<Forced> forced, List<Changed> changed,
			List<RecentRun> runs) implements OperationResponseBody {

	}

	/**
	 * A runner.
	 *
	 * @param name the name of the bean
	 * @param mocked whether its runs are mocked
	 * @param replaces the name of the class of the application's runner that the mock
	 * replaces, or {@code null} if it replaces none
	 */
	public record Runner(String name, boolean mocked, @Nullable String replaces) {

	}

	/**
	 * The settings of the mock.
	 *
	 * @param defaultScenario the scenario that is played when no rule matches, or
	 * {@code null} if such a run fails
	 * @param strict whether scenarios have to fit the schemas of the tools, and a default
	 * has to be set to be played
	 * @param builtinScenarios whether the rules of the built-in scenarios are asked where
	 * no scenario of the application matches
	 * @param seed the seed, or {@code null} if runs differ
	 * @param sdkProfile the version of the SDK whose data shape is produced
	 * @param delays the pause between two events, or {@code null} if there is none
	 * @param delayRange how far a pause may differ, or {@code null} if there is none
	 * @param failureRate the share of runs that fail, 0 if failures are not injected
	 * @param failureKinds what they fail with; empty for all
	 * @param logEvents whether every event is logged
	 */
	public record Settings(@Nullable String defaultScenario, boolean strict, boolean builtinScenarios,
			@Nullable Long seed, String sdkProfile, @Nullable Duration delays, @Nullable Duration delayRange,
			double failureRate, List<String> failureKinds, boolean logEvents) {

		static Settings of(MockSettings settings) {
			MockSettings.Delays delays = settings.delays();
			MockSettings.Failures failures = settings.failures();
			return new Settings(settings.selection().defaultScenario(), settings.selection().strict(),
					settings.selection().builtInScenarios(), settings.seed(), settings.sdkProfile().version(),
					delays.enabled() ? delays.base() : null, delays.enabled() ? delays.range() : null,
					failures.enabled() ? failures.rate() : 0, failures.kinds().stream().map(FailureKind::kind).toList(),
					settings.logEvents());
		}

	}

	/**
	 * A scenario.
	 *
	 * @param name its name
	 * @param aliases further names
	 * @param description what it shows, or {@code null}
	 * @param weight how often it is drawn among scenarios that match equally, as the
	 * settings have it
	 * @param agents the agents that its rules name; empty if they name none
	 * @param builtIn whether the starter brings it, so that it goes behind those of the
	 * application
	 */
	public record ScenarioDescription(String name, List<String> aliases, @Nullable String description, double weight,
			List<String> agents, boolean builtIn) {

	}

	/**
	 * A scenario, recording or session that is forced.
	 *
	 * @param scenario the name of the scenario or recording, or the id of the stored
	 * session
	 * @param kind {@code scenario}, {@code recording} or {@code session}
	 * @param mode {@code once}, {@code scope} if it is until a scope of a test or of the
	 * application is closed, or {@code always}
	 * @param sessionId the session whose runs it is forced for, or {@code null} for all
	 * @param conditional whether a further condition has to be met
	 */
	public record Forced(String scenario, String kind, String mode, @Nullable String sessionId, boolean conditional) {

		static Forced of(MockAgents.Forced forced) {
			return new Forced(forced.name(), forced.kind().name().toLowerCase(Locale.ROOT), mode(forced.until()),
					forced.sessionId(), forced.conditional());
		}

		private static String mode(MockAgents.Until until) {
			return switch (until) {
				case ONCE -> "once";
				case CLOSED -> "scope";
				case RESET -> "always";
			};
		}

	}

	/**
	 * Settings that are changed for some runs.
	 *
	 * @param changed the settings that are changed, such as {@code failures}
	 * @param settings the settings of all runs with the changes applied
	 * @param mode {@code once}, {@code scope} or {@code always}
	 * @param sessionId the session whose runs they are changed for, or {@code null} for
	 * all
	 * @param conditional whether a further condition has to be met
	 */
	public record Changed(List<String> changed, Settings settings, String mode, @Nullable String sessionId,
			boolean conditional) {

		static Changed of(MockAgents.Changed changed) {
			return new Changed(
					changed.changed()
						.stream()
						.map((setting) -> setting.name().toLowerCase(Locale.ROOT))
						.sorted()
						.toList(),
					Settings.of(changed.settings()), Forced.mode(changed.until()), changed.sessionId(),
					changed.conditional());
		}

	}

}
