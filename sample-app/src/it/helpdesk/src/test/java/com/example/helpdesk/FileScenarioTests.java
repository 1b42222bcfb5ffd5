package com.example.helpdesk;

import java.util.List;
import java.util.stream.IntStream;

import com.example.helpdesk.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Helpdesk} with mocked runs, whether strict mode is on or off.
 */
@Execution(ExecutionMode.SAME_THREAD)
abstract class FileScenarioTests {

	private static final List<Question> QUESTIONS = List.of( //
			new Question("Where is order 7?", "order"), //
			new Question("How do I get a refund?", "refund"), //
			new Question("Please add a comment to order 42", "note"), //
			new Question("What does the manual say?", "product"), //
			new Question("Explain the refund for order 8", "refund"), //
			new Question("What is a docstring?", "product"));

	@Autowired
	private Helpdesk helpdesk;

	@Autowired
	private Tickets tickets;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void toolOfTheApplicationRuns() {
		Ticket ticket = this.helpdesk.ask("Where is order 7?");
		assertThat(ticket.getState()).isEqualTo(State.ANSWERED);
		assertThat(ticket.getAnswer()).isEqualTo("Here it is: order 7: shipped");
		assertThat(ticket.getCategory()).isEqualTo("order");
		assertThat(ticket.getConfidence()).isEqualTo(95);
	}

	@Test
	void refundsAreHandedOver() {
		Ticket ticket = this.helpdesk.ask("How do I get a refund?");
		assertThat(ticket.getAnswer()).isEqualTo("You get your money back.");
		assertThat(ticket.getAnsweredBy()).isEqualTo("Refunds");
	}

	@Test
	void everyQuestionPlaysAScenarioOfTheApplication() {
		List<Question> asked = IntStream.range(0, 120)
			.mapToObj((number) -> QUESTIONS.get(number % QUESTIONS.size()))
			.toList();
		assertThat(asked).extracting((question) -> this.helpdesk.ask(question.text()).getCategory())
			.isEqualTo(asked.stream().map(Question::category).toList());
	}

	@Test
	void failedRunIsApologizedFor() {
		Ticket ticket = this.helpdesk.ask("I have a complaint");
		assertThat(ticket.getState()).isEqualTo(State.FAILED);
		assertThat(ticket.getAnswer()).startsWith("Sorry");
	}

	@Test
	void ticketsThatWereLeftOpenAreAnswered() {
		Ticket open = this.tickets.save(new Ticket("Where is order 7?"));
		assertThat(this.helpdesk.recover()).extracting(Ticket::getId).containsExactly(open.getId());
		assertThat(this.tickets.findById(open.getId())).get().extracting(Ticket::getState).isEqualTo(State.ANSWERED);
		assertThat(this.helpdesk.recover()).isEmpty();
	}

	@Test
	void conversationIsStoredInTheDefaultSchemaAndNothingInPublic() {
		Ticket ticket = this.helpdesk.ask("Where is order 7?");
		assertThat(this.jdbc.sql("select count(*) from helpdesk.conversation_messages where session_id = ?")
			.param(ticket.getSessionId())
			.query(Long.class)
			.single()).isPositive();
		assertThat(relations("helpdesk")).contains("ticket", "conversation_messages");
		assertThat(relations("public")).isEmpty();
	}

	private List<String> relations(String schema) {
		return this.jdbc.sql("select relname from pg_class where relnamespace = ?::regnamespace")
			.param(schema)
			.query(String.class)
			.list();
	}

	/**
	 * A question, and the category of the scenario that answers it.
	 */
	record Question(String text, String category) {

	}

}
