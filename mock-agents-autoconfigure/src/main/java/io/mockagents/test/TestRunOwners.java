package io.mockagents.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.RunOwner;
import io.mockagents.mock.RunOwners;
import org.jspecify.annotations.Nullable;

/**
 * Finds the test to which a run of a context belongs: the one that owns its session, the
 * one for which its thread works, or the only one that is running.
 */
final class TestRunOwners implements RunOwners {

	private final Set<RunningTest> tests = new CopyOnWriteArraySet<>();

	boolean add(RunningTest test) {
		return this.tests.add(test);
	}

	void remove(RunningTest test) {
		this.tests.remove(test);
	}

	@Override
	public @Nullable RunOwner current() {
		String id = TestIdentity.current();
		if (id != null) {
			return RunningTest.find(id);
		}
		List<RunningTest> running = List.copyOf(this.tests);
		return (running.size() == 1) ? running.get(0) : null;
	}

	@Override
	public @Nullable RunOwner ownerOf(RunRequest request) {
		for (RunningTest test : this.tests) {
			if (test.ownsSession(request.sessionId())) {
				return test;
			}
		}
		String id = TestIdentity.current();
		if (id != null) {
			RunningTest test = RunningTest.find(id);
			if (test == null) {
				throw new IllegalStateException("The run of agent '" + request.startingAgent().name()
						+ "' belongs to the test '" + id + "', which is not running. Let the test wait for its runs");
			}
			return test;
		}
		List<RunningTest> running = List.copyOf(this.tests);
		return (running.size() > 1) ? onlyFitting(request, running) : running.isEmpty() ? null : running.get(0);
	}

	private static RunningTest onlyFitting(RunRequest request, List<RunningTest> running) {
		List<RunningTest> fitting = running.stream().filter((test) -> test.fits(request)).toList();
		if (fitting.size() == 1) {
			return fitting.get(0);
		}
		throw new IllegalStateException("The run of agent '" + request.startingAgent().name() + "' with the message '"
				+ request.input().lastUserMessage()
				+ "' may belong to each of these tests, which run at the same time: "
				+ (fitting.isEmpty() ? running : fitting).stream()
					.map(RunningTest::toString)
					.sorted()
					.limit(10)
					.collect(Collectors.joining(", "))
				+ ". Its thread carries no test. Call script.ownsSession(id) with the id of its session, propagate the "
				+ "context to its thread, or run these tests one after the other");
	}

}
