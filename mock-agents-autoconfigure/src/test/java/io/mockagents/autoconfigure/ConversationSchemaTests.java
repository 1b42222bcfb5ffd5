package io.mockagents.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.mockagents.PostgresServer;
import io.mockagents.PostgresServer.Database;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.loop.RunInfo;
import jakarta.persistence.EntityManager;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the table of the conversations is, and how it and its columns are named.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ConversationSchemaTests {

	private static final String JPA = "spring.jpa.properties.hibernate.";

	private static final String STRATEGY = "spring.jpa.hibernate.naming.physical-strategy=";

	private static final String QUOTED = JPA + "globally_quoted_identifiers=true";

	private final Database database = PostgresServer.newDatabase();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
				TransactionAutoConfiguration.class, ConversationAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues(this.database.properties())
		.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2", "mock-agents.conversation.enabled=true",
				"spring.jpa.hibernate.ddl-auto=validate");

	@BeforeEach
	void emptyTheDatabase() {
		this.jdbc.execute("drop schema if exists helpdesk cascade; drop schema if exists \"Help Desk\" cascade; "
				+ "drop schema public cascade; create schema public; create schema helpdesk");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "validate", "update", "create", "create-only" })
	void tableIsInTheDefaultSchema(String ddlAuto) {
		assertTable(ddlAuto, "helpdesk.conversation_messages", "session_id", JPA + "default_schema=helpdesk");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "validate", "update", "create" })
	void schemaAndNamesMayNeedQuotes(String ddlAuto) {
		this.jdbc.execute("create schema \"Help Desk\"");
		assertTable(ddlAuto, "\"Help Desk\".conversation_messages", "session_id", JPA + "default_schema=Help Desk",
				QUOTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "validate", "update", "create" })
	void applicationMayNameTablesAndColumnsAsItLikes(String ddlAuto) {
		assertTable(ddlAuto, "public.\"APP_CONVERSATION_MESSAGES\"", "APP_SESSION_ID",
				STRATEGY + PrefixedNames.class.getName(), QUOTED);
	}

	@ParameterizedTest
	@CsvSource({
			"public.app_conversation_messages, app_session_id, " + STRATEGY
					+ "io.mockagents.autoconfigure.ConversationSchemaTests$PrefixedNames",
			"public.conversation_messages, session_id, " + STRATEGY
					+ "org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl",
			"public.conversation_messages, session_id, spring.jpa.hibernate.naming.implicit-strategy="
					+ "org.hibernate.boot.model.naming.ImplicitNamingStrategyLegacyHbmImpl",
			"public.conversation_messages, session_id, " + QUOTED })
	void namingStrategyDecides(String table, String column, String setting) {
		assertTable("validate", table, column, setting);
	}

	private void assertTable(String ddlAuto, String table, String column, String... settings) {
		for (int start = 1; start <= 2; start++) {
			int expected = ddlAuto.equals("create") ? 1 : start;
			this.contextRunner.withPropertyValues("spring.jpa.hibernate.ddl-auto=" + ddlAuto)
				.withPropertyValues(settings)
				.run((context) -> assertStores(context, expected));
		}
		assertThat(tables()).containsExactly(table);
		assertThat(this.jdbc.queryForObject("select count(*) from " + table, Integer.class)).isPositive();
		assertThat(this.jdbc.queryForList("select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || "
				+ "attnotnull || ' ' || coalesce(pg_get_expr(adbin, adrelid), '') from pg_attribute "
				+ "left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = ?::regclass "
				+ "and attnum > 0", String.class, table))
			.hasSize(28)
			.contains(column + " character varying true ",
					column.replaceAll("(?i)session_id", (column.startsWith("APP")) ? "MESSAGE_TYPE" : "message_type")
							+ " character varying true 'user_input'::character varying",
					column.replaceAll("(?i)session_id", (column.startsWith("APP")) ? "EVENT_DATA" : "event_data")
							+ " json false ",
					column.replaceAll("(?i)session_id", (column.startsWith("APP")) ? "CREATED_AT" : "created_at")
							+ " timestamp without time zone true ");
		assertThat(this.jdbc.queryForList("select pg_get_indexdef(indexrelid) from pg_index "
				+ "where indrelid = ?::regclass and not indisprimary", String.class, table))
			.singleElement()
			.asString()
			.contains(column);
	}

	private List<String> tables() {
		return this.jdbc.queryForList("select quote_ident(nspname) || '.' || quote_ident(relname) from pg_class c "
				+ "join pg_namespace n on n.oid = relnamespace where relkind = 'r' "
				+ "and relname ilike '%conversation_messages' order by 1", String.class);
	}

	private static void assertStores(AssertableApplicationContext context, int rows) {
		assertThat(context).hasNotFailed();
		ConversationMessages messages = context.getBean(ConversationMessages.class);
		Integer number = context.getBean(ConversationJournal.class)
			.open(new RunInfo("r", "s", 0, null))
			.append(new AgentUpdatedStreamEvent(new AgentSnapshot("A", null, null, List.of())));
		assertThat(number).isEqualTo(rows);
		assertThat(messages.findEvents("s")).hasSize(rows);
		assertThat(messages.findBySession("s")).hasSize(rows);
		assertThat(messages.findById("s_event_" + rows)).isPresent();
		assertThat(messages.rowsOf("s", 10).nextEvent()).isNotNull();
		ConversationMessage saved = messages.error("other", new IllegalStateException(), JsonObject.of());
		EntityManager entityManager = context.getBean(EntityManager.class);
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			entityManager.persist(saved);
			assertThat(messages.findBySession("other")).hasSize(1);
		});
		assertThat(messages.deleteBySession("other")).isOne();
	}

	@Test
	void schemaThatDoesNotExistStopsTheStart() {
		this.contextRunner.withPropertyValues(JPA + "default_schema=absent")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MockAgentsConfigurationException.class)
				.hasMessageContaining("The schema 'absent'")
				.extracting("action")
				.asString()
				.contains("jakarta.persistence.create-database-schemas=true"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "update", "create" })
	void schemaIsCreatedWhereHibernateMayCreateSchemas(String ddlAuto) {
		this.jdbc.execute("drop schema helpdesk");
		assertTable(ddlAuto, "helpdesk.conversation_messages", "session_id", JPA + "default_schema=helpdesk",
				"spring.jpa.properties.jakarta.persistence.create-database-schemas=true");
	}

	@Test
	void connectionWithoutASchemaStopsTheStart() {
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url("currentSchema=absent"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MockAgentsConfigurationException.class)
				.hasMessageContaining("search_path"));
	}

	@Test
	void applicationsInTwoSchemasOfOneDatabaseHaveATableEach() {
		this.contextRunner.run((context) -> assertStores(context, 1));
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url("currentSchema=helpdesk,public"))
			.run((context) -> assertStores(context, 1));
		assertThat(tables()).containsExactly("helpdesk.conversation_messages", "public.conversation_messages");
	}

	@Test
	void tableIsInTheSchemaOfTheRole() {
		String role = "u_" + UUID.randomUUID().toString().replace("-", "");
		this.jdbc.execute("create role " + role + " login password 'test'; alter role " + role
				+ " set search_path = helpdesk; grant all on schema helpdesk to " + role);
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.database.url().replaceFirst("\\?.*", ""),
					"spring.datasource.username=" + role, "spring.datasource.password=test")
			.run((context) -> assertStores(context, 1));
		assertThat(tables()).containsExactly("helpdesk.conversation_messages");
		this.jdbc.execute("drop owned by " + role + "; drop role " + role);
	}

	@Test
	void poolWithoutAutoCommitCreatesTheTable() {
		assertTable("validate", "helpdesk.conversation_messages", "session_id", JPA + "default_schema=helpdesk",
				"spring.datasource.hikari.auto-commit=false", JPA + "connection.provider_disables_autocommit=true");
	}

	@Test
	void integratorsOfTheApplicationStay() {
		CountingIntegrator.calls = 0;
		this.contextRunner.withPropertyValues(JPA + "integrator_provider=" + CountingIntegrator.class.getName())
			.run((context) -> assertStores(context, 1));
		assertThat(CountingIntegrator.calls).isOne();
	}

	private String url(String parameter) {
		String url = this.database.url();
		return url + (url.contains("?") ? "&" : "?") + parameter;
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "com.example")
	static class Application {

	}

	/**
	 * Upper case, with a prefix.
	 */
	public static class PrefixedNames extends PhysicalNamingStrategyStandardImpl {

		@Override
		public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
			return prefixed(name);
		}

		@Override
		public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
			return prefixed(name);
		}

		private static Identifier prefixed(Identifier name) {
			return new Identifier("APP_" + name.getText().toUpperCase(Locale.ROOT), name.isQuoted());
		}

	}

	/**
	 * Something that an application adds to Hibernate.
	 */
	public static class CountingIntegrator implements IntegratorProvider, Integrator {

		static int calls;

		@Override
		public List<Integrator> getIntegrators() {
			return List.of(this);
		}

		@Override
		public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
			calls++;
		}

	}

}
