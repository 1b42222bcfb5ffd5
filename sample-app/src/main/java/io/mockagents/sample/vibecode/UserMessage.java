package io.mockagents.sample.vibecode;

/**
 * What a user asks the agents for.
 *
 * @param id the id of its stored row
 * @param prompt what the user wrote
 */
record UserMessage(String id, String prompt) {

}
