package io.mockagents.sample.session;

/**
 * A session is being deleted, with its messages and diffs. Published within the
 * transaction that does it.
 *
 * @param sessionId the id of the session
 */
public record SessionDeleted(String sessionId) {

}
