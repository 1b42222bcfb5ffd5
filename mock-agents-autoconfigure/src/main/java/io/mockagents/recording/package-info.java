/**
 * Recorded runs as values: read from files, written to files, kept in a library, and
 * stripped of secrets.
 */
@NullMarked
package io.mockagents.recording;

import org.jspecify.annotations.NullMarked;
