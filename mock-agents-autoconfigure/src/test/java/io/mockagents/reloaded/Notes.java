package io.mockagents.reloaded;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * A repository that only the package of the application sees.
 */
interface Notes extends JpaRepository<Note, String> {

}
