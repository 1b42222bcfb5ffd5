package io.mockagents.sample.message;

import io.mockagents.conversation.ConversationMessage;

/**
 * A run has failed, and its failure was stored.
 *
 * @param row the row of the failure
 */
public record RunFailed(ConversationMessage row) {

}
