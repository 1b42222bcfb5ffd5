package io.mockagents.autoconfigure;

import io.mockagents.PostgresServer;
import io.mockagents.autoconfigure.scanned.Note;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessages;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conversations in a slice of an application.
 */
@DataJpaTest
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
class ConversationDataJpaTests {

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		PostgresServer.Database database = PostgresServer.newDatabase();
		registry.add("spring.datasource.url", database::url);
		registry.add("spring.datasource.username", database::user);
		registry.add("spring.datasource.password", database::password);
		registry.add("spring.datasource.hikari.maximum-pool-size", () -> 2);
		registry.add("spring.jpa.hibernate.ddl-auto", () -> "update");
		registry.add("mock-agents.conversation.enabled", () -> true);
	}

	@Test
	void sliceContainsTheConversations(@Autowired ConversationMessages messages,
			@Autowired ConversationJournal journal) {
		messages.addUserMessage("slice", null, "Hi");
		assertThat(messages.findBySession("slice")).hasSize(1);
		assertThat(journal).isNotNull();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = Note.class)
	static class Application {

	}

}
