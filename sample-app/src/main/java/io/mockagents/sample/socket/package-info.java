/**
 * The stored conversation over Socket.IO, as it happens, to those who subscribe to its
 * project.
 */
@NullMarked
package io.mockagents.sample.socket;

import org.jspecify.annotations.NullMarked;
