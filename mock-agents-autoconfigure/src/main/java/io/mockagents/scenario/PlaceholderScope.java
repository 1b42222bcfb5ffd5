package io.mockagents.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.ToolResult;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ModelRequest;
import io.mockagents.python.PythonText;
import io.mockagents.scenario.Placeholder.CodePatch;
import io.mockagents.scenario.Placeholder.Reference;
import io.mockagents.scenario.match.MarkdownText;
import io.mockagents.scenario.patch.NoValueException;
import io.mockagents.scenario.patch.PythonCode;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of placeholders in one turn of one run.
 */
final class PlaceholderScope {

	private static final Object ABSENT = new Object();

	private final Scenario scenario;

	private final RunRequest run;

	private final ModelRequest turn;

	private final PlayedItems items;

	PlaceholderScope(Scenario scenario, RunRequest run, ModelRequest turn, PlayedItems items) {
		this.scenario = scenario;
		this.run = run;
		this.turn = turn;
		this.items = items;
	}

	static PlaceholderScope require(@Nullable PlaceholderScope scope) {
		if (scope == null) {
			throw new IllegalStateException("Placeholders need a run");
		}
		return scope;
	}

	/**
	 * Return a value for use in a text: a tool's whole output as the model was sent it.
	 */
	@Nullable Object text(Placeholder placeholder) {
		String output = (placeholder instanceof Reference reference) ? outputText(reference) : null;
		return (output != null) ? output : value(placeholder);
	}

	/**
	 * Return a value for use in JSON.
	 */
	@Nullable Object json(Placeholder placeholder) {
		Object value = value(placeholder);
		try {
			return JsonObject.normalize(value);
		}
		catch (IllegalArgumentException ex) {
			return PythonText.str(value);
		}
	}

	private @Nullable String outputText(Reference reference) {
		if (reference.root() != Placeholder.Root.OUTPUTS || reference.path().size() != 1) {
			return null;
		}
		ToolResult output = this.items.last(reference.path().get(0), this.turn.input());
		return (output != null) ? output.text() : null;
	}

	private @Nullable Object value(Placeholder placeholder) {
		try {
			return (placeholder instanceof CodePatch patch) ? diff(patch) : present((Reference) placeholder);
		}
		catch (NoValueException ex) {
			String fallback = placeholder.fallback();
			if (fallback == null) {
				throw new ScenarioPlaybackException(this.scenario + " needs " + placeholder + " in turn "
						+ this.turn.turn() + ", but " + ex.getMessage() + ". Add a default to the scenario: "
						+ placeholder.toString().replaceFirst("}$", ":-text}"));
			}
			return fallback;
		}
	}

	private @Nullable Object present(Reference reference) {
		Object value = find(reference);
		if (value == ABSENT) {
			throw new NoValueException("this run does not have that value");
		}
		return value;
	}

	private String diff(CodePatch patch) {
		String code = code(patch);
		if (code == null) {
			Reference source = patch.source();
			throw new NoValueException((source != null) ? "this run has no text in " + source.name()
					: "no message of the user contains a fenced code block. Send the code in one, or name its source, "
							+ "such as source=context.code");
		}
		return patch.edit().changeOf(new PythonCode(code)).diff();
	}

	/**
	 * Return the code that a patch is made for.
	 */
	private @Nullable String code(CodePatch patch) {
		Reference source = patch.source();
		if (source == null) {
			return codeOfUser();
		}
		String output = outputText(source);
		return (output != null) ? output : (find(source) instanceof String text) ? text : null;
	}

	private @Nullable String codeOfUser() {
		String code = new MarkdownText(this.run.input().lastUserMessage()).code();
		List<JsonObject> conversation = this.turn.input();
		for (int i = conversation.size() - 1; code == null && i >= 0; i--) {
			code = new MarkdownText(RunInput.of(List.of(conversation.get(i))).lastUserMessage()).code();
		}
		return code;
	}

	private @Nullable Object find(Reference reference) {
		List<String> path = reference.path();
		return switch (reference.root()) {
			case INPUT -> this.run.input().lastUserMessage();
			case TURN -> this.turn.turn();
			case ITERATION -> this.run.iteration();
			case AGENT -> path.get(0).equals("name") ? this.turn.agent().name() : orAbsent(this.turn.model());
			case SESSION -> orAbsent(this.run.sessionId());
			case CONTEXT -> descend(orAbsent(this.run.context()), path);
			case OUTPUTS -> output(path);
		};
	}

	private static Object orAbsent(@Nullable Object value) {
		return (value != null) ? value : ABSENT;
	}

	private @Nullable Object output(List<String> path) {
		ToolResult output = this.items.last(path.get(0), this.turn.input());
		return (output != null) ? descend(output.value(), path.subList(1, path.size())) : ABSENT;
	}

	private static @Nullable Object descend(@Nullable Object value, List<String> path) {
		Object current = value;
		for (String name : path) {
			current = member(current, name);
		}
		return current;
	}

	private static @Nullable Object member(@Nullable Object value, String name) {
		if (value instanceof String text && text.startsWith("{")) {
			return member(parsed(text), name);
		}
		if (value instanceof Map<?, ?> map) {
			return map.containsKey(name) ? map.get(name) : ABSENT;
		}
		if (value instanceof List<?> list) {
			return name.matches("\\d{1,9}") && Integer.parseInt(name) < list.size() ? list.get(Integer.parseInt(name))
					: ABSENT;
		}
		return (value instanceof Record object) ? component(object, name) : ABSENT;
	}

	private static Object parsed(String text) {
		try {
			return JsonCodec.parseObject(text);
		}
		catch (IllegalArgumentException ex) {
			return ABSENT;
		}
	}

	private static @Nullable Object component(Record object, String name) {
		for (RecordComponent component : object.getClass().getRecordComponents()) {
			if (plain(component.getName()).equals(plain(name))) {
				try {
					component.getAccessor().setAccessible(true);
					return component.getAccessor().invoke(object);
				}
				catch (IllegalAccessException | InvocationTargetException ex) {
					throw new ScenarioPlaybackException("Cannot read '" + name + "' of " + object.getClass(), ex);
				}
			}
		}
		return ABSENT;
	}

	private static String plain(String name) {
		return name.replace("_", "").toLowerCase(Locale.ROOT);
	}

}
