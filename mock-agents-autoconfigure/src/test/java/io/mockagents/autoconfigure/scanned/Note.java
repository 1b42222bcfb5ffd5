package io.mockagents.autoconfigure.scanned;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * An entity of an application.
 */
@Entity
public class Note {

	@Id
	private String id;

	protected Note() {
	}

	public Note(String id) {
		this.id = id;
	}

	public String getId() {
		return this.id;
	}

}
