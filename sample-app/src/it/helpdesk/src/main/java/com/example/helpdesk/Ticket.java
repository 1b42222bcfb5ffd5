package com.example.helpdesk;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/**
 * A question of a customer, and its answer.
 */
@Entity
public class Ticket {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	@Column(nullable = false)
	private String question;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false)
	private State state = State.OPEN;

	private String answer;

	private String answeredBy;

	private String category;

	private Integer confidence;

	protected Ticket() {
	}

	Ticket(String question) {
		this.question = question;
	}

	void answer(Answer answer, String answeredBy) {
		this.state = State.ANSWERED;
		this.answeredBy = answeredBy;
		this.answer = answer.text();
		this.category = answer.category();
		this.confidence = answer.confidence();
	}

	void fail(String apology) {
		this.state = State.FAILED;
		this.answer = apology;
	}

	/**
	 * Return the id of the session under which the ticket's conversation is stored.
	 */
	public String getSessionId() {
		return "ticket-" + this.id;
	}

	public Long getId() {
		return this.id;
	}

	public String getQuestion() {
		return this.question;
	}

	public State getState() {
		return this.state;
	}

	public String getAnswer() {
		return this.answer;
	}

	public String getAnsweredBy() {
		return this.answeredBy;
	}

	public String getCategory() {
		return this.category;
	}

	public Integer getConfidence() {
		return this.confidence;
	}

	/**
	 * The state of a ticket.
	 */
	public enum State {

		OPEN, ANSWERED, FAILED

	}

}
