package io.mockagents.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Creates the table of the conversations where it is absent. A table that is present is
 * not touched, so that an application whose database user may not create tables starts.
 */
class ConversationSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final Log logger = LogFactory.getLog(ConversationSchemaInitializer.class);

	private static final String SCRIPT = "classpath:io/mockagents/conversation/schema-postgresql.sql";

	private static final String INSUFFICIENT_PRIVILEGE = "42501";

	private static final String URL_PREFIX = "jdbc:postgresql:";

	ConversationSchemaInitializer(DataSource dataSource, DatabaseInitializationMode mode) {
		super(dataSource, settings(mode));
	}

	private static DatabaseInitializationSettings settings(DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of(SCRIPT));
		settings.setMode(mode);
		// Sent as one, the statements are one transaction, which holds the script's lock
		settings.setSeparator(ScriptUtils.EOF_STATEMENT_SEPARATOR);
		return settings;
	}

	/**
	 * Boot knows no embedded PostgreSQL. Those that tests start, from Maven artifacts or
	 * in containers, listen on the machine's loopback address.
	 */
	@Override
	protected boolean isEmbeddedDatabase() {
		return inspect((connection) -> isLocal(connection.getMetaData().getURL()));
	}

	private static boolean isLocal(String url) {
		if (!url.startsWith(URL_PREFIX)) {
			return false;
		}
		String rest = url.substring(URL_PREFIX.length());
		if (!rest.startsWith("//")) {
			return true;
		}
		String hosts = rest.substring(2).split("[/?]", 2)[0];
		return hosts.isEmpty() || Arrays.stream(hosts.split(",")).allMatch(ConversationSchemaInitializer::isLoopback);
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

	@Override
	protected void runScripts(Scripts scripts) {
		if (!inspect(ConversationSchemaInitializer::needsTable)) {
			return;
		}
		try {
			super.runScripts(scripts);
		}
		catch (DataAccessException ex) {
			if (ex.getRootCause() instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
				throw new MockAgentsConfigurationException(
						"The table of the conversations, conversation_messages, is absent, and the user of the "
								+ "data source may not create it: " + sql.getMessage(),
						String.format("Let a user who may create tables run io/mockagents/conversation/"
								+ "schema-postgresql.sql, for example in a migration, or store no conversations:%n%n"
								+ "    mock-agents.conversation.enabled=false"));
			}
			throw ex;
		}
	}

	private static boolean needsTable(Connection connection) throws SQLException {
		DatabaseMetaData database = connection.getMetaData();
		if (!database.getDatabaseProductName().equals("PostgreSQL")) {
			logger.warn("Conversations are stored in PostgreSQL only, but the data source is "
					+ database.getDatabaseProductName() + ": runs will fail to store their events. Configure a data "
					+ "source of PostgreSQL, or set 'mock-agents.conversation.enabled=false'");
			return false;
		}
		try (Statement statement = connection.createStatement();
				ResultSet found = statement.executeQuery("select to_regclass('conversation_messages') is null")) {
			return found.next() && found.getBoolean(1);
		}
	}

	private boolean inspect(Inspection inspection) {
		Connection connection = null;
		try {
			connection = getDataSource().getConnection();
			return inspection.apply(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"The database could not be asked for the table of the conversations: " + ex.getMessage(), ex);
		}
		finally {
			JdbcUtils.closeConnection(connection);
		}
	}

	/**
	 * A question to the database.
	 */
	@FunctionalInterface
	private interface Inspection {

		boolean apply(Connection connection) throws SQLException;

	}

}
