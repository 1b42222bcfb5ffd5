/**
 * Rules for the whole HTTP API: its errors, the form of its timestamps, and who may call
 * it.
 */
@NullMarked
package io.mockagents.sample.web;

import org.jspecify.annotations.NullMarked;
