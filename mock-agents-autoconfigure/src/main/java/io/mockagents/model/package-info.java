/**
 * The models that answer turns: the {@link io.mockagents.model.Model} interface, its
 * request, and the vocabulary of the response stream as it comes over the wire.
 */
@NullMarked
package io.mockagents.model;

import org.jspecify.annotations.NullMarked;
