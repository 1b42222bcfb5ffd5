package io.mockagents.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.mockagents.conversation.ConversationMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.internal.util.config.ConfigurationHelper;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.Action;
import org.hibernate.tool.schema.spi.SchemaManagementToolCoordinator.ActionGrouping;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.ClassPathResource;

/**
 * Creates the table of the conversations where it is absent, in the database and with the
 * names that Hibernate maps: its schema, naming strategies and quotes. Hibernate calls
 * this before it validates or updates the schema. A table that is present is not touched,
 * so that an application whose database user may not create tables starts.
 */
final class ConversationSchema implements Integrator {

	private static final Log logger = LogFactory.getLog(ConversationSchema.class);

	private static final String SCRIPT = "io/mockagents/conversation/schema-postgresql.sql";

	private static final String TABLE = "conversation_messages";

	private static final String INDEX_SUFFIX = "_session_sequence";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private static final String URL_PREFIX = "jdbc:postgresql:";

	/**
	 * Hibernate drops the table that is present, and creates it itself.
	 */
	private static final Set<Action> REPLACE = Set.of(Action.CREATE, Action.CREATE_DROP);

	/**
	 * Hibernate creates the table if it is absent.
	 */
	private static final Set<Action> CREATE = Set.of(Action.CREATE, Action.CREATE_DROP, Action.CREATE_ONLY,
			Action.UPDATE);

	private final DatabaseInitializationMode mode;

	private final boolean storageRequired;

	ConversationSchema(ConversationProperties properties) {
		this.mode = properties.initializeSchema();
		this.storageRequired = Boolean.TRUE.equals(properties.enabled());
	}

	/**
	 * Return whether conversations can be stored.
	 * @param sessionFactory the factory of the sessions that would store them
	 * @return whether its database is PostgreSQL
	 */
	static boolean isStorable(SessionFactoryImplementor sessionFactory) {
		return sessionFactory.getJdbcServices().getDialect() instanceof PostgreSQLDialect;
	}

	@Override
	public void integrate(Metadata metadata, BootstrapContext bootstrapContext,
			SessionFactoryImplementor sessionFactory) {
		PersistentClass entity = metadata.getEntityBinding(ConversationMessage.class.getName());
		Dialect dialect = sessionFactory.getJdbcServices().getDialect();
		Set<Action> actions = ActionGrouping.interpret(metadata, sessionFactory.getProperties())
			.stream()
			.map(ActionGrouping::databaseAction)
			.collect(Collectors.toSet());
		if (!isStorable(sessionFactory)) {
			reportUnsupported(dialect, actions.contains(Action.VALIDATE));
			return;
		}
		Names names = new Names(entity, sessionFactory.getSqlStringGenerationContext());
		if (!Collections.disjoint(actions, CREATE)) {
			addIndex(entity, names);
		}
		if (this.mode != DatabaseInitializationMode.NEVER) {
			initialize(names, sessionFactory, Collections.disjoint(actions, REPLACE));
		}
	}

	/**
	 * Report a database that cannot store conversations: start-up fails if the
	 * application asks for the storage, or if Hibernate is to validate the table that is
	 * not created there.
	 */
	private void reportUnsupported(Dialect dialect, boolean validates) {
		String problem = "Conversations can be stored in PostgreSQL only, but this application uses another "
				+ "database: Hibernate uses " + dialect.getClass().getSimpleName();
		if (this.storageRequired || validates) {
			throw new MockAgentsConfigurationException(problem + '.',
					String.format("Configure a PostgreSQL data source, or disable the storage of conversations:%n%n"
							+ "    mock-agents.conversation.enabled=false"));
		}
		logger.warn(problem + ". Runs stream and publish their events, but NO ROWS are stored. Configure a PostgreSQL "
				+ "data source, or set 'mock-agents.conversation.enabled=false'");
	}

	/**
	 * Add the script's index to the mapping, so that Hibernate creates it wherever it
	 * creates the table itself.
	 */
	private static void addIndex(PersistentClass entity, Names names) {
		Index index = entity.getTable().getOrCreateIndex(names.index().render());
		index.addColumn(entity.getProperty("sessionId").getColumns().get(0));
		index.addColumn(entity.getProperty("streamSequence").getColumns().get(0));
	}

	private void initialize(Names names, SessionFactoryImplementor sessionFactory, boolean lasting) {
		JdbcConnectionAccess access = sessionFactory.getJdbcServices().getBootstrapJdbcConnectionAccess();
		Connection connection = null;
		try {
			connection = access.obtainConnection();
			if (this.mode == DatabaseInitializationMode.EMBEDDED && !isLocal(connection.getMetaData().getURL())) {
				return;
			}
			boolean createsSchemas = createsSchemas(sessionFactory.getProperties());
			Present present = find(connection, names);
			if (!present.schema() && !createsSchemas) {
				throw missing(names);
			}
			if (!present.table() && lasting) {
				create(connection, names.script(createsSchemas));
				logger.info("Created the table " + names.table());
			}
		}
		catch (SQLException ex) {
			throw failure(names, ex);
		}
		finally {
			release(access, connection);
		}
	}

	private static boolean createsSchemas(Map<String, Object> settings) {
		return ConfigurationHelper.getBoolean(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, settings)
				|| ConfigurationHelper.getBoolean("hibernate.hbm2ddl.create_namespaces", settings);
	}

