package io.mockagents.sample.vibecode;

/**
 * A user's request to the agents.
 *
 * @param id the id of its stored row
 * @param prompt what the user wrote
 */
record UserMessage(String id, String prompt) {

}
