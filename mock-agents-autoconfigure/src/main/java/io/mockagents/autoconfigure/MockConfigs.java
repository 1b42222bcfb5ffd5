package io.mockagents.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mockagents.autoconfigure.MockConfigsKey.Type;
import io.mockagents.json.Excerpt;
import io.mockagents.mock.LiveRuns;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON of {@code OPENAI_MOCK_CONFIGS} and gives the {@code mock-agents.*}
 * properties it stands for.
 */
final class MockConfigs {

	/**
	 * The name of the variable.
	 */
	static final String NAME = "OPENAI_MOCK_CONFIGS";

	private static final int MAX_LENGTH = 65_536;

	private static final int MAX_SHOWN = 63;

	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(8)
			.maxStringLength(4096)
			.maxNameLength(256)
			.maxNumberLength(100)
			.build())
		.build();

	private final String text;

	private final Origin source;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final Map<String, Origin> origins = new LinkedHashMap<>();

	private MockConfigs(String text, Origin source) {
		this.text = text;
		this.source = source;
	}

	/**
	 * Read a value of the variable.
	 * @param text the value, not blank
	 * @param source where it comes from
	 * @return the properties it stands for
	 * @throws MockAgentsConfigurationException if it is not valid
	 */
	static MockConfigsPropertySource read(String text, Origin source) {
		MockConfigs configs = new MockConfigs(text, source);
		configs.read();
		return new MockConfigsPropertySource(configs.properties, configs.origins);
	}

	private void read() {
		if (this.text.length() > MAX_LENGTH) {
			throw malformed("it has " + this.text.length() + " characters, and " + MAX_LENGTH + " are allowed", null);
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), this.text)) {
			JsonToken first = parser.nextToken();
			if (first == JsonToken.VALUE_TRUE || first == JsonToken.VALUE_FALSE) {
				put(MockConfigsKey.USE_OPENAI_MOCKS.property(), first == JsonToken.VALUE_TRUE, this.source);
			}
			else if (first == JsonToken.START_OBJECT) {
				readObject(parser);
			}
			else {
				throw malformed("it must be a JSON object, true or false, and is " + kind(first),
						parser.currentTokenLocation());
			}
			if (parser.nextToken() != null) {
				throw malformed("it has content after its end", parser.currentTokenLocation());
			}
		}
		catch (JacksonException ex) {
			throw malformed(reason(ex), ex.getLocation());
		}
	}

	private void readObject(JsonParser parser) {
		put(MockConfigsKey.USE_OPENAI_MOCKS.property(), true, this.source);
		Set<MockConfigsKey> seen = EnumSet.noneOf(MockConfigsKey.class);
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			TokenStreamLocation position = parser.currentTokenLocation();
			MockConfigsKey key = MockConfigsKey.find(name);
			if (key == null) {
				parser.nextToken();
				throw unknown(name, position, skip(parser));
			}
			if (!seen.add(key)) {
				parser.nextToken();
				throw InvalidSetting.of(origin(key, position), skip(parser), "is duplicated");
			}
			parser.nextToken();
			readValue(key, parser);
		}
	}

	private void readValue(MockConfigsKey key, JsonParser parser) {
		MockConfigsOrigin origin = origin(key, parser.currentTokenLocation());
		if (key.type() == Type.WEIGHTS && parser.currentToken() == JsonToken.START_OBJECT) {
			readWeights(key, parser);
			return;
		}
		if ((key.type() == Type.LOCATIONS || key.type() == Type.FAILURE_KINDS || key.type() == Type.FIELDS)
				&& parser.currentToken() == JsonToken.START_ARRAY) {
			readTexts(key, parser);
			return;
		}
		Object value = scalar(key.type(), parser);
		if (value == null || !key.type().accepts(value)) {
			throw InvalidSetting.of(origin, skip(parser), "must be " + key.type().validJson());
		}
		if (key.type() == Type.PROFILE) {
			checkProfile(value.toString(), origin, parser);
		}
		put(key.property(), (value instanceof Duration duration) ? duration.toMillis() + "ms"
				: (value instanceof DataSize) ? parser.getString() : value, origin);
	}

	private void checkProfile(String name, MockConfigsOrigin origin, JsonParser parser) {
		try {
			SdkProfile.of(name);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidSetting.of(origin, skip(parser), String.valueOf(ex.getMessage()));
		}
	}

	private MockConfigsOrigin origin(MockConfigsKey key, TokenStreamLocation position) {
		return new MockConfigsOrigin(key, position.getLineNr(), position.getColumnNr(), this.source);
	}

	private void readWeights(MockConfigsKey key, JsonParser parser) {
		Set<String> seen = new HashSet<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String scenario = parser.currentName();
			MockConfigsOrigin origin = origin(key, parser.currentTokenLocation());
			parser.nextToken();
			Double weight = decimal(parser);
			if (!seen.add(scenario)) {
				throw InvalidSetting.of(origin, skip(parser), "contains '" + cut(scenario) + "' twice");
			}
			if (scenario.isBlank() || scenario.contains("[") || scenario.contains("]")) {
				throw InvalidSetting.of(origin, skip(parser),
						"contains '" + cut(scenario) + "', which is not the name of a scenario");
			}
			if (weight == null || !key.type().accepts(weight)) {
				throw InvalidSetting.of(origin, skip(parser), "must be " + key.type().validJson());
			}
			put(key.property() + "[" + scenario + "]", weight, origin);
		}
	}

	private void readTexts(MockConfigsKey key, JsonParser parser) {
		int index = 0;
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			MockConfigsOrigin origin = origin(key, parser.currentTokenLocation());
			String text = text(parser);
			if (text == null || text.isBlank()) {
				throw InvalidSetting.of(origin, skip(parser), "must be " + key.type().validJson());
			}
			put(key.property() + "[" + index++ + "]", text, origin);
		}
	}

	/**
	 * Return the current value in the Java type of a type.
	 * @return the value, or {@code null} if it has another type
	 */
	private static @Nullable Object scalar(Type type, JsonParser parser) {
		return switch (type) {
			case BOOLEAN -> switch (parser.currentToken()) {
				case VALUE_TRUE -> true;
				case VALUE_FALSE -> false;
				default -> null;
			};
			case MILLISECONDS -> {
				Long millis = integer(parser);
				yield (millis != null) ? Duration.ofMillis(millis) : null;
			}
			case SHARE, SPEED -> decimal(parser);
			case INTEGER -> integer(parser);
			case RETRIES, FILES -> {
				Long integer = integer(parser);
				yield (integer != null && integer == integer.intValue()) ? integer.intValue() : null;
			}
			case SIZE -> size(text(parser));
			case TEXT, PROFILE -> text(parser);
			case TIMING -> oneOf(MockConfigsKey.Type.names(ReplaySettings.Timing.values()), parser);
			case LIVE -> oneOf(MockConfigsKey.Type.names(LiveRuns.values()), parser);
			case IDS -> oneOf(MockConfigsKey.Type.names(ReplaySettings.Ids.values()), parser);
			case WEIGHTS, LOCATIONS, FIELDS, FAILURE_KINDS -> null;
		};
	}

	private static @Nullable String text(JsonParser parser) {
		return (parser.currentToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
	}

	private static @Nullable DataSize size(@Nullable String text) {
		try {
			return (text != null) ? DataSize.parse(text) : null;
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return null;
		}
	}

	private static @Nullable String oneOf(List<String> values, JsonParser parser) {
		String text = text(parser);
		return (text != null && values.contains(text)) ? text : null;
	}

	private static @Nullable BigDecimal number(JsonParser parser) {
		if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
			return null;
		}
		BigDecimal number = new BigDecimal(parser.getString());
		return (Math.abs((long) number.precision() - number.scale()) <= 300) ? number : null;
	}

	private static @Nullable Double decimal(JsonParser parser) {
		BigDecimal number = number(parser);
		return (number != null) ? number.doubleValue() : null;
	}

	/**
	 * Return a whole number of at most 64 bits.
	 */
	private static @Nullable Long integer(JsonParser parser) {
		BigDecimal number = number(parser);
		try {
			return (number != null) ? number.longValueExact() : null;
		}
		catch (ArithmeticException ex) {
			return null;
		}
	}

	private void put(String property, Object value, Origin origin) {
		this.properties.put(property, value);
		this.origins.put(property, origin);
	}

	/**
	 * Skip the current value.
	 * @param parser the parser, at the first token of the value
	 * @return the value as it is written
	 */
	private String skip(JsonParser parser) {
		long start = parser.currentTokenLocation().getCharOffset();
		parser.skipChildren();
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			return "\"" + parser.getString() + "\"";
		}
		if (parser.currentToken() != null && parser.currentToken().isScalarValue()) {
			return parser.getString();
		}
		return this.text.substring((int) start, (int) parser.currentLocation().getCharOffset());
	}

	private static String kind(@Nullable JsonToken token) {
		return switch ((token != null) ? token : JsonToken.NOT_AVAILABLE) {
			case START_ARRAY -> "a list";
			case VALUE_STRING -> "a text";
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
			case VALUE_NULL -> "null";
			default -> "empty";
		};
	}

	private static String reason(JacksonException ex) {
		String message = Objects.requireNonNullElse(ex.getOriginalMessage(), "it cannot be read");
		if (message.startsWith("Unexpected end-of-input") || message.startsWith("Unexpected end of input")) {
			return "it ends too early";
		}
		int internals = message.indexOf(" (");
		return "it is not valid JSON: " + ((internals > 0) ? message.substring(0, internals) : message);
	}

	private MockAgentsConfigurationException malformed(String reason, @Nullable TokenStreamLocation position) {
		String description = "%s cannot be read, because %s:%n%n    Value: %s%n%s    Origin: %s".formatted(NAME, reason,
				cut(this.text), position(position), describe(this.source));
		String action = "Set %s to a JSON object, to true or to false, for example:%n%n    %s%n%n%s".formatted(NAME,
				assignment("{}"), validKeys());
		return new MockAgentsConfigurationException(description, action);
	}

	private MockAgentsConfigurationException unknown(String name, TokenStreamLocation position, String value) {
		String nearest = new NearestName(MockConfigsKey.keys()).to(name);
		MockConfigsKey meant = (nearest != null) ? MockConfigsKey.find(nearest) : null;
		String description = "%s contains the unknown key '%s':%n%n    Key: %s%n    Value: %s%n%s    Origin: %s%s"
			.formatted(NAME, cut(name), cut(name), cut(value), position(position), describe(this.source),
					(nearest != null) ? "%n%nDid you mean '%s'?".formatted(nearest) : "");
		MockConfigsKey shown = (meant != null) ? meant : MockConfigsKey.MOCK_BASE_DELAY_MS;
		String action = "Correct %s, for example:%n%n    %s%n%n%s".formatted(NAME, assignment(shown.example()),
				validKeys());
		return new MockAgentsConfigurationException(description, action);
	}

	private static String position(@Nullable TokenStreamLocation position) {
		return (position != null)
				? "    Position: line %d, column %d%n".formatted(position.getLineNr(), position.getColumnNr()) : "";
	}

	private static String validKeys() {
		List<String> lines = new ArrayList<>(List.of("The following keys are valid:", ""));
		MockConfigsKey.keys().forEach((key) -> lines.add("    " + key));
		return String.join(System.lineSeparator(), lines);
	}

	/**
	 * Return what sets the variable in a shell.
	 * @param json its value
	 * @return the assignment
	 */
	static String assignment(String json) {
		return NAME + "='" + json + "'";
	}

	/**
	 * Cut a text so that it can be shown in a message.
	 * @param text the text
	 * @return its beginning
	 */
	static String cut(String text) {
		return Excerpt.line(text, MAX_SHOWN);
	}

	/**
	 * Describe where a value comes from, in words.
	 * @param origin the origin, or {@code null}
	 * @return the description
	 */
	static String describe(@Nullable Origin origin) {
		if (!(origin instanceof PropertySourceOrigin property)) {
			return (origin != null) ? origin.toString() : "unknown";
		}
		String quoted = "\"" + property.getPropertyName() + "\"";
		String source = property.getPropertySource().getName();
		String plain = source.toLowerCase(Locale.ROOT);
		if (source.startsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
			return "environment variable " + quoted;
		}
		if (source.equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			return "system property " + quoted;
		}
		if (plain.contains("command line") || plain.equals("commandlineargs")) {
			return "command line argument " + quoted;
		}
		if (plain.contains("test")) {
			return "test property " + quoted + " of \"" + source + "\"";
		}
		Origin inner = property.getOrigin();
		return (inner != null) ? quoted + " from " + inner : "property " + quoted + " of \"" + source + "\"";
	}

}
