package io.mockagents.reloaded;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * An entity of the application.
 */
@Entity
@Table(name = "reloaded_note")
class Note {

	@Id
	private String id;

	protected Note() {
	}

	Note(String id) {
		this.id = id;
	}

	String getId() {
		return this.id;
	}

}
