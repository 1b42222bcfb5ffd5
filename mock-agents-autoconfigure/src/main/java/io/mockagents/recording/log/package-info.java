/**
 * Recorded runs from the logs of the Python application.
 */
@NullMarked
package io.mockagents.recording.log;

import org.jspecify.annotations.NullMarked;
