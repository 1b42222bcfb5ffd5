package io.mockagents.sample.data;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/**
 * An entity with an id of its own making and the times of its creation and last change,
 * in UTC and as exact as PostgreSQL keeps them.
 */
@MappedSuperclass
public abstract class StoredEntity {

	@Id
	private String id;

	private LocalDateTime createdAt;

	private LocalDateTime updatedAt;

	/**
	 * For JPA.
	 */
	@SuppressWarnings("NullAway.Init")
	protected StoredEntity() {
	}

	/**
	 * Create an entity with a new id.
	 * @param clock returns the time of its creation
	 */
	protected StoredEntity(Clock clock) {
		LocalDateTime now = now(clock);
		this.id = UUID.randomUUID().toString();
		this.createdAt = now;
		this.updatedAt = now;
	}

	/**
	 * Remember that the entity changes now.
	 * @param clock returns the time of the change
	 */
	protected void touch(Clock clock) {
		this.updatedAt = now(clock);
	}

	private static LocalDateTime now(Clock clock) {
		return LocalDateTime.now(clock.withZone(ZoneOffset.UTC)).truncatedTo(ChronoUnit.MICROS);
	}

	public String getId() {
		return this.id;
	}

	public LocalDateTime getCreatedAt() {
		return this.createdAt;
	}

	public LocalDateTime getUpdatedAt() {
		return this.updatedAt;
	}

}
