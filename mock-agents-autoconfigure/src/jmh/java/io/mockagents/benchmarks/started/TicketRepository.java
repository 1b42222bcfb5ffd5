package io.mockagents.benchmarks.started;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * A repository.
 */
interface TicketRepository extends JpaRepository<Ticket, Long> {

	List<Ticket> findByCustomer(String customer);

}
