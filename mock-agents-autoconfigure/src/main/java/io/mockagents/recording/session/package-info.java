/**
 * Recorded runs from the rows of stored sessions.
 */
@NullMarked
package io.mockagents.recording.session;

import org.jspecify.annotations.NullMarked;
