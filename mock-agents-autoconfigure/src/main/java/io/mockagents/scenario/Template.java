package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import io.mockagents.python.PythonText;
import io.mockagents.wire.Deltas;
import org.jspecify.annotations.Nullable;

/**
 * A text or a JSON value of a scenario, with placeholders that are filled in when it is
 * played:
 * <ul>
 * <li><code>${input}</code>: the text of the user's last message;</li>
 * <li><code>${agent.name}</code>, <code>${agent.model}</code>: the agent whose turn it
 * is;</li>
 * <li><code>${turn}</code>: the number of the turn, from 1;</li>
 * <li><code>${iteration}</code>: the application's count of runs for one request, from
 * 0;</li>
 * <li><code>${session.id}</code>: the id of the session;</li>
 * <li><code>${context}</code>, <code>${context.user.name}</code>: the application's own
 * object, or what it contains: keys of maps, components of records and positions in
 * lists;</li>
 * <li><code>${outputs.submit_patch}</code>,
 * <code>${outputs.submit_patch.approved}</code>: what the last call of a tool in an
 * earlier turn gave, or a field of it;</li>
 * <li><code>${patch.comment('Says hello')}</code>, and likewise {@code docstring},
 * {@code blank_line} and {@code insert}: a unified diff of the Python code in the newest
 * message of the user that contains a fenced code block, or of what
 * {@code source=context.code} names.</li>
 * </ul>
 * <code>${name:-text}</code> falls back to the text if there is no value, and
 * <code>$${</code> stands for <code>${</code> itself. In a text, values are written as
 * Python's {@code str()} writes them. In a JSON value, a string that is one placeholder
 * and nothing else takes the value as it is.
 * <p>
 * Nothing is evaluated: a placeholder can only name data.
 */
public final class Template {

	private final @Nullable Object source;

	private final Part root;

	private final boolean json;

	private final List<Placeholder> placeholders;

	private final @Nullable Deltas constantDeltas;

	private Template(@Nullable Object source, Part root, boolean json) {
		this.source = source;
		this.root = root;
		this.json = json;
		List<Placeholder> placeholders = new ArrayList<>();
		root.visit(placeholders::add);
		this.placeholders = List.copyOf(placeholders);
		this.constantDeltas = (root instanceof Constant constant) ? deltas(constant.value()) : null;
	}

	/**
	 * Return a template of a text.
	 * @param source the text
	 * @return the template
	 * @throws IllegalArgumentException if the text contains an invalid placeholder
	 */
	public static Template text(String source) {
		return new Template(source, parse(source, false), false);
	}

	/**
	 * Return a template of a text without placeholders: what looks like one is text.
	 * @param text the text
	 * @return the template
	 */
	public static Template literal(String text) {
		return text(text.replace("${", "$${"));
	}

	/**
	 * Return a template of a JSON value.
	 * @param source the value, of a form that {@link JsonObject#normalize(Object)} takes
	 * @return the template
	 * @throws IllegalArgumentException if a string in it contains an invalid placeholder
	 */
	public static Template json(@Nullable Object source) {
		Object normalized = JsonObject.normalize(source);
		return new Template(normalized, part(normalized), true);
	}

	/**
	 * Return the text or value with its placeholders.
	 * @return the text or value
	 */
	public @Nullable Object source() {
		return this.source;
	}

	/**
	 * Return whether this is a template of a text, and not of a JSON value.
	 */
	boolean isText() {
		return !this.json;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Template template && this.json == template.json
				&& SameJson.is(this.source, template.source);
	}

	@Override
	public int hashCode() {
		return this.json ? 1 : Objects.hashCode(this.source);
	}

	boolean isConstant() {
		return this.root instanceof Constant;
	}

	@Nullable Object constant() {
		return ((Constant) this.root).value();
	}

	List<Placeholder> placeholders() {
		return this.placeholders;
	}

	/**
	 * Return the text or value with its placeholders filled in.
	 */
	@Nullable Object render(PlaceholderScope scope) {
		return this.root.render(scope);
	}

	/**
	 * Return the text, or the value as JSON, in the pieces in which it is streamed.
	 */
	Deltas deltas(PlaceholderScope scope) {
		return (this.constantDeltas != null) ? this.constantDeltas : deltas(this.root.render(scope));
	}

	private Deltas deltas(@Nullable Object value) {
		return Deltas.of(this.json ? JsonCodec.write(value) : String.valueOf(value));
	}

