package io.mockagents.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.Shape.Model;
import io.mockagents.model.Shape.Pass;
import io.mockagents.model.Shape.Scalar;
import io.mockagents.model.Shape.Union;
import org.jspecify.annotations.Nullable;

/**
 * Gives data of the Responses API the form it has after the openai client for Python has
 * read it: what {@code model_dump()} returns. Fields come in the order of the client's
 * models, those that are missing are {@code null}, integers are floats where the client
 * says so ({@code created_at}), and keys that the client does not know follow at the end,
 * in their own order.
 * <p>
 * As in the client, nothing is refused. A type that the client does not know takes the
 * form of the first type it knows at that place, with its own fields among the unknown
 * keys. Values that are untyped in the client, such as a tool's {@code parameters}, stay
 * as they are.
 * <p>
 * Instances are immutable and may be used by any thread. A value that already has the
 * right form is returned as is.
 */
public final class ResponseShapes {

	private static final Map<SdkProfile, ResponseShapes> LOADED = new ConcurrentHashMap<>();

	private final Shape event;

	private final Shape response;

	private final Shape outputItem;

	private final List<String> requestFields;

	private ResponseShapes(Shape event, Shape response, Shape outputItem, List<String> requestFields) {
		this.event = event;
		this.response = response;
		this.outputItem = outputItem;
		this.requestFields = requestFields;
	}

	/**
	 * Return the shapes of a profile. They are read once.
	 * @param profile the profile
	 * @return its shapes, always the same instance
	 */
	public static ResponseShapes of(SdkProfile profile) {
		ResponseShapes loaded = LOADED.get(profile);
		return (loaded != null) ? loaded : LOADED.computeIfAbsent(profile, (key) -> load(key.openai() + ".json"));
	}

	/**
	 * Return the data of a raw response event, as {@code event.data.model_dump()}.
	 * @param wire the data of a frame of the response stream
	 * @return the data of the event
	 */
	public JsonObject event(JsonObject wire) {
		return dump(this.event, wire, true);
	}

	/**
	 * Return an item of a response's output, as {@code item.model_dump()}. This is the
	 * {@code raw_item} of an event.
	 * @param wire the item, as it is in the {@code output} of a response
	 * @return the item
	 */
	public JsonObject outputItem(JsonObject wire) {
		return dump(this.outputItem, wire, true);
	}

	/**
	 * Return an item of a response's output, as
	 * {@code item.model_dump(exclude_unset=True)}: without the fields that the wire does
	 * not have. The SDK sends items in this form with the next request and stores them in
	 * sessions.
	 * @param wire the item, as it is in the {@code output} of a response; not its full
	 * dump, whose nulls would count as set
	 * @return the item
	 */
	public JsonObject outputItemAsInput(JsonObject wire) {
		return dump(this.outputItem, wire, false);
	}

	/**
	 * Return a response that was not streamed, as {@code response.model_dump()}.
	 * @param wire the body of the response
	 * @return the response
	 */
	public JsonObject response(JsonObject wire) {
		return dump(this.response, wire, true);
	}

	/**
	 * Return the fields that the client puts into a request.
	 * @return the names, in the client's order
	 */
	List<String> requestFields() {
		return this.requestFields;
	}

	private static JsonObject dump(Shape shape, JsonObject wire, boolean everything) {
		return (shape.construct(wire, new Pass(everything)) instanceof JsonObject object) ? object : wire;
	}

	private static ResponseShapes load(String resource) {
		try (InputStream stream = ResponseShapes.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalStateException(
						"The shapes '" + resource + "' are missing beside " + ResponseShapes.class);
			}
			return new Loader(JsonCodec.parseObject(stream.readAllBytes())).load();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads the files that {@code openai_shapes.py} writes, which also says what they
	 * hold.
	 */
	private static final class Loader {

		private static final Map<String, Shape> SCALARS = Map.of("any", new Scalar(Scalar.Kind.ANY), "null",
				new Scalar(Scalar.Kind.NULL), "str", new Scalar(Scalar.Kind.STR), "int", new Scalar(Scalar.Kind.INT),
				"float", new Scalar(Scalar.Kind.FLOAT), "bool", new Scalar(Scalar.Kind.BOOL));

		private final JsonObject source;

		private final Map<String, Model> models = new LinkedHashMap<>();

		private final Map<Object, Shape> shapes = new HashMap<>();

		private final List<Union> unions = new ArrayList<>();

		Loader(JsonObject source) {
			this.source = source;
		}

		ResponseShapes load() {
			JsonObject definitions = this.source.object("models");
			definitions.keySet().forEach((name) -> this.models.put(name, new Model(name)));
			this.models.forEach((name, model) -> model.define(fields(definitions.array(name))));
			JsonObject roots = this.source.object("roots");
			ResponseShapes loaded = new ResponseShapes(shape(roots.get("event")), shape(roots.get("response")),
					shape(roots.get("outputItem")),
					this.source.array("request").stream().map(String::valueOf).toList());
			this.unions.forEach(Union::link);
			return loaded;
		}

		private List<Model.Field> fields(List<@Nullable Object> entries) {
			List<Model.Field> fields = new ArrayList<>();
			for (Object entry : entries) {
				List<?> field = (List<?>) entry;
				String name = String.valueOf(field.get(0)).intern();
				JsonObject options = (field.size() > 2 && field.get(2) instanceof JsonObject object) ? object
						: JsonObject.of();
				String alias = options.stringOrNull("alias");
				fields.add(new Model.Field(name, (alias != null) ? alias.intern() : name, shape(field.get(1)),
						!options.containsKey("default"), options.get("default")));
			}
			return fields;
		}

		private Shape shape(@Nullable Object type) {
			Shape shape = (type instanceof String name) ? SCALARS.get(name) : null;
			if (shape == null && type instanceof String name && name.startsWith("#")) {
				shape = this.models.get(name.substring(1));
			}
			if (shape == null && type instanceof List<?> parts && !parts.isEmpty()) {
				shape = this.shapes.get(parts);
				if (shape == null) {
					shape = composed(String.valueOf(parts.get(0)), parts.subList(1, parts.size()));
					this.shapes.put(parts, shape);
				}
			}
			if (shape == null) {
				throw new IllegalStateException(
						"Unknown type " + type + " in the shapes of " + this.source.get("client"));
			}
			return shape;
		}

		private Shape composed(String kind, List<?> parts) {
			switch (kind) {
				case "literal" -> {
					Set<String> values = new LinkedHashSet<>();
					parts.forEach((value) -> values.add(String.valueOf(value)));
					return new Shape.Literal(Collections.unmodifiableSet(values));
				}
				case "list" -> {
					return new Shape.Array(shape(parts.get(0)));
				}
				case "map" -> {
					return new Shape.Dictionary(shape(parts.get(0)));
				}
				default -> {
					String discriminator = kind.startsWith("union:") ? kind.substring("union:".length()) : null;
					if (discriminator == null && !kind.equals("union")) {
						throw new IllegalStateException("Unknown kind of type " + kind);
					}
					List<Shape> members = new ArrayList<>();
					parts.forEach((member) -> members.add(shape(member)));
					Union union = new Union(List.copyOf(members), discriminator);
					this.unions.add(union);
					return union;
				}
			}
		}

	}

}
