/**
 * The agents: a user's request becomes runs of the Vibecoder, and an approved patch a
 * diff.
 */
@NullMarked
package io.mockagents.sample.vibecode;

import org.jspecify.annotations.NullMarked;
