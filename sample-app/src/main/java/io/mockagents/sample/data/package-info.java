/**
 * What all stored entities have in common.
 */
@NullMarked
package io.mockagents.sample.data;

import org.jspecify.annotations.NullMarked;
