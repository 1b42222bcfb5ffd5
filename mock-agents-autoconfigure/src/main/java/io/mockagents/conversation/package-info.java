/**
 * What an application keeps and hears of its conversations: the rows of
 * {@code conversation_messages}, the journal that writes them from stream events, and the
 * application event of each stream event.
 */
@NullMarked
package io.mockagents.conversation;

import org.jspecify.annotations.NullMarked;
