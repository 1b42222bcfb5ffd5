/**
 * What is a secret, and how it is taken out of texts and JSON.
 */
@NullMarked
package io.mockagents.redaction;

import org.jspecify.annotations.NullMarked;
