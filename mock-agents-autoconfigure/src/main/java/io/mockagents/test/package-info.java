/**
 * The test kit: scripts the model where the test stands, and checks what its runs did.
 */
@NullMarked
package io.mockagents.test;

import org.jspecify.annotations.NullMarked;
