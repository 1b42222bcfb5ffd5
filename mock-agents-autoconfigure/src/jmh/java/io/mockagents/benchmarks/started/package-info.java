/**
 * The application that {@link io.mockagents.benchmarks.StartBenchmark} starts.
 */
@NullMarked
package io.mockagents.benchmarks.started;

import org.jspecify.annotations.NullMarked;
