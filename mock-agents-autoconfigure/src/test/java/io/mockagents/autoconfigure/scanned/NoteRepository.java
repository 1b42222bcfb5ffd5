package io.mockagents.autoconfigure.scanned;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * A repository of an application.
 */
public interface NoteRepository extends JpaRepository<Note, String> {

}
