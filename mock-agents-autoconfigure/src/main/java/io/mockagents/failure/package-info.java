/**
 * What can go wrong in a run, and when it is made to.
 */
@NullMarked
package io.mockagents.failure;

import org.jspecify.annotations.NullMarked;
