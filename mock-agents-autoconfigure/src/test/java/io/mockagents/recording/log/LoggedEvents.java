package io.mockagents.recording.log;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonText;
import io.mockagents.python.PythonValue;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of a log, found without the reader: every line {@code Event Data:}, in
 * order.
 */
final class LoggedEvents {

	private static final String DATA = " - Event Data: ";

	private LoggedEvents() {
	}

	/**
	 * Return the events as Python printed them.
	 */
	static List<String> of(String log) {
		List<String> events = new ArrayList<>();
		for (String line : log.split("\n")) {
			if (line.startsWith(DATA, "2026-11-22 06:59:48,328".length())) {
				String json = line.substring(line.indexOf(DATA) + DATA.length());
				events.add(String.valueOf(JsonCodec.parse(json)));
			}
		}
		return events;
	}

	/**
	 * Print an event as Python does: its values are those of our event, the names of
	 * Python's classes and what only Python knows of agents are those of the recorded
	 * one.
	 */
	static String repr(JsonObject event, String recorded) {
		StringBuilder text = new StringBuilder();
		append(text, PythonValue.parse(recorded), event);
		return text.toString();
	}

	private static void append(StringBuilder text, PythonValue shape, @Nullable Object value) {
		if (shape instanceof PythonValue.Call call && value instanceof JsonObject object) {
			boolean agent = "Agent".equals(object.get("_type"));
			List<String> keys = agent ? List.copyOf(call.fields().keySet()) : List.copyOf(object.keySet());
			text.append(call.name()).append('(');
			String separator = "";
			for (String key : keys) {
				text.append(separator).append(key).append('=');
				PythonValue field = call.fields().getOrDefault(key, new PythonValue.None());
				append(text, field, (agent && !List.of("name", "model", "instructions").contains(key)) ? field.toJson()
						: object.get(key));
				separator = ", ";
			}
			text.append(')');
			if (agent && call.fields().get("tools") instanceof PythonValue.Sequence tools) {
				assertThat(object.array("tools")).hasSameSizeAs(tools.elements());
			}
		}
		else if (shape instanceof PythonValue.Dict dict && value instanceof JsonObject object) {
			text.append('{');
			String separator = "";
			for (String key : object.keySet()) {
				text.append(separator).append(PythonText.repr(key)).append(": ");
				append(text, dict.entries().getOrDefault(new PythonValue.Str(key), new PythonValue.None()),
						object.get(key));
				separator = ", ";
			}
			text.append('}');
		}
		else if (shape instanceof PythonValue.Sequence sequence && value instanceof List<?> list) {
			text.append('[');
			for (int i = 0; i < list.size(); i++) {
				text.append((i > 0) ? ", " : "");
				append(text, (i < sequence.elements().size()) ? sequence.elements().get(i) : new PythonValue.None(),
						list.get(i));
			}
			text.append(']');
		}
		else if (shape instanceof PythonValue.Opaque opaque) {
			text.append(opaque.text());
		}
		else if (shape instanceof PythonValue.Member member) {
			text.append('<').append(member.name()).append(": ").append(PythonText.repr(value)).append('>');
		}
		else {
			text.append(PythonText.repr(value));
		}
	}

}
