package io.mockagents.test;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the identity of a test to other threads.
 */
public final class TestIdentityAccessor implements ThreadLocalAccessor<String> {

	@Override
	public Object key() {
		return TestIdentity.HEADER;
	}

	@Override
	@SuppressWarnings("NullAway") // the library asks so whether there is a value
	public @Nullable String getValue() {
		return TestIdentity.current();
	}

	@Override
	public void setValue(String value) {
		TestIdentity.set(value);
	}

	@Override
	public void setValue() {
		TestIdentity.set(null);
	}

}
