package io.mockagents.conversation;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import io.mockagents.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database with the table of the conversations, and what an application has over it. As
 * an extension in a static field of a test class it is closed after the class.
 */
public final class ConversationDatabase implements AfterAllCallback, AutoCloseable {

	public final HikariDataSource dataSource;

	public final EntityManagerFactory entityManagerFactory;

	public final JpaTransactionManager transactionManager;

	public final TransactionTemplate transaction;

	public final JdbcTemplate jdbc;

	public final ConversationMessages messages;

	public ConversationDatabase() {
		this(PostgresServer.newDatabase(), true, Map.of());
	}

	public ConversationDatabase(PostgresServer.Database database, boolean autoCommit,
			Map<String, String> jpaProperties) {
		this.dataSource = new HikariDataSource();
		this.dataSource.setJdbcUrl(database.url());
		this.dataSource.setUsername(database.user());
		this.dataSource.setPassword(database.password());
		this.dataSource.setAutoCommit(autoCommit);
		this.dataSource.setMaximumPoolSize(10);
		ResourceDatabasePopulator script = new ResourceDatabasePopulator(
				new ClassPathResource("io/mockagents/conversation/schema-postgresql.sql"));
		script.setSeparator(ScriptUtils.EOF_STATEMENT_SEPARATOR);
		script.execute(database.dataSource());
		this.entityManagerFactory = entityManagerFactory(jpaProperties);
		this.transactionManager = new JpaTransactionManager(this.entityManagerFactory);
		this.transaction = new TransactionTemplate(this.transactionManager);
		this.jdbc = new JdbcTemplate(database.dataSource());
		this.messages = new ConversationMessages(this.entityManagerFactory, this.transactionManager, Clock.systemUTC());
	}

	private EntityManagerFactory entityManagerFactory(Map<String, String> jpaProperties) {
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(this.dataSource);
		factory.setManagedTypes(PersistenceManagedTypes.of(ConversationMessage.class.getName()));
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.setPersistenceProvider(new HibernatePersistenceProvider());
		Properties properties = new Properties();
		properties.put("hibernate.hbm2ddl.auto", "validate");
		properties.putAll(jpaProperties);
		factory.setJpaProperties(properties);
		factory.afterPropertiesSet();
		return factory.getObject();
	}

	/**
	 * Return the numbers of a session's events, as another connection sees them.
	 */
	public List<Integer> numbers(String sessionId) {
		return this.jdbc.queryForList("select stream_sequence from conversation_messages where session_id = ? "
				+ "and message_type = 'stream_event' order by stream_sequence", Integer.class, sessionId);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		close();
	}

	@Override
	public void close() {
		this.entityManagerFactory.close();
		this.dataSource.close();
	}

}
