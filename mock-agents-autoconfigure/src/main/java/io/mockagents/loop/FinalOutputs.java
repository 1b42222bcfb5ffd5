package io.mockagents.loop;

import io.mockagents.agent.OutputType;
import io.mockagents.python.JavaValues;
import io.mockagents.python.SchemaValidator;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads final outputs as their type.
 */
final class FinalOutputs {

	private FinalOutputs() {
	}

	/**
	 * Read an output.
	 * @param outputType its type
	 * @param text the JSON text
	 * @param strict whether nothing is converted
	 * @return the output; of a type that the SDK wraps, what is wrapped
	 * @throws ValidationException if the text does not fit
	 */
	static @Nullable Object read(OutputType<?> outputType, String text, boolean strict) throws ValidationException {
		Object value = outputType.isWrapped()
				? SchemaValidator
					.validateTypedDict(SdkShape.schemaName(outputType), outputType.jsonSchema(), text, strict)
					.get(OutputType.WRAPPED_PROPERTY)
				: SchemaValidator.validateJson(outputType.name(), outputType.jsonSchema(), text, strict);
		return JavaValues.convert(value, outputType.type());
	}

}
