package io.mockagents.sample.web;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * Reads booleans as the service's clients may write them: what Pydantic takes for one in
 * its lax mode, and nothing else.
 */
@JacksonComponent
class LaxBoolean extends ValueDeserializer<Boolean> {

	private static final Set<String> TRUE = Set.of("1", "on", "t", "true", "y", "yes");

	private static final Set<String> FALSE = Set.of("0", "off", "f", "false", "n", "no");

	@Override
	public @Nullable Boolean deserialize(JsonParser parser, DeserializationContext context) {
		Boolean value = switch (parser.currentToken()) {
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_STRING -> word(parser.getString().toLowerCase(Locale.ROOT));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getDoubleValue());
			default -> null;
		};
		return (value != null) ? value : (Boolean) context.handleUnexpectedToken(Boolean.class, parser);
	}

	private static @Nullable Boolean word(String text) {
		return TRUE.contains(text) ? Boolean.TRUE : FALSE.contains(text) ? Boolean.FALSE : null;
	}

	private static @Nullable Boolean number(double number) {
		return (number == 1) ? Boolean.TRUE : (number == 0) ? Boolean.FALSE : null;
	}

}
