package io.mockagents.python;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * Reads a sealed interface of records as the record that has the fields of the object. It
 * reads values that were validated, which have all fields of one record and no others.
 */
final class UnionDeserializer extends ValueDeserializer<Object> {

	private final Class<?> union;

	private UnionDeserializer(Class<?> union) {
		this.union = union;
	}

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) {
		JsonNode value = context.readTree(parser);
		Set<String> names = new HashSet<>(value.propertyNames());
		for (Class<?> member : this.union.getPermittedSubclasses()) {
			if (member.isRecord() && names.equals(names(member, context))) {
				return context.readTreeAsValue(value, member);
			}
		}
		return context.reportInputMismatch(this.union, "The object has the fields %s, and so has no record of %s",
				names, this.union.getName());
	}

	private static Set<String> names(Class<?> type, DeserializationContext context) {
		return context.introspectBeanDescription(context.constructType(type))
			.findProperties()
			.stream()
			.map(BeanPropertyDefinition::getName)
			.collect(Collectors.toSet());
	}

	/**
	 * Has sealed interfaces read so that have no type information of their own.
	 */
	static final class Modifier extends ValueDeserializerModifier {

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config,
				BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
			Class<?> type = description.getBeanClass();
			return (type.isSealed() && type.isInterface() && !type.isAnnotationPresent(JsonTypeInfo.class))
					? new UnionDeserializer(type) : deserializer;
		}

	}

}
