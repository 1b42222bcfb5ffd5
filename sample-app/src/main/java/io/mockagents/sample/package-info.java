/**
 * The sample application.
 */
@NullMarked
package io.mockagents.sample;

import org.jspecify.annotations.NullMarked;
