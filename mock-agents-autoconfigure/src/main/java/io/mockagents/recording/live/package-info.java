/**
 * Runs recorded while they happen.
 */
@NullMarked
package io.mockagents.recording.live;

import org.jspecify.annotations.NullMarked;
