package io.mockagents.test;

import org.jspecify.annotations.Nullable;

/**
 * The test to which the work of a thread belongs.
 */
final class TestIdentity {

	/**
	 * The HTTP header that carries the identity.
	 */
	static final String HEADER = "X-Mock-Agents-Test";

	private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

	private TestIdentity() {
	}

	/**
	 * Return the id of the test.
	 * @return the id, or {@code null} if the thread works for no test
	 */
	static @Nullable String current() {
		return CURRENT.get();
	}

	static void set(@Nullable String id) {
		if (id != null) {
			CURRENT.set(id);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Let this thread work for a test while it runs a task.
	 * @param id the id of the test, or {@code null} for none
	 * @param task the task
	 * @param <E> what the task throws
	 * @throws E what the task throws
	 */
	static <E extends Throwable> void with(@Nullable String id, Task<E> task) throws E {
		String before = current();
		set(id);
		try {
			task.run();
		}
		finally {
			set(before);
		}
	}

	/**
	 * Return a task that works for the test for which this thread works now.
	 * @param task the task
	 * @return the task with the identity
	 */
	static Runnable carried(Runnable task) {
		String id = current();
		return () -> with(id, task::run);
	}

	/**
	 * A piece of work.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	interface Task<E extends Throwable> {

		void run() throws E;

	}

}
