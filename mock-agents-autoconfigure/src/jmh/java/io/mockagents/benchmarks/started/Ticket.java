package io.mockagents.benchmarks.started;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * An entity.
 */
@Entity
class Ticket {

	@Id
	private @Nullable Long id;

	private @Nullable String customer;

}
