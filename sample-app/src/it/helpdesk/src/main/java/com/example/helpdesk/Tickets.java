package com.example.helpdesk;

import java.util.List;

import com.example.helpdesk.Ticket.State;
import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The tickets in the database.
 */
interface Tickets extends JpaRepository<Ticket, Long> {

	List<Ticket> findByStateOrderById(State state);

}
