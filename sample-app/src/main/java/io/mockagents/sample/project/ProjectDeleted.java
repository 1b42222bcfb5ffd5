package io.mockagents.sample.project;

/**
 * A project is being deleted. Published within the transaction, before its row goes, so
 * that what belongs to it can go first.
 *
 * @param projectId the id of the project
 */
public record ProjectDeleted(String projectId) {

}
