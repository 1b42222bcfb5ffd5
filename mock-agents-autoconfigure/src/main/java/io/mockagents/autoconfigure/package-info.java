/**
 * Spring Boot's side of the mock: its settings, the replacement of the application's
 * runners, and the analysis of what goes wrong at start-up.
 */
@NullMarked
package io.mockagents.autoconfigure;

import org.jspecify.annotations.NullMarked;
