/**
 * The player of recorded runs, and the model that answers as they were answered.
 */
@NullMarked
package io.mockagents.recording.replay;

import org.jspecify.annotations.NullMarked;
