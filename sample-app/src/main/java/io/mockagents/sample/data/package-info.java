/**
 * The common part of all stored entities.
 */
@NullMarked
package io.mockagents.sample.data;

import org.jspecify.annotations.NullMarked;
