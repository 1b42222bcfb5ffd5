/**
 * Python's ways to print, read and validate: repr and str, json.dumps, and pydantic's lax
 * parsing and texts.
 */
@NullMarked
package io.mockagents.python;

import org.jspecify.annotations.NullMarked;
