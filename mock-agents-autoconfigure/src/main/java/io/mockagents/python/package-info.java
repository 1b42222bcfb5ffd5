/**
 * What Python prints, reads and validates: repr and str, json.dumps, and pydantic's lax
 * parsing and texts.
 */
@NullMarked
package io.mockagents.python;

import org.jspecify.annotations.NullMarked;
