/**
 * Patches that the evaluator approved and a person reviews.
 */
@NullMarked
package io.mockagents.sample.diff;

import org.jspecify.annotations.NullMarked;
