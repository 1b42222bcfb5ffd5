/**
 * Runs that really happened, kept to be played again: read from rows, logs and recording
 * files, recorded while they happen, compared, and played by a model of their own.
 */
@NullMarked
package io.mockagents.recording;

import org.jspecify.annotations.NullMarked;
