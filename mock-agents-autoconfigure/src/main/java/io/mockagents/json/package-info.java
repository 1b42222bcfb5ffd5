/**
 * JSON values, read, written and compared in the order of their keys.
 */
@NullMarked
package io.mockagents.json;

import org.jspecify.annotations.NullMarked;
