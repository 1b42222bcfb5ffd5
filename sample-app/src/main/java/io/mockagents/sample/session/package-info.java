/**
 * The one session of a project, under which its conversation is stored.
 */
@NullMarked
package io.mockagents.sample.session;

import org.jspecify.annotations.NullMarked;
