/**
 * What the performance of runs is measured by.
 */
@NullMarked
package io.mockagents.benchmarks;

import org.jspecify.annotations.NullMarked;
