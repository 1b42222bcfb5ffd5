package io.mockagents.autoconfigure;

import java.time.Clock;
import java.util.UUID;
import java.util.List;

import javax.sql.DataSource;

import io.mockagents.PostgresServer;
import io.mockagents.PostgresServer.Database;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.autoconfigure.scanned.Note;
import io.mockagents.autoconfigure.scanned.NoteRepository;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.conversation.StreamEventPublisher;
import io.mockagents.loop.RunInfo;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assumptions.assumeThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@Isolated("reads what is printed")
class ConversationAutoConfigurationTests {

	private final Database database = PostgresServer.newDatabase();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationAutoConfiguration.class));

	private final ApplicationContextRunner unconfigured = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
				DataJpaRepositoriesAutoConfiguration.class, TransactionAutoConfiguration.class,
				ConversationAutoConfiguration.class))
		.withPropertyValues(this.database.properties())
		.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2", "spring.jpa.hibernate.ddl-auto=validate");

	private final ApplicationContextRunner contextRunner = this.unconfigured
		.withPropertyValues("mock-agents.conversation.enabled=true");

	@BeforeEach
	void emptyTheDatabase() {
		new JdbcTemplate(this.database.dataSource()).execute("drop schema public cascade; create schema public");
	}

	@Test
	void storesAndReadsWithNothingConfigured() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=none")
			.run(this::assertStores);
	}

	@Test
	void tableIsThereBeforeHibernateValidatesIt() {
		this.contextRunner.withUserConfiguration(PlainApplication.class).run(this::assertStores);
	}

	@Test
	void tableOfTheScriptAgreesWithHibernateUpdate() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.run(this::assertStores);
		assertThat(new JdbcTemplate(this.database.dataSource()).queryForObject(
				"select count(*) from information_schema.columns where table_name = " + "'conversation_messages'",
				Integer.class))
			.isEqualTo(28);
	}

	@Test
	void tableThatIsThereIsLeftAsItIs() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());
		this.contextRunner.withUserConfiguration(PlainApplication.class).run(this::assertStores);
		jdbc.execute("drop index conversation_messages_session_sequence");
		this.contextRunner.withUserConfiguration(PlainApplication.class).run((context) -> {
			assertThat(context.getBean(ConversationMessages.class).findBySession("s")).isNotEmpty();
			assertThat(jdbc.queryForObject("select to_regclass('conversation_messages_session_sequence')::text",
					String.class))
				.isNull();
		});
	}

	@Test
	void embeddedModeCreatesTheTableOnAServerOfThisMachine() {
		assumeThat(this.database.url()).as("where the server is").startsWith("jdbc:postgresql://localhost");
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("mock-agents.conversation.initialize-schema=embedded")
			.run(this::assertStores);
	}

	@Test
	void neverLeavesTheTableToTheApplication() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("mock-agents.conversation.initialize-schema=never")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("conversation_messages"));
	}

	@Test
	void unknownModeStopsTheStart() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("mock-agents.conversation.initialize-schema=sometimes")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("sometimes"));
	}

	@Test
	void withoutMocksTheDatabaseStaysAsItIsUnlessStorageIsAskedFor() {
		this.unconfigured.withUserConfiguration(PlainApplication.class).run(this::assertUntouched);
	}

	@Test
	void withMocksConversationsAreStored() {
		this.unconfigured.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("mock-agents.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ConversationMessages.class));
	}

	@Test
	void userWhoMayNotCreateTheTableGetsARemedy() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());
		String user = "u_" + UUID.randomUUID().toString().replace("-", "");
		jdbc.execute("create role " + user + " login password 'test'; revoke create on schema public from public; "
				+ "grant usage on schema public to " + user);
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("spring.datasource.url=" + this.database.url().replaceFirst("\\?.*", ""),
					"spring.datasource.username=" + user, "spring.datasource.password=test")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MockAgentsConfigurationException.class)
				.hasMessageContaining("is not allowed to create it"));
		jdbc.execute("drop owned by " + user + "; drop role " + user);
	}

	@Test
	void switchedOffNothingIsStored() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("mock-agents.conversation.enabled=false")
			.run(this::assertUntouched);
	}

	private void assertUntouched(AssertableApplicationContext context) {
		assertNoStorage(context);
		assertThat(context.getBean(EntityManagerFactory.class).getMetamodel().getEntities()).isEmpty();
		assertThat(new JdbcTemplate(this.database.dataSource())
			.queryForObject("select to_regclass('conversation_messages')::text", String.class)).isNull();
	}

	@Test
	void applicationWithItsOwnScansKeepsItsEntitiesAndRepositories() {
		this.contextRunner.withUserConfiguration(ScanningApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.run((context) -> {
				assertStores(context);
				assertThat(context.getBean(NoteRepository.class).save(new Note("n")).getId()).isEqualTo("n");
			});
	}

	@Test
	void applicationWhoseOwnPackageHasEntitiesKeepsThem() {
		this.contextRunner.withUserConfiguration(PackageApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.run((context) -> {
				assertStores(context);
				assertThat(context).hasSingleBean(NoteRepository.class);
			});
	}

	@Test
	void applicationThatScansOurPackageTooHasTheEntityOnce() {
		this.contextRunner.withUserConfiguration(GreedyApplication.class).run((context) -> {
			assertStores(context);
			assertThat(context).doesNotHaveBean(JpaRepository.class);
		});
	}

	@Test
	void severalEntityManagersUseThePrimaryOne() {
		Database second = PostgresServer.newDatabase();
		this.contextRunner.withUserConfiguration(TwoDatabasesApplication.class)
			.withPropertyValues("second.url=" + second.url(), "second.user=" + second.user(),
					"second.password=" + second.password(), "spring.data.jpa.repositories.enabled=false")
			.run((context) -> {
				assertStores(context);
				assertThat(context.getBean("second", EntityManagerFactory.class).getMetamodel().getEntities())
					.isEmpty();
				assertThat(new JdbcTemplate(second.dataSource())
					.queryForObject("select to_regclass('conversation_messages')::text", String.class)).isNull();
			});
	}

	@Test
	void rowsJoinTheTransactionOfTheApplication() {
		this.contextRunner.withUserConfiguration(PlainApplication.class).run((context) -> {
			ConversationMessages messages = context.getBean(ConversationMessages.class);
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					append(context);
					status.setRollbackOnly();
				});
			assertThat(messages.findBySession("s")).isEmpty();
		});
	}

	@Test
	void rowMayReferToWhatTheTransactionHasNotFlushed() {
		this.contextRunner.withUserConfiguration(ScanningApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=update")
			.run((context) -> {
				new JdbcTemplate(this.database.dataSource())
					.execute("alter table conversation_messages add foreign key (session_id) references note (id)");
				EntityManager entityManager = context.getBean(EntityManager.class);
				new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
					.executeWithoutResult((status) -> {
						entityManager.persist(new Note("s"));
						append(context);
						assertThat(entityManager.unwrap(Session.class).getStatistics().getEntityCount()).isOne();
					});
				assertThat(context.getBean(ConversationMessages.class).findEvents("s")).hasSize(1);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void withoutJpaOnTheClassPathStartUpWarnsOfNothing(CapturedOutput output) {
		this.bare
			.withClassLoader(new FilteredClassLoader("jakarta.persistence", "org.hibernate", "org.springframework.orm",
					"org.springframework.data", "org.springframework.boot.hibernate",
					"org.springframework.boot.data.jpa", "org.springframework.boot.jdbc"))
			.run(this::assertNoStorage);
		// Pools that other tests keep open may warn of a busy machine, on threads of
		// their own
		String thread = Thread.currentThread().getName() + "]";
		assertThat(output.toString().lines().filter((line) -> line.contains(thread)))
			.noneMatch((line) -> line.contains("WARN"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.persistence", "org.hibernate", "org.springframework.orm.jpa",
			"org.springframework.data.jpa", "org.springframework.boot.jdbc", "org.springframework.boot.sql" })
	void withoutALibraryEventsAreStillPublished(String missing) {
		this.bare.withClassLoader(new FilteredClassLoader(missing)).run(this::assertNoStorage);
	}

	@Test
	void withoutADataSourceEventsAreStillPublished() {
		this.bare.run(this::assertNoStorage);
	}

	@ExtendWith(OutputCaptureExtension.class)
	@Test
	void onAnotherDatabaseRunsStoreNothingAndStartUpSaysSo(CapturedOutput output) {
		anotherDatabase().withPropertyValues("mock-agents.enabled=true").run((context) -> {
			assertThat(context).hasNotFailed();
			append(context);
			assertThat(new JdbcTemplate(this.database.dataSource())
				.queryForObject("select to_regclass('conversation_messages') is null", Boolean.class)).isTrue();
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("NO ROWS are stored"))).singleElement()
			.asString()
			.contains("WARN")
			.contains("Conversations can be stored in PostgreSQL only")
			.contains("Hibernate uses H2Dialect")
			.endsWith("or set 'mock-agents.conversation.enabled=false'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mock-agents.conversation.enabled=true", "spring.jpa.hibernate.ddl-auto=validate" })
	void onAnotherDatabaseStartUpFailsWhereTheTableIsNeeded(String property) {
		anotherDatabase().withPropertyValues("mock-agents.enabled=true", property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MockAgentsConfigurationException.class, (refusal) -> {
					assertThat(refusal.analysis().getDescription()).endsWith("Hibernate uses H2Dialect.");
					assertThat(refusal.analysis().getAction()).contains("mock-agents.conversation.enabled=false");
				});
		});
	}

	private ApplicationContextRunner anotherDatabase() {
		return this.unconfigured.withUserConfiguration(PlainApplication.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=none",
					"spring.jpa.properties.hibernate.dialect=org.hibernate.dialect.H2Dialect");
	}

	@Test
	void applicationMayBringItsOwnJournal() {
		ConversationJournal own = (run) -> (event) -> null;
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.withBean("own", ConversationJournal.class, () -> own)
			.run((context) -> assertThat(context.getBean(ConversationJournal.class)).isSameAs(own));
	}

	@Test
	void factoryThatDoesNotKnowTheEntitySaysWhatToDo() {
		assertThatException()
			.isThrownBy(() -> this.contextRunner.withUserConfiguration(PlainApplication.class)
				.withPropertyValues("mock-agents.conversation.enabled=false")
				.run((context) -> new ConversationMessages(context.getBean(EntityManagerFactory.class),
						context.getBean(PlatformTransactionManager.class), Clock.systemUTC())))
			.withMessageContaining(ConversationMessage.class.getName())
			.withMessageContaining("mock-agents.conversation.enabled=false");
	}

	@Test
	void beansOfTheApplicationMayHaveCommonNames() {
		ApplicationContextRunner runner = this.contextRunner.withUserConfiguration(PlainApplication.class);
		for (String name : List.of("conversationMessages", "conversationJournal", "conversationSchemaInitializer",
				"streamEventPublisher", "eventLog", "openAiAgentRunner")) {
			runner = runner.withBean(name, String.class, () -> "own");
		}
		runner.run(this::assertStores);
	}

	private void assertNoStorage(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed()
			.hasSingleBean(StreamEventPublisher.class)
			.doesNotHaveBean(ConversationJournal.class)
			.doesNotHaveBean(ConversationMessages.class);
	}

	private void assertStores(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed().hasSingleBean(StreamEventPublisher.class);
		append(context);
		assertThat(context.getBean(ConversationMessages.class).findBySession("s")).singleElement()
			.satisfies((row) -> assertThat(row.getId()).isEqualTo("s_event_1"));
	}

	private static void append(AssertableApplicationContext context) {
		context.getBean(ConversationJournal.class)
			.open(new RunInfo("r", "s", 0, null))
			.append(new AgentUpdatedStreamEvent(new AgentSnapshot("A", null, null, List.of())));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "com.example")
	static class PlainApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = Note.class)
	@EnableJpaRepositories(basePackageClasses = NoteRepository.class)
	static class ScanningApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Note.class)
	static class PackageApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = ConversationMessage.class)
	@AutoConfigurationPackage(basePackageClasses = ConversationMessage.class)
	static class GreedyApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "com.example")
	static class TwoDatabasesApplication {

		@Bean
		@Primary
		DataSource firstDataSource(Environment environment) {
			return DataSourceBuilder.create()
				.url(environment.getProperty("spring.datasource.url"))
				.username(environment.getProperty("spring.datasource.username"))
				.password(environment.getProperty("spring.datasource.password"))
				.build();
		}

		@Bean
		DataSource secondDataSource(Environment environment) {
			return DataSourceBuilder.create()
				.url(environment.getProperty("second.url"))
				.username(environment.getProperty("second.user"))
				.password(environment.getProperty("second.password"))
				.build();
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean first(EntityManagerFactoryBuilder builder, DataSource dataSource) {
			return builder.dataSource(dataSource).packages("com.example.first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean second(EntityManagerFactoryBuilder builder,
				@Qualifier("secondDataSource") DataSource dataSource) {
			return builder.dataSource(dataSource).packages("com.example.second").build();
		}

	}

}
