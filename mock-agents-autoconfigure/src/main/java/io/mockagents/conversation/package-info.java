/**
 * The conversations that an application stores and listens to: the rows of
 * {@code conversation_messages}, the journal that writes them from stream events, and the
 * application event of each stream event.
 */
@NullMarked
package io.mockagents.conversation;

import org.jspecify.annotations.NullMarked;
