/**
 * Projects, each with one file under version control.
 */
@NullMarked
package io.mockagents.sample.project;

import org.jspecify.annotations.NullMarked;
