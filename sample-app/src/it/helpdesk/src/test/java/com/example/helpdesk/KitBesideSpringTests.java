package com.example.helpdesk;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents;
import io.mockagents.model.SdkProfile;
import io.mockagents.test.AgentScript;
import io.mockagents.test.MockAgentsTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.annotation.Transactional;

import static io.mockagents.test.AgentScript.containing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;

/**
 * Tests of the kit beside what Spring has for tests.
 */
@Execution(ExecutionMode.SAME_THREAD)
class KitBesideSpringTests {

	/**
	 * An annotation of the application's own.
	 */
	@SpringBootTest
	@MockAgentsTest
	@Retention(RetentionPolicy.RUNTIME)
	@interface HelpdeskTest {

	}

	@HelpdeskTest
	static class Inherited {

	}

	@Nested
	class MetaAnnotated extends Inherited {

		@Test
		void isMocked(@Autowired Helpdesk helpdesk, AgentScript script) {
			script.onAnyMessage().answers(new Answer("Yes", "product", 9));
			assertThat(helpdesk.ask("Well?").getAnswer()).isEqualTo("Yes");
			assertThat(script.lastRun()).hasRowsEqualToEvents();
			assertThat(script.lastSession()).hasGaplessRows().hasNoRowTwice().hasEveryRowThatWasAnnounced();
		}

	}

	@Nested
	@HelpdeskTest
	@Transactional
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class InATransaction {

		@Autowired
		Helpdesk helpdesk;

		@Autowired
		JdbcClient jdbc;

		@Test
		@Order(1)
		void rowsAreCountedWithinTheTransactionOfTheTest(AgentScript script) {
			script.onAnyMessage().answers(new Answer("In a transaction", "product", 9));
			helpdesk.ask("Transactional?");
			assertThat(script.lastRun()).isCompleted().hasStoredRows(2).hasRowsEqualToEvents();
		}

		@Test
		@Order(2)
		void rowsOfTheTransactionAreRolledBack() {
			assertThat(jdbc.sql("select count(*) from helpdesk.ticket where question = 'Transactional?'")
				.query(Long.class)
				.single()).isZero();
		}

	}

	@Nested
	@HelpdeskTest
	class WithAMockitoBean {

		@MockitoBean
		Orders orders;

		@Test
		void toolCallsTheMock(@Autowired Helpdesk helpdesk, AgentScript script) {
			given(orders.lookup(anyString())).willReturn("order 7: lost");
			script.onMessage(containing("order"))
				.callsTool("lookup_order", Map.of("order_id", "7"))
				.answers(new Answer("${outputs.lookup_order}", "order", 1));
			assertThat(helpdesk.ask("Where is my order?").getAnswer()).isEqualTo("order 7: lost");
		}

	}

	@Nested
	@HelpdeskTest
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithADirtyContext {

		@Autowired
		Helpdesk helpdesk;

		@Test
		@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
		void newContextKnowsTheTest(AgentScript script) {
			script.onAnyMessage().answers(new Answer("Fresh", "product", 9));
			assertThat(helpdesk.ask("Fresh?").getAnswer()).isEqualTo("Fresh");
			assertThat(script.lastRun()).hasStoredRows(2);
		}

	}

	@Nested
	@DataJpaTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
	@Import({ Agents.class, Orders.class, Helpdesk.class, LocalPostgres.class })
	@MockAgentsTest
	class InASlice {

		@Test
		void agentsAreMocked(@Autowired Helpdesk helpdesk, AgentScript script) {
			script.onAnyMessage().answers(new Answer("Sliced", "product", 9));
			assertThat(helpdesk.ask("Slice?").getAnswer()).isEqualTo("Sliced");
			assertThat(script.lastRun()).hasStoredRows(2);
		}

	}

	@Nested
	@SpringBootTest(properties = { "mock-agents.seed=7", "OPENAI_MOCK_CONFIGS={\"mock_sdk_profile\": \"0.22\"}" })
	@MockAgentsTest(seed = 5, profile = "0.24", strict = false)
	class WithPropertiesOfTheTest {

		@Test
		void propertiesOfTheTestGoFirstThenTheAnnotation(@Autowired MockAgents mockAgents) {
			assertThat(mockAgents.settings().seed()).isEqualTo(7);
			assertThat(mockAgents.settings().sdkProfile()).isEqualTo(SdkProfile.V0_22);
			assertThat(mockAgents.settings().selection().strict()).isFalse();
			assertThat(mockAgents.settings().selection().builtInScenarios()).isFalse();
			assertThat(mockAgents.settings().delays().enabled()).isFalse();
			assertThat(mockAgents.settings().logEvents()).isFalse();
		}

	}

	@Nested
	@HelpdeskTest
	class OfOneContext {

		@Test
		void runOfTheApplicationItselfNeedsNoTest(@Autowired AgentRunner runner, @Autowired Agent triage,
				AgentScript script) {
			script.onSession("s-1").answers(new Answer("Session", "product", 9));
			assertThat(runner.run(RunRequest.builder(triage, "Hello").sessionId("s-1").build())
				.finalOutputAs(Answer.class)
				.text()).isEqualTo("Session");
		}

	}

}
