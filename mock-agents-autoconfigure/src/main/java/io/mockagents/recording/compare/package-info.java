/**
 * The comparison of the events of runs.
 */
@NullMarked
package io.mockagents.recording.compare;

import org.jspecify.annotations.NullMarked;
