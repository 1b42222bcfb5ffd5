package com.example.helpdesk;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

	private final Set<Long> inProgress = ConcurrentHashMap.newKeySet();

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
		return answer(open(question));
	}

	/**
	 * Answer the tickets that were left open when the application ended: those that are
	 * open and that no thread is working on.
	 * @return the tickets, answered or failed
	 */
	public List<Ticket> recover() {
		return leftOpen().stream().map(this::answer).toList();
	}

	private synchronized Ticket open(String question) {
		Ticket ticket = this.tickets.save(new Ticket(question));
		this.inProgress.add(ticket.getId());
		return ticket;
	}

	private synchronized List<Ticket> leftOpen() {
		List<Ticket> left = this.tickets.findByStateOrderById(State.OPEN)
			.stream()
			.filter((ticket) -> !this.inProgress.contains(ticket.getId()))
			.toList();
		left.forEach((ticket) -> this.inProgress.add(ticket.getId()));
		return left;
	}

	@EventListener(ApplicationReadyEvent.class)
	void recoverAtStart() {
		recover();
	}

	private Ticket answer(Ticket ticket) {
		try {
			RunResultStreaming run = run(ticket);
			ticket.answer(run.finalOutputAs(Answer.class), run.lastAgent().name());
			return this.tickets.save(ticket);
		}
		catch (AgentsException | OpenAiException ex) {
			logger.error("Ticket {} was not answered", ticket.getId(), ex);
			ticket.fail("Sorry, your question could not be answered. Please try again later.");
			return this.tickets.save(ticket);
		}
		finally {
			this.inProgress.remove(ticket.getId());
		}
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
