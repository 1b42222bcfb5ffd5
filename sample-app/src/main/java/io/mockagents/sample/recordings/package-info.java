/**
 * The command line for recordings: import, export, compare and list.
 */
@NullMarked
package io.mockagents.sample.recordings;

import org.jspecify.annotations.NullMarked;
