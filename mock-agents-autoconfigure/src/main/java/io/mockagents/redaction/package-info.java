/**
 * Secrets in texts and JSON, and their redaction.
 */
@NullMarked
package io.mockagents.redaction;

import org.jspecify.annotations.NullMarked;
