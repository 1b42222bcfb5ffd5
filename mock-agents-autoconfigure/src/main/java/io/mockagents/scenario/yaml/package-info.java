/**
 * The nodes of a YAML file, with their places and what is wrong with them.
 */
@NullMarked
package io.mockagents.scenario.yaml;

import org.jspecify.annotations.NullMarked;
