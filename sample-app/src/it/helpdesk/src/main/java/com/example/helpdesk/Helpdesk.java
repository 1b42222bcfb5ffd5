package com.example.helpdesk;

import java.util.List;

import com.example.helpdesk.Ticket.State;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Answers questions with the help of agents.
 */
@Service
public class Helpdesk {

	private static final Logger logger = LoggerFactory.getLogger(Helpdesk.class);

	private final AgentRunner agentRunner;

	private final Agent triage;

	private final Tickets tickets;

	Helpdesk(AgentRunner agentRunner, Agent triage, Tickets tickets) {
		this.agentRunner = agentRunner;
		this.triage = triage;
		this.tickets = tickets;
	}

	/**
	 * Ask a question.
	 * @param question the question
	 * @return the ticket, answered or failed
	 */
	public Ticket ask(String question) {
		return answer(this.tickets.save(new Ticket(question)));
	}

	/**
	 * Answer the tickets that were left open when the application ended.
	 * @return the tickets, answered or failed
	 */
	public List<Ticket> recover() {
		return this.tickets.findByStateOrderById(State.OPEN).stream().map(this::answer).toList();
	}

	@EventListener(ApplicationReadyEvent.class)
	void recoverAtStart() {
		recover();
	}

	private Ticket answer(Ticket ticket) {
		try {
			RunResultStreaming run = run(ticket);
			ticket.answer(run.finalOutputAs(Answer.class), run.lastAgent().name());
		}
		catch (AgentsException | OpenAiException ex) {
			logger.error("Ticket {} was not answered", ticket.getId(), ex);
			ticket.fail("Sorry, your question could not be answered. Please try again later.");
		}
		return this.tickets.save(ticket);
	}

	private RunResultStreaming run(Ticket ticket) {
		RunResultStreaming run = this.agentRunner.runStreamed(
				RunRequest.builder(this.triage, ticket.getQuestion()).sessionId(ticket.getSessionId()).build());
		try (EventStream events = run.streamEvents()) {
			events.forEach((event) -> logger.debug("Ticket {}: {}", ticket.getId(), event.type()));
		}
		return run;
	}

}