	@Override
	public String toString() {
		return String.valueOf(this.source);
	}

	private static Part part(@Nullable Object value) {
		if (value instanceof String text) {
			return parse(text, true);
		}
		if (value instanceof List<?> list) {
			List<Part> parts = new ArrayList<>(list.size());
			list.forEach((element) -> parts.add(part(element)));
			ArrayPart array = new ArrayPart(parts);
			return parts.stream().allMatch(Constant.class::isInstance) ? new Constant(array.render(null)) : array;
		}
		if (value instanceof JsonObject object) {
			String[] keys = new String[object.size()];
			List<Part> parts = new ArrayList<>(keys.length);
			for (int i = 0; i < keys.length; i++) {
				keys[i] = object.keyAt(i);
				parts.add(part(object.valueAt(i)));
			}
			ObjectPart members = new ObjectPart(keys, parts);
			return parts.stream().allMatch(Constant.class::isInstance) ? new Constant(members.render(null)) : members;
		}
		return new Constant(value);
	}

	private static Part parse(String source, boolean json) {
		List<Object> pieces = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int at = 0;
		while (at < source.length()) {
			if (source.startsWith("$${", at)) {
				literal.append("${");
				at += 3;
			}
			else if (source.startsWith("${", at)) {
				PlaceholderReader reader = new PlaceholderReader(source, at + 2);
				Placeholder placeholder = reader.read();
				if (!literal.isEmpty()) {
					pieces.add(literal.toString());
					literal.setLength(0);
				}
				pieces.add(placeholder);
				at = reader.end();
			}
			else {
				literal.append(source.charAt(at++));
			}
		}
		if (pieces.isEmpty()) {
			return new Constant(literal.toString());
		}
		if (!literal.isEmpty()) {
			pieces.add(literal.toString());
		}
		if (json && pieces.size() == 1 && pieces.get(0) instanceof Placeholder placeholder) {
			return new ValuePart(placeholder);
		}
		return new TextPart(pieces);
	}

	/**
	 * A part of a template. Constant parts need no scope.
	 */
	private sealed interface Part {

		@Nullable Object render(@Nullable PlaceholderScope scope);

		void visit(Consumer<Placeholder> visitor);

	}

	private record Constant(@Nullable Object value) implements Part {

		@Override
		public @Nullable Object render(@Nullable PlaceholderScope scope) {
			return this.value;
		}

		@Override
		public void visit(Consumer<Placeholder> visitor) {
		}

	}

	private record TextPart(List<Object> pieces) implements Part {

		@Override
		public Object render(@Nullable PlaceholderScope scope) {
			StringBuilder text = new StringBuilder();
			for (Object piece : this.pieces) {
				text.append((piece instanceof Placeholder placeholder)
						? PythonText.str(PlaceholderScope.require(scope).text(placeholder)) : piece);
			}
			return text.toString();
		}

		@Override
		public void visit(Consumer<Placeholder> visitor) {
			for (Object piece : this.pieces) {
				if (piece instanceof Placeholder placeholder) {
					visitor.accept(placeholder);
				}
			}
		}

	}

	private record ValuePart(Placeholder placeholder) implements Part {

		@Override
		public @Nullable Object render(@Nullable PlaceholderScope scope) {
			return PlaceholderScope.require(scope).json(this.placeholder);
		}

		@Override
		public void visit(Consumer<Placeholder> visitor) {
			visitor.accept(this.placeholder);
		}

	}

	private record ArrayPart(List<Part> parts) implements Part {

		@Override
		public Object render(@Nullable PlaceholderScope scope) {
			List<@Nullable Object> elements = new ArrayList<>(this.parts.size());
			for (Part part : this.parts) {
				elements.add(part.render(scope));
			}
			return Collections.unmodifiableList(elements);
		}

		@Override
		public void visit(Consumer<Placeholder> visitor) {
			this.parts.forEach((part) -> part.visit(visitor));
		}

	}

	@SuppressWarnings("ArrayRecordComponent")
	private record ObjectPart(String[] keys, List<Part> parts) implements Part {

		@Override
		public Object render(@Nullable PlaceholderScope scope) {
			@Nullable Object[] values = new Object[this.keys.length];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.parts.get(i).render(scope);
			}
			return JsonObject.ofShared(this.keys, values);
		}

		@Override
		public void visit(Consumer<Placeholder> visitor) {
			this.parts.forEach((part) -> part.visit(visitor));
		}

	}

}
