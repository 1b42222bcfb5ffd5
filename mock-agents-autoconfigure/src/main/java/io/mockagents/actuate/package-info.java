/**
 * The mock over the endpoints of Spring Boot Actuator: what is mocked, what plays, and
 * which scenario is forced.
 */
@NullMarked
package io.mockagents.actuate;

import org.jspecify.annotations.NullMarked;
