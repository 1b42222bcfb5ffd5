package io.mockagents.scenario;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.scenario.match.MatchSubject;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Warns that the default is played because no scenario matches, and shows a scenario to
 * copy: once for each agent, for at most 100 agents. Safe for several threads.
 */
final class DefaultPlayWarnings {

	private static final Log logger = LogFactory.getLog(DefaultPlayWarnings.class);

	private static final int MAX_AGENTS = 100;

	private static final int MAX_INPUT = 40;

	private final ScenarioLibrary library;

	private final Consumer<String> warnings;

	private final Set<String> agents = new HashSet<>();

	DefaultPlayWarnings(ScenarioLibrary library) {
		this(library, logger::warn);
	}

	DefaultPlayWarnings(ScenarioLibrary library, Consumer<String> warnings) {
		this.library = library;
		this.warnings = warnings;
	}

	void played(Scenario scenario, RunRequest run, MatchSubject subject) {
		if (isFirst(subject.agent())) {
			this.warnings.accept(warning(scenario, run, subject));
		}
	}

	private boolean isFirst(String agent) {
		synchronized (this.agents) {
			return this.agents.size() < MAX_AGENTS && this.agents.add(agent);
		}
	}

	private String warning(Scenario scenario, RunRequest run, MatchSubject subject) {
		String name = name(subject.agent());
		return "No scenario matches the input " + quoted(start(subject.input())) + " of agent "
				+ quoted(subject.agent()) + ", so the default '" + scenario.name()
				+ "' is played. To script the agent, save this as src/main/resources/mock-agents/scenarios/" + name
				+ ".yaml (the warning appears once for each agent):\n\n" + example(name, run, subject);
	}

	private static String example(String name, RunRequest run, MatchSubject subject) {
		String input = start(subject.input());
		return "name: " + name + "\nmatch:\n  - agent: " + quoted(subject.agent()) + "\n"
				+ (input.isEmpty() ? "" : "    input_contains: " + quoted(input) + "\n")
				+ "turns:\n  - steps:\n      - message: " + message(run.startingAgent().outputType()) + "\n";
	}

	private static String message(@Nullable OutputType<?> outputType) {
		return (outputType != null)
				? "{ json: " + printable(JsonCodec.write(new SampleValue(outputType.jsonSchema()).value())) + " }"
				: "\"The answer of the agent\"";
	}

	/**
	 * Return a name for a scenario of an agent, which no scenario has and which YAML
	 * takes for text.
	 */
	private String name(String agent) {
		String words = agent.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
		String base = (words.isEmpty() ? "agent" : words.substring(0, Math.min(words.length(), 60))) + "_answer";
		String name = base;
		for (int i = 2; this.library.find(name).isPresent(); i++) {
			name = base + "_" + i;
		}
		return name;
	}

	/**
	 * Return the first words of an input, all of its first line if that is short.
	 */
	private static String start(String input) {
		String line = input.strip().lines().findFirst().orElse("").strip();
		if (line.codePointCount(0, line.length()) <= MAX_INPUT) {
			return line;
		}
		String cut = line.substring(0, line.offsetByCodePoints(0, MAX_INPUT));
		int space = cut.lastIndexOf(' ');
		return ((space > 0) ? cut.substring(0, space) : cut).strip();
	}

	/**
	 * Return a text in double quotes as JSON and YAML have it.
	 */
	private static String quoted(String text) {
		return printable(JsonCodec.write(text));
	}

	/**
	 * Return JSON without characters that YAML does not take, or that a log would not
	 * show as they are.
	 */
	private static String printable(String json) {
		StringBuilder text = new StringBuilder(json.length());
		json.chars().forEach((c) -> {
			int type = Character.getType(c);
			boolean shown = type != Character.CONTROL && type != Character.FORMAT && type != Character.LINE_SEPARATOR
					&& type != Character.PARAGRAPH_SEPARATOR && type != Character.UNASSIGNED;
			text.append(shown ? String.valueOf((char) c) : "\\u%04x".formatted(c));
		});
		return text.toString();
	}

}
