/**
 * Reads recordings: what applications on the Python SDK wrote about their runs.
 */
@NullMarked
package io.mockagents.recording;

import org.jspecify.annotations.NullMarked;
