/**
 * An embedded PostgreSQL for as long as no other database is configured.
 */
@NullMarked
package io.mockagents.sample.postgres;

import org.jspecify.annotations.NullMarked;
