package io.mockagents.python;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.JiterParser.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Holds values to a JSON schema as the pydantic model does from which the SDK would have
 * made that schema: values are converted where pydantic converts them, fields come in the
 * order of the schema, fields it does not know are dropped, and problems are reported in
 * pydantic's words. A part of the schema that is not understood takes any value.
 */
public final class SchemaValidator {

	private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes", "on");

	private static final Set<String> FALSE = Set.of("0", "f", "false", "n", "no", "off");

	private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+(_\\d+)*(\\.0+)?");

	private static final Pattern NUMBER = Pattern
		.compile("[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?");

	private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity", "+inf", "-inf", "+infinity",
			"-infinity", "+nan", "-nan");

	/** The first number that is too large for a float to be taken as an integer. */
	private static final BigDecimal TOO_LARGE = new BigDecimal(BigInteger.ONE.shiftLeft(63));

	private final String title;

	private final JsonObject schema;

	/** Whether the value is JSON, whose kinds pydantic names otherwise than Python's. */
	private final boolean json;

	private final boolean strict;

	/**
	 * Whether the value is checked as the API checks the output of a model: nothing is
	 * converted, and places are JSON paths.
	 */
	private final boolean exact;

	/**
	 * Whether the outermost object is a typed dictionary, not a model.
	 */
	private final boolean typedDict;

	private final List<Problem> problems = new ArrayList<>();

	private SchemaValidator(String title, JsonObject schema, boolean json, boolean strict, boolean exact) {
		this(title, schema, json, strict, exact, false);
	}

	private SchemaValidator(String title, JsonObject schema, boolean json, boolean strict, boolean exact,
			boolean typedDict) {
		this.typedDict = typedDict;
		this.title = title;
		this.schema = schema;
		this.json = json;
		this.strict = strict;
		this.exact = exact;
	}

	/**
	 * Validate a text, as {@code TypeAdapter.validate_json} of a model.
	 * @param title the name of the model
	 * @param schema its schema
	 * @param text the JSON text
	 * @param strict whether nothing is converted
	 * @return the value
	 * @throws ValidationException if the text is not JSON or does not fit
	 */
	public static @Nullable Object validateJson(String title, JsonObject schema, String text, boolean strict)
			throws ValidationException {
		return new SchemaValidator(title, schema, true, strict, false).validateJson(text);
	}

	/**
	 * Validate a text, as {@code TypeAdapter.validate_json} of a typed dictionary.
	 * @param title the name of the dictionary
	 * @param schema its schema
	 * @param text the JSON text
	 * @param strict whether nothing is converted
	 * @return the value
	 * @throws ValidationException if the text is not JSON or does not fit
	 */
	public static JsonObject validateTypedDict(String title, JsonObject schema, String text, boolean strict)
			throws ValidationException {
		Object validated = new SchemaValidator(title, schema, true, strict, false, true).validateJson(text);
		return (validated instanceof JsonObject object) ? object : JsonObject.of();
	}

	private @Nullable Object validateJson(String text) throws ValidationException {
		try {
			return validate(JiterParser.parse(text));
		}
		catch (InvalidJsonException ex) {
			problem("", text, "json_invalid", "Invalid JSON: " + ex.getMessage());
			throw failure();
		}
	}

	/**
	 * Validate the arguments of a call, as {@code Model(**arguments)}.
	 * @param schema the schema of the arguments, whose title names the model
	 * @param arguments the arguments
	 * @return the arguments as the model has them
	 * @throws ValidationException if they do not fit
	 */
	public static JsonObject validateArguments(JsonObject schema, JsonObject arguments) throws ValidationException {
		Object title = schema.get("title");
		SchemaValidator validator = new SchemaValidator((title instanceof String name) ? name : "", schema, false,
				false, false);
		return (validator.validate(arguments) instanceof JsonObject validated) ? validated : arguments;
	}

	/**
	 * Return what the arguments of a call have that the API would not let a model write.
	 * @param schema the schema of the arguments
	 * @param text the arguments as they are sent
	 * @return for each problem the JSON path, what is expected there, and the value
	 */
	public static List<String> mismatches(JsonObject schema, String text) {
		SchemaValidator validator = new SchemaValidator("", schema, true, true, true);
		try {
			validator.validate(schema, text.isEmpty() ? JsonObject.of() : JsonCodec.parse(text), "$");
		}
		catch (IllegalArgumentException ex) {
			return List.of("$: expected JSON, but is " + Problem.json(text));
		}
		return validator.problems.stream().map(Problem::asMismatch).toList();
	}

	private @Nullable Object validate(@Nullable Object value) throws ValidationException {
		Object validated = validate(this.schema, value, "");
		if (!this.problems.isEmpty()) {
			throw failure();
		}
		return validated;
	}

	private ValidationException failure() {
		StringBuilder text = new StringBuilder().append(this.problems.size())
			.append((this.problems.size() == 1) ? " validation error for " : " validation errors for ")
			.append(this.title);
		this.problems.forEach((problem) -> problem.appendTo(text));
		return new ValidationException(text.toString(),
				String.join("; ", this.problems.stream().map(Problem::asReason).toList()));
	}

	private void problem(String location, @Nullable Object input, String type, String message) {
		this.problems.add(new Problem(location, input, type, message));
	}

	private @Nullable Object validate(JsonObject declared, @Nullable Object value, String location) {
		JsonObject schema = resolve(declared);
		if (schema.get("enum") instanceof List<?> values) {
			return oneOf(values, (schema != declared) ? "enum" : "literal_error", value, location);
		}
		if (schema.containsKey("const")) {
			return oneOf(Arrays.asList(schema.get("const")), "literal_error", value, location);
		}
		if (schema.get("anyOf") instanceof List<?>) {
			return anyOf(schema.objects("anyOf"), value, location);
		}
		if (this.exact && schema.get("type") instanceof List<?> types) {
			return anyOf(types.stream().map((type) -> schema.with("type", type)).toList(), value, location);
		}
		if (!(schema.get("type") instanceof String type)) {
			return value;
		}
		return switch (type) {
			case "object" ->
				schema.containsKey("properties") ? model(schema, value, location) : dictionary(schema, value, location);
			case "array" -> array(schema, value, location);
			case "string" -> string(schema, value, location);
			case "integer" -> bounded(schema, integer(value, location), value, location);
			case "number" -> bounded(schema, number(value, location), value, location);
			case "boolean" -> bool(value, location);
			case "null" -> none(value, location);
			default -> value;
		};
	}

	/**
	 * Return the schema that a reference stands for.
	 */
	private JsonObject resolve(JsonObject declared) {
		if (!(declared.get("$ref") instanceof String reference)) {
			return declared;
		}
		JsonObject definitions = this.schema.objectOrNull("$defs");
		String name = reference.substring(reference.lastIndexOf('/') + 1);
		JsonObject found = (definitions != null) ? definitions.objectOrNull(name) : null;
		return (found != null) ? found : JsonObject.of();
	}

	private @Nullable Object oneOf(List<?> values, String type, @Nullable Object value, String location) {
		if (values.contains(value)) {
			return value;
		}
		if (!this.strict && !this.exact) {
			Object number = number(value, type.equals("enum"));
			for (Object member : values) {
				if (number != null && number.equals(numeric(member))) {
					return member;
				}
			}
		}
		StringBuilder expected = new StringBuilder("Input should be ");
		for (int i = 0; i < values.size(); i++) {
			expected.append((i == 0) ? "" : (i == values.size() - 1) ? " or " : ", ")
				.append(PythonText.repr(values.get(i)));
		}
		problem(location, value, type, expected.toString());
		return value;
	}

	/**
	 * Return the number that a value is in Python where it is compared with others.
	 * @param texts whether a text is read as a number
	 */
	private static @Nullable BigDecimal number(@Nullable Object value, boolean texts) {
		if (value instanceof String text && texts && NUMBER.matcher(text).matches()) {
			return new BigDecimal(text.replace("_", "")).stripTrailingZeros();
		}
		return numeric(value);
	}

	private static @Nullable BigDecimal numeric(@Nullable Object value) {
		if (value instanceof Boolean bool) {
			return bool ? BigDecimal.ONE : BigDecimal.ZERO;
		}
		return (value instanceof Number number && Double.isFinite(number.doubleValue()))
				? new BigDecimal(value.toString()).stripTrailingZeros() : null;
	}

	/**
	 * The first member that takes the value as it is, otherwise the first that converts
	 * it. Problems of each member are reported, except where there is only one besides
	 * null.
	 */
	private @Nullable Object anyOf(List<JsonObject> members, @Nullable Object value, String location) {
		List<JsonObject> types = members.stream().filter((member) -> !"null".equals(member.get("type"))).toList();
		if (value == null && types.size() < members.size()) {
			return null;
		}
		if (types.size() == 1) {
			return validate(types.get(0), value, location);
		}
		for (boolean strictly : new boolean[] { true, this.strict }) {
			for (JsonObject type : types) {
				SchemaValidator trial = new SchemaValidator(this.title, this.schema, this.json, strictly, this.exact);
				Object validated = trial.validate(type, value, location);
				if (trial.problems.isEmpty()) {
					return validated;
				}
			}
		}
		if (this.exact) {
			problem(location, value, "union",
					"Input should be " + String.join(" or ", types.stream().map(this::label).toList()));
			return value;
		}
		for (JsonObject type : types) {
			validate(type, value, join(location, label(type)));
		}
		return value;
	}

	private String label(JsonObject declared) {
		JsonObject schema = resolve(declared);
		return switch (String.valueOf(schema.get("type"))) {
			case "string" -> "str";
			case "integer" -> "int";
			case "number" -> "float";
			case "boolean" -> "bool";
			case "array" -> "list[" + ((schema.get("items") instanceof JsonObject items) ? label(items) : "any") + "]";
			case "object" -> (schema.containsKey("properties") && schema.get("title") instanceof String name) ? name
					: "dict[str,any]";
			default -> "any";
		};
	}

	private String join(String location, Object element) {
		if (this.exact) {
			return location + ((element instanceof Integer) ? "[" + element + "]" : "." + element);
		}
		return location.isEmpty() ? String.valueOf(element) : location + "." + element;
	}

	private @Nullable Object model(JsonObject schema, @Nullable Object value, String location) {
		if (!(value instanceof JsonObject object)) {
			problem(location, value, (this.typedDict && location.isEmpty()) ? "dict_type" : "model_type",
					this.json ? "Input should be an object"
							: "Input should be a valid dictionary or instance of " + schema.get("title"));
			return value;
		}
		JsonObject.Builder validated = JsonObject.builder();
		JsonObject properties = schema.object("properties");
		for (int i = 0; i < properties.size(); i++) {
			String name = properties.keyAt(i);
			JsonObject property = (properties.valueAt(i) instanceof JsonObject declared) ? declared : JsonObject.of();
			String place = join(location, name);
			if (object.containsKey(name)) {
				validated.put(name, validate(property, object.get(name), place));
			}
			else if (property.containsKey("default")) {
				validated.put(name, property.get("default"));
			}
			else if (isOptionalParameter(property, location)) {
				validated.put(name, null);
			}
			else if (!this.exact) {
				problem(place, object, "missing", "Field required");
			}
		}
		checkNames(schema, object, location);
		return validated.build();
	}

	/**
	 * Return whether a property is a parameter of a function that may be null. It nearly
	 * always has the default {@code None}, which strict schemas do not show.
	 */
	private boolean isOptionalParameter(JsonObject property, String location) {
		return !this.json && !this.exact && location.isEmpty() && property.get("anyOf") instanceof List<?>
				&& property.objects("anyOf").stream().anyMatch((member) -> "null".equals(member.get("type")));
	}

	private @Nullable Object dictionary(JsonObject schema, @Nullable Object value, String location) {
		if (!(value instanceof JsonObject object)) {
			problem(location, value, "dict_type",
					this.json ? "Input should be an object" : "Input should be a valid dictionary");
			return value;
		}
		checkNames(schema, object, location);
		if (this.exact || !(schema.get("additionalProperties") instanceof JsonObject type)) {
			return object;
		}
		JsonObject.Builder validated = JsonObject.builder();
		object.forEach((key, entry) -> validated.put(key, validate(type, entry, join(location, key))));
		return validated.build();
	}

	/**
	 * Check that an object has all properties that it has to have, and no others.
	 */
	private void checkNames(JsonObject schema, JsonObject object, String location) {
		if (!this.exact) {
			return;
		}
		if (schema.get("required") instanceof List<?> required) {
			required.stream()
				.filter((name) -> !object.containsKey(name))
				.forEach((name) -> problem(join(location, String.valueOf(name)), object, "missing", "Field required"));
		}
		JsonObject properties = schema.objectOrNull("properties");
		object.forEach((name, value) -> {
			if (properties != null && properties.containsKey(name)) {
				return;
			}
			if (schema.get("additionalProperties") instanceof JsonObject type) {
				validate(type, value, join(location, name));
			}
			else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
				problem(join(location, name), value, "extra_forbidden", "Input should be "
						+ ((properties != null) ? "one of " + String.join(", ", properties.keySet()) : "absent"));
			}
		});
	}

	private @Nullable Object array(JsonObject schema, @Nullable Object value, String location) {
		if (!(value instanceof List<?> elements)) {
			problem(location, value, "list_type",
					this.json ? "Input should be a valid array" : "Input should be a valid list");
			return value;
		}
		List<@Nullable Object> validated = new ArrayList<>(elements.size());
		for (int i = 0; i < elements.size(); i++) {
			Object element = elements.get(i);
			validated.add((schema.get("items") instanceof JsonObject items)
					? validate(items, element, join(location, i)) : element);
		}
		if (schema.get("minItems") instanceof Integer least && elements.size() < least) {
			problem(location, value, "too_short",
					"List should have at least " + count(least, "item") + " after validation, not " + elements.size());
		}
		if (schema.get("maxItems") instanceof Integer most && elements.size() > most) {
			problem(location, value, "too_long",
					"List should have at most " + count(most, "item") + " after validation, not " + elements.size());
		}
		return validated;
	}

	private static String count(int count, String noun) {
		return count + " " + noun + ((count == 1) ? "" : "s");
	}

	private @Nullable Object string(JsonObject schema, @Nullable Object value, String location) {
		if (!this.exact && FormatCheck.knows(schema.get("format"))) {
			FormatCheck.Failure failure = FormatCheck.check(schema.string("format"), value, this.json, this.strict);
			if (failure != null) {
				problem(location, value, failure.type(), failure.message());
				return value;
			}
			return FormatCheck.written(schema.string("format"), Objects.requireNonNull(value));
		}
		if (!(value instanceof String string)) {
			problem(location, value, "string_type", "Input should be a valid string");
			return value;
		}
		int length = string.codePointCount(0, string.length());
		if (schema.get("minLength") instanceof Integer least && length < least) {
			problem(location, value, "string_too_short", "String should have at least " + count(least, "character"));
		}
		else if (schema.get("maxLength") instanceof Integer most && length > most) {
			problem(location, value, "string_too_long", "String should have at most " + count(most, "character"));
		}
		else if (schema.get("pattern") instanceof String pattern && !matches(pattern, string)) {
			problem(location, value, "string_pattern_mismatch", "String should match pattern '" + pattern + "'");
		}
		return value;
	}

	private static boolean matches(String pattern, String string) {
		try {
			return Pattern.compile(pattern).matcher(string).find();
		}
		catch (PatternSyntaxException ex) {
			return true;
		}
	}

	private @Nullable Object integer(@Nullable Object value, String location) {
		if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
			return value;
		}
		if (!this.strict && value instanceof Boolean bool) {
			return bool ? 1 : 0;
		}
		if (!this.strict && value instanceof Double) {
			problem(location, value, "finite_number", "Input should be a finite number");
			return null;
		}
		if (!this.strict && value instanceof BigDecimal decimal) {
			if (decimal.stripTrailingZeros().scale() > 0) {
				problem(location, value, "int_from_float",
						"Input should be a valid integer, got a number with a fractional part");
				return null;
			}
			if (decimal.abs().compareTo(TOO_LARGE) >= 0) {
				problem(location, value, "int_parsing_size",
						"Unable to parse input string as an integer, exceeded maximum size");
				return null;
			}
			return JsonObject.normalize(decimal.toBigInteger());
		}
		if (!this.strict && value instanceof String string) {
			String text = string.strip();
			if (INTEGER.matcher(text).matches()) {
				int point = text.indexOf('.');
				return JsonObject.normalize(new BigInteger(
						((point < 0) ? text : text.substring(0, point)).replace("_", "").replace("+", "")));
			}
			problem(location, value, "int_parsing",
					"Input should be a valid integer, unable to parse string as an integer");
			return null;
		}
		problem(location, value, "int_type", "Input should be a valid integer");
		return null;
	}

	private @Nullable Object number(@Nullable Object value, String location) {
		if (value instanceof Double || value instanceof BigDecimal) {
			return value;
		}
		if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
			return JsonObject.normalize(((Number) value).doubleValue());
		}
		if (!this.strict && value instanceof Boolean bool) {
			return BigDecimal.valueOf(bool ? 10 : 0, 1);
		}
		if (!this.strict && value instanceof String string) {
			String text = string.strip();
			if (NUMBER.matcher(text).matches()) {
				return JsonObject.normalize(Double.parseDouble(text.replace("_", "")));
			}
			if (NOT_FINITE.contains(text.toLowerCase(Locale.ROOT))) {
				return text.toLowerCase(Locale.ROOT).contains("nan") ? Double.NaN
						: text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
			}
			problem(location, value, "float_parsing",
					"Input should be a valid number, unable to parse string as a number");
			return null;
		}
		problem(location, value, "float_type", "Input should be a valid number");
		return null;
	}

	private @Nullable Object bounded(JsonObject schema, @Nullable Object number, @Nullable Object value,
			String location) {
		if (!(number instanceof Number) || number instanceof Double) {
			return number;
		}
		BigDecimal decimal = new BigDecimal(number.toString());
		Bound[] bounds = { new Bound("multipleOf", "multiple_of", "a multiple of"),
				new Bound("maximum", "less_than_equal", "less than or equal to"),
				new Bound("exclusiveMaximum", "less_than", "less than"),
				new Bound("minimum", "greater_than_equal", "greater than or equal to"),
				new Bound("exclusiveMinimum", "greater_than", "greater than") };
		for (Bound bound : bounds) {
			if (schema.get(bound.keyword()) instanceof Number limit
					&& !bound.holds(decimal, new BigDecimal(limit.toString()))) {
				problem(location, value, bound.type(),
						"Input should be " + bound.text() + " " + PythonText.repr(limit));
				break;
			}
		}
		return number;
	}

	private @Nullable Object bool(@Nullable Object value, String location) {
		if (value instanceof Boolean) {
			return value;
		}
		Boolean converted = null;
		if (!this.strict && value instanceof String string) {
			String word = string.toLowerCase(Locale.ROOT);
			converted = TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
		}
		else if (!this.strict && isWhole(value)) {
			BigDecimal number = new BigDecimal(Objects.toString(value));
			converted = (number.signum() == 0) ? Boolean.FALSE
					: (number.compareTo(BigDecimal.ONE) == 0) ? Boolean.TRUE : null;
		}
		else {
			problem(location, value, "bool_type", "Input should be a valid boolean");
			return null;
		}
		if (converted == null) {
			problem(location, value, "bool_parsing", "Input should be a valid boolean, unable to interpret input");
		}
		return converted;
	}

	private static boolean isWhole(@Nullable Object value) {
		return value instanceof Integer || value instanceof Long || (value instanceof BigDecimal decimal
				&& decimal.stripTrailingZeros().scale() <= 0 && decimal.abs().compareTo(TOO_LARGE) < 0);
	}

	private @Nullable Object none(@Nullable Object value, String location) {
		if (value != null) {
			problem(location, value, "none_required", this.json ? "Input should be null" : "Input should be None");
		}
		return null;
	}

	/**
	 * A limit that a number has to keep.
	 */
	private record Bound(String keyword, String type, String text) {

		boolean holds(BigDecimal number, BigDecimal limit) {
			return switch (this.keyword) {
				case "multipleOf" -> limit.signum() == 0 || number.remainder(limit).signum() == 0;
				case "maximum" -> number.compareTo(limit) <= 0;
				case "exclusiveMaximum" -> number.compareTo(limit) < 0;
				case "minimum" -> number.compareTo(limit) >= 0;
				default -> number.compareTo(limit) > 0;
			};
		}

	}

	/**
	 * A problem at one place.
	 */
	private record Problem(String location, @Nullable Object input, String type, String message) {

		private static final int MOST_BYTES = 50;

		private static final int SHOWN = 80;

		private static final String SHOULD_BE = "Input should be ";

		/**
		 * Return where something else is expected, what, and what there is.
		 */
		String asMismatch() {
			if (this.type.equals("missing")) {
				return this.location + ": expected a value, but it is missing";
			}
			if (this.type.equals("extra_forbidden")) {
				return this.location + ": no such property, expected " + this.message.substring(SHOULD_BE.length())
						+ ", but is " + json(this.input);
			}
			return this.location
					+ ": " + (this.message.startsWith(SHOULD_BE)
							? "expected " + this.message.substring(SHOULD_BE.length()) : this.message)
					+ ", but is " + json(this.input);
		}

		String asReason() {
			return this.location.isEmpty() ? this.message : this.location + ": " + this.message;
		}

		static String json(@Nullable Object value) {
			String json = JsonCodec.write(value);
			if (json.length() <= SHOWN) {
				return json;
			}
			int end = Character.isHighSurrogate(json.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
			return json.substring(0, end) + "...";
		}

		void appendTo(StringBuilder text) {
			if (!this.location.isEmpty()) {
				text.append('\n').append(this.location);
			}
			text.append("\n  ")
				.append(this.message)
				.append(" [type=")
				.append(this.type)
				.append(", input_value=")
				.append(shortened(PythonText.repr(this.input)))
				.append(", input_type=")
				.append(PythonText.typeName(this.input))
				.append("]\n    For further information visit https://errors.pydantic.dev/2.13/v/")
				.append(this.type);
		}

		/**
		 * Return the start and the end of a text that is longer than 50 bytes.
		 */
		private static String shortened(String repr) {
			byte[] bytes = repr.getBytes(StandardCharsets.UTF_8);
			if (bytes.length <= MOST_BYTES) {
				return repr;
			}
			int end = MOST_BYTES / 2;
			while (isContinuation(bytes[end])) {
				end--;
			}
			int start = bytes.length - (MOST_BYTES / 2 - 1);
			while (isContinuation(bytes[start])) {
				start++;
			}
			return new String(bytes, 0, end, StandardCharsets.UTF_8) + "..."
					+ new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
		}

		private static boolean isContinuation(byte value) {
			return (value & 0xC0) == 0x80;
		}

	}

	/**
	 * A value does not fit: {@code ValidationError} of pydantic, with its text.
	 */
	public static final class ValidationException extends Exception {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String reason;

		ValidationException(String message, String reason) {
			super(message);
			this.reason = reason;
		}

		/**
		 * Return where the value does not fit and why, on one line.
		 * @return where the value does not fit and why, on one line
		 */
		public String reason() {
			return this.reason;
		}

	}

}
