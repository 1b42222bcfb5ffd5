package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItem;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunProgress.NewItem;
import io.mockagents.python.PythonJson;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * The conversation as an agent sees it that takes over with a nested history:
 * {@code nest_handoff_history} of the SDK. Calls, outputs and thoughts are summed up in a
 * message of the assistant; messages of the last turn stay as they are.
 *
 * @param items what the agent sees
 * @param owned the items of the run that stay as they are
 */
record NestedHistory(List<JsonObject> items, List<RunItem> owned) {

	private static final String PREAMBLE = "For context, here is the conversation so far between the user and the "
			+ "previous agent:";

	private static final Set<String> PREAMBLES = Set.of(PREAMBLE, "For context, here is the conversation so far:");

	private static final String START = "<CONVERSATION HISTORY>";

	private static final String END = "</CONVERSATION HISTORY>";

	private static final Set<Object> ONLY_TOLD = Set.of("function_call", "function_call_output", "reasoning");

	private static final Set<Object> PROGRAM = Set.of("program", "program_output");

	private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

	private static final Pattern NUMBERED = Pattern.compile("\\s*\\d+\\.\\s*(.*)", Pattern.DOTALL);

	private static final Pattern NAMED = Pattern.compile("(.*)\\(([^(]*)\\)", Pattern.DOTALL);

	/**
	 * Nest a conversation.
	 * @param history the input of the run, in which earlier nested histories are summed
	 * up again
	 * @param before the items that the run added before the turn of the handoff
	 * @param added those of that turn
	 * @param mapper makes the history instead, or {@code null}
	 */
	static NestedHistory of(List<JsonObject> history, List<NewItem> before, List<NewItem> added,
			@Nullable UnaryOperator<List<JsonObject>> mapper) {
		List<JsonObject> pending = new ArrayList<>();
		history.forEach((item) -> pending.addAll(flattened(item)));
		if (mapper != null) {
			pending.addAll(RunProgress.asInput(before));
			pending.addAll(RunProgress.asInput(added));
			return new NestedHistory(List.copyOf(mapper.apply(List.copyOf(pending))), List.of());
		}
		List<JsonObject> items = new ArrayList<>();
		List<RunItem> owned = new ArrayList<>();
		for (int i = 0; i < before.size() + added.size(); i++) {
			boolean isNew = i >= before.size();
			NewItem item = isNew ? added.get(i - before.size()) : before.get(i);
			JsonObject input = item.inputItem();
			if (input == null) {
				continue;
			}
			if (!staysAsItIs(input, isNew)) {
				pending.add(input);
				continue;
			}
			if (!pending.isEmpty() || items.isEmpty()) {
				items.add(summary(pending));
				pending.clear();
			}
			owned.add(item.item());
			items.add(input);
		}
		if (!pending.isEmpty() || items.isEmpty()) {
			items.add(summary(pending));
		}
		return new NestedHistory(items, owned);
	}

	private static boolean staysAsItIs(JsonObject item, boolean isNew) {
		Object role = item.get("role");
		boolean ofProgram = PROGRAM.contains(String.valueOf(item.get("type")))
				|| (item.get("caller") instanceof JsonObject caller && "program".equals(caller.get("type")));
		if (ofProgram || (!isNew && "assistant".equals(role))) {
			return false;
		}
		if (isNew && role instanceof String name && !name.isEmpty()) {
			return true;
		}
		return !ONLY_TOLD.contains(String.valueOf(item.get("type")));
	}

	private static JsonObject summary(List<JsonObject> transcript) {
		StringBuilder text = new StringBuilder(PREAMBLE).append('\n').append(START).append('\n');
		for (int i = 0; i < transcript.size(); i++) {
			text.append(i + 1).append(". ").append(told(transcript.get(i))).append('\n');
		}
		if (transcript.isEmpty()) {
			text.append("(no previous turns recorded)\n");
		}
		return JsonObject.of("role", "assistant", "content", text.append(END).toString());
	}

	private static String told(JsonObject item) {
		Object content = item.get("content");
		boolean inOneLine = content == null
				|| (content instanceof String text && text.indexOf('\n') < 0 && text.indexOf('\r') < 0);
		if (!(item.get("role") instanceof String role) || !inOneLine) {
			return JsonCodec.writePython(item.without("provider_data"), false);
		}
		String name = (item.get("name") instanceof String given && !given.isEmpty()) ? " (" + given + ")" : "";
		return role + name + ": " + Objects.requireNonNullElse(content, "");
	}

	/**
	 * Return the items of a nested history, or the item itself if it is not one.
	 */
	private static List<JsonObject> flattened(JsonObject item) {
		if (!"assistant".equals(item.get("role")) || !(item.get("content") instanceof String content)) {
			return List.of(item);
		}
		int line = content.indexOf('\n');
		if (line < 0 || !PREAMBLES.contains(content.substring(0, line))) {
			return List.of(item);
		}
		String wrapped = content.substring(line + 1);
		if (!wrapped.startsWith(START + "\n") || !wrapped.endsWith("\n" + END)
				|| wrapped.length() < START.length() + END.length() + 2) {
			return List.of(item);
		}
		List<JsonObject> items = new ArrayList<>();
		for (String record : records(wrapped.substring(START.length() + 1, wrapped.length() - END.length() - 1))) {
			JsonObject parsed = parsed(record);
			if (parsed != null) {
				items.add(parsed);
			}
		}
		return items;
	}

	/**
	 * Return the numbered records of a summary; lines without a number belong to the
	 * record before.
	 */
	private static List<String> records(String body) {
		List<String> records = new ArrayList<>();
		boolean numbered = false;
		for (String line : PythonText.splitLines(body)) {
			if (line.isBlank()) {
				continue;
			}
			boolean begins = NUMBERED.matcher(line).matches();
			if (records.isEmpty() || begins || !numbered) {
				records.add(line.strip());
				numbered = begins;
			}
			else {
				records.set(records.size() - 1, records.get(records.size() - 1) + "\n" + line.stripTrailing());
			}
		}
		return records;
	}

	private static @Nullable JsonObject parsed(String record) {
		Matcher number = NUMBERED.matcher(record);
		String text = number.matches() ? number.group(1) : record;
		JsonObject item = json(text);
		if (item != null) {
			return item;
		}
		int colon = text.indexOf(':');
		String role = ((colon < 0) ? text : text.substring(0, colon)).strip();
		String content = (colon < 0) ? "" : text.substring(colon + 1).strip();
		if (role.isEmpty() || (colon < 0 && !isBareRole(role))) {
			return null;
		}
		Matcher named = NAMED.matcher(role);
		boolean hasName = named.matches() && !named.group(2).isBlank();
		String name = hasName ? named.group(2).strip() : "";
		String bare = hasName ? named.group(1).strip() : role;
		JsonObject legacy = (content.isEmpty() || ROLES.contains(bare)) ? null : json(content);
		if (legacy != null) {
			return legacy.with("type", bare);
		}
		JsonObject.Builder message = JsonObject.builder().put("role", bare.isEmpty() ? "developer" : bare);
		if (hasName) {
			message.put("name", name);
		}
		return message.put("content", content).build();
	}

	private static boolean isBareRole(String text) {
		Matcher named = NAMED.matcher(text);
		return ROLES.contains(named.matches() ? named.group(1).strip() : text);
	}

	private static @Nullable JsonObject json(String text) {
		try {
			return (PythonJson.parse(text) instanceof JsonObject item) ? item.without("provider_data") : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
