/**
 * The frames in which the API streams an answer, written and read.
 */
@NullMarked
package io.mockagents.wire;

import org.jspecify.annotations.NullMarked;
