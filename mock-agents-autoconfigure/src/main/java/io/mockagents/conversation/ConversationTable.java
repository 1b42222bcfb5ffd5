package io.mockagents.conversation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * The names of the table and its columns as Hibernate writes them into SQL: with the
 * schema, naming strategy and quotes of the application.
 */
final class ConversationTable {

	private static final String TABLE = "table";

	private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

	private final Map<String, String> names = new LinkedHashMap<>();

	private ConversationTable(EntityMappingType mapping) {
		this.names.put(TABLE, mapping.getMappedTableDetails().getTableName());
		for (String key : ConversationMessage.KEYS) {
			String attribute = attribute(key);
			SelectableMapping column = attribute.equals(mapping.getIdentifierMapping().getAttributeName())
					? mapping.getIdentifierMapping().getSelectable(0)
					: mapping.getAttributeMapping(mapping.findAttributeMapping(attribute).getStateArrayPosition())
						.getSelectable(0);
			this.names.put(key, column.getSelectionExpression());
		}
	}

	/**
	 * Return the table of a persistence unit.
	 * @param entityManagerFactory the entity manager factory of Hibernate
	 * @return the table
	 * @throws IllegalStateException if the factory does not manage
	 * {@link ConversationMessage}
	 */
	static ConversationTable of(EntityManagerFactory entityManagerFactory) {
		checkManaged(entityManagerFactory);
		return new ConversationTable(entityManagerFactory.unwrap(SessionFactoryImplementor.class)
			.getMappingMetamodel()
			.getEntityDescriptor(ConversationMessage.class));
	}

	private static void checkManaged(EntityManagerFactory entityManagerFactory) {
		String name = ConversationMessage.class.getName();
		Class<?> managed = entityManagerFactory.getMetamodel()
			.getEntities()
			.stream()
			.<Class<?>>map(EntityType::getJavaType)
			.filter((type) -> type.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The entity manager factory does not manage " + name
					+ ". Add that class to its persistence unit, or switch the storage of conversations off with "
					+ "'mock-agents.conversation.enabled=false'"));
		if (managed != ConversationMessage.class) {
			throw new IllegalStateException("The entity manager factory manages another copy of " + name
					+ ": it was loaded by " + managed.getClassLoader() + ", but this one by "
					+ ConversationMessage.class.getClassLoader()
					+ ". Keep the starter in one place only: in the application or in the shared libraries");
		}
	}

	/**
	 * Return the attribute of the entity in a column.
	 * @param key a key of {@link ConversationMessage#KEYS}
	 * @return the name of the attribute
	 */
	static String attribute(String key) {
		return JdbcUtils.convertUnderscoreNameToPropertyName(key);
	}

	/**
	 * Return an SQL statement.
	 * @param template the statement, with <code>{table}</code> for the table and the key
	 * of a column in braces, such as <code>{session_id}</code>, for the column
	 * @return the statement with the names of the database
	 */
	String sql(String template) {
		return NAME.matcher(template).replaceAll((name) -> Matcher.quoteReplacement(name(name.group(1))));
	}

	private String name(String key) {
		String name = this.names.get(key);
		if (name == null) {
			throw new IllegalArgumentException("The conversations table has no column '" + key + "'");
		}
		return name;
	}

}
