/**
 * The live model: answers turns by the Responses API, reached with OpenAI's own client.
 */
@NullMarked
package io.mockagents.openai;

import org.jspecify.annotations.NullMarked;
