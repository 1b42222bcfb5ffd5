/**
 * The vocabulary an application codes against: agents, tools, runs, stream events, run
 * items, sessions and exceptions, named as the OpenAI Agents SDK names them.
 */
@NullMarked
package io.mockagents.agent;

import org.jspecify.annotations.NullMarked;
