/**
 * Recorded runs written as scenarios.
 */
@NullMarked
package io.mockagents.recording.export;

import org.jspecify.annotations.NullMarked;