	private static Present find(Connection connection, Names names) throws SQLException {
		String schema = "coalesce(cast(? as name), current_schema())";
		try (PreparedStatement statement = connection
			.prepareStatement("select exists (select from pg_catalog.pg_namespace where nspname = " + schema
					+ "), exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n "
					+ "on n.oid = c.relnamespace where n.nspname = " + schema + " and c.relname = cast(? as name))")) {
			statement.setString(1, names.canonicalSchema());
			statement.setString(2, names.canonicalSchema());
			statement.setString(3, names.canonicalTable());
			try (ResultSet found = statement.executeQuery()) {
				found.next();
				return new Present(found.getBoolean(1), found.getBoolean(2));
			}
		}
	}

	/**
	 * Run the script. Sent as one, the statements are one transaction, which has the
	 * script's lock.
	 */
	private static void create(Connection connection, String script) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute(script);
			connection.commit();
		}
		catch (SQLException ex) {
			connection.rollback();
			throw ex;
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	private static void release(JdbcConnectionAccess access, @Nullable Connection connection) {
		try {
			if (connection != null) {
				access.releaseConnection(connection);
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be returned", ex);
		}
	}

	private static MockAgentsConfigurationException missing(Names names) {
		String schema = names.canonicalSchema();
		if (schema == null) {
			return new MockAgentsConfigurationException("The conversations table, " + names.table()
					+ ", cannot be found or created: the connection has no current schema, because none of the schemas "
					+ "in its search_path exists",
					"Create a schema of the search_path, or set an existing one with 'currentSchema' in "
							+ "spring.datasource.url or with spring.jpa.properties.hibernate.default_schema.");
		}
		return new MockAgentsConfigurationException(
				"The schema '" + schema + "' of the conversations table, " + names.table() + ", does not exist",
				String.format(
						"Create the schema before the application starts, for example in a migration, or let "
								+ "Hibernate create it:%n%n    spring.jpa.properties.%s=true",
						SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS));
	}

	private static RuntimeException failure(Names names, SQLException ex) {
		if (INSUFFICIENT_PRIVILEGE.equals(ex.getSQLState())) {
			return new MockAgentsConfigurationException(
					"The conversations table, " + names.table() + ", does not exist, and the user of the data "
							+ "source is not allowed to create it: " + ex.getMessage(),
					String.format(
							"Run %s as a user who may create tables, for example in a migration, or disable the storage of "
									+ "conversations:%n%n    mock-agents.conversation.enabled=false",
							SCRIPT));
		}
		return new IllegalStateException(
				"The conversations table, " + names.table() + ", could not be created: " + ex.getMessage(), ex);
	}

	/**
	 * Boot knows no embedded PostgreSQL. Those that tests start, from Maven artifacts or
	 * in containers, listen on the machine's loopback address.
	 */
	private static boolean isLocal(String url) {
		if (!url.startsWith(URL_PREFIX)) {
			return false;
		}
		String rest = url.substring(URL_PREFIX.length());
		if (!rest.startsWith("//")) {
			return true;
		}
		String hosts = rest.substring(2).split("[/?]", 2)[0];
		return hosts.isEmpty() || Arrays.stream(hosts.split(",")).allMatch(ConversationSchema::isLoopback);
	}

	private static boolean isLoopback(String hostAndPort) {
		String host = hostAndPort.replaceFirst(":\\d*$", "");
		if (host.isEmpty() || host.equals("localhost")) {
			return true;
		}
		boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
		try {
			return literal && InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * The parts of the conversations table that the database has.
	 */
	private record Present(boolean schema, boolean table) {
	}

	/**
	 * The names that Hibernate maps.
	 */
	private static final class Names {

		private final Table table;

		private final Map<String, String> ofScript = new LinkedHashMap<>();

		private final SqlStringGenerationContext context;

		Names(PersistentClass entity, SqlStringGenerationContext context) {
			this.table = entity.getTable();
			this.context = context;
			Dialect dialect = context.getDialect();
			this.ofScript.put(TABLE, table());
			this.ofScript.put(TABLE + INDEX_SUFFIX, index().render(dialect));
			List<Property> properties = new ArrayList<>(entity.getPropertyClosure());
			properties.add(entity.getIdentifierProperty());
			for (Property property : properties) {
				Column column = property.getColumns().get(0);
				this.ofScript.put(underscored(property.getName()), column.getQuotedName(dialect));
			}
		}

		private static String underscored(String property) {
			return property.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
		}

		/**
		 * Return the table as Hibernate writes it into SQL.
		 */
		String table() {
			return this.context.format(this.table.getQualifiedTableName());
		}

		Identifier index() {
			Identifier name = this.table.getNameIdentifier();
			return new Identifier(name.getText() + INDEX_SUFFIX, name.isQuoted());
		}

		String canonicalTable() {
			return this.table.getNameIdentifier().getCanonicalName();
		}

		@Nullable String canonicalSchema() {
			Identifier schema = schema();
			return (schema != null) ? schema.getCanonicalName() : null;
		}

		private @Nullable Identifier schema() {
			return this.context.schemaWithDefault(this.table.getSchemaIdentifier());
		}

		/**
		 * Return the script that creates the table.
		 * @param createsSchema whether it creates the schema too
		 */
		String script(boolean createsSchema) {
			Pattern word = Pattern.compile("--.*|\\b(" + String.join("|", this.ofScript.keySet()) + ")\\b");
			String script = word.matcher(read())
				.replaceAll((found) -> (found.group(1) != null)
						? Matcher.quoteReplacement(this.ofScript.get(found.group(1))) : "");
			Identifier schema = schema();
			return (createsSchema && schema != null) ? script.replaceFirst("create table", Matcher.quoteReplacement(
					"create schema if not exists " + schema.render(this.context.getDialect()) + ";\ncreate table"))
					: script;
		}

		private static String read() {
			try {
				return new ClassPathResource(SCRIPT, ConversationSchema.class.getClassLoader())
					.getContentAsString(StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
