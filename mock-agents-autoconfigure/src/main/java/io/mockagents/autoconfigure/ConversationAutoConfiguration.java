package io.mockagents.autoconfigure;

import java.time.Clock;

import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.conversation.StreamEventPublisher;
import io.mockagents.loop.RunJournal;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what an application keeps and
 * hears of its conversations: the application event of each stream event, and, where
 * there is a JPA entity manager factory of Hibernate, the rows. Independent of whether
 * the runs are mocked.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
		"org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration" })
public final class ConversationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StreamEventPublisher mockAgentsStreamEventPublisher(ApplicationEventPublisher publisher) {
		return new StreamEventPublisher(publisher);
	}

	/**
	 * Rows are stored where that is asked for, and where nothing is said while mocks are
	 * on. An application that only has the starter on its class path keeps its database
	 * as it is.
	 */
	static final class OnStorageCondition extends AnyNestedCondition {

		OnStorageCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty("mock-agents.conversation.enabled")
		static class Asked {

		}

		@ConditionalOnBooleanProperty("mock-agents.enabled")
		@ConditionalOnBooleanProperty(name = "mock-agents.conversation.enabled", matchIfMissing = true)
		static class Mocked {

		}

	}

	/**
	 * The rows of the conversations, in the database of the primary entity manager
	 * factory.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EntityManagerFactory.class, LocalContainerEntityManagerFactoryBean.class,
			SessionFactoryImplementor.class, JpaRepository.class, DatabaseInitializationMode.class })
	@Conditional(OnStorageCondition.class)
	@ConditionalOnSingleCandidate(EntityManagerFactory.class)
	@EnableConfigurationProperties(ConversationProperties.class)
	static class StorageConfiguration {

		@Bean
		static ConversationEntityPostProcessor mockAgentsConversationEntityPostProcessor() {
			return new ConversationEntityPostProcessor();
		}

		@Bean
		@ConditionalOnMissingBean
		ConversationMessages mockAgentsConversationMessages(EntityManagerFactory entityManagerFactory,
				ObjectProvider<PlatformTransactionManager> transactionManagers, ObjectProvider<Clock> clock) {
			return new ConversationMessages(entityManagerFactory,
					transactionManager(entityManagerFactory, transactionManagers), clock.getIfUnique(Clock::systemUTC));
		}

		private static PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory,
				ObjectProvider<PlatformTransactionManager> transactionManagers) {
			return transactionManagers.orderedStream()
				.filter((candidate) -> candidate instanceof JtaTransactionManager
						|| (candidate instanceof JpaTransactionManager jpa
								&& entityManagerFactory.equals(jpa.getEntityManagerFactory())))
				.findFirst()
				.orElseGet(() -> new JpaTransactionManager(entityManagerFactory));
		}

		@Bean
		@ConditionalOnMissingBean
		ConversationJournal mockAgentsConversationJournal(ConversationMessages messages,
				EntityManagerFactory entityManagerFactory) {
			return ConversationSchema.isStorable(entityManagerFactory.unwrap(SessionFactoryImplementor.class))
					? messages.journal() : (run) -> RunJournal.NONE;
		}

	}

}
