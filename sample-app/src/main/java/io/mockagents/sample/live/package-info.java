/**
 * The application's own runner of agents, for as long as they are not mocked.
 */
@NullMarked
package io.mockagents.sample.live;

import org.jspecify.annotations.NullMarked;
