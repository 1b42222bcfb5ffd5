/**
 * The stored conversation, read as a list or followed as it happens.
 */
@NullMarked
package io.mockagents.sample.message;

import org.jspecify.annotations.NullMarked;
