package io.mockagents.mock;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.loop.LoopAgentRunner;
import org.jspecify.annotations.Nullable;

/**
 * Plays runs from scenarios, in place of one runner of the application. Not final, so
 * that it can be proxied as any bean.
 */
public class MockAgentRunner implements AgentRunner {

	private final String name;

	private final @Nullable String replacedType;

	private final AgentRunner runner;

	/**
	 * Create a runner.
	 * @param name the name of the bean it stands for
	 * @param replacedType the name of the class of the runner it replaces, empty if the
	 * application has none
	 * @param planner plans its runs
	 */
	public MockAgentRunner(String name, String replacedType, RunPlanner planner) {
		this.name = name;
		this.replacedType = replacedType.isEmpty() ? null : replacedType;
		this.runner = new LoopAgentRunner((request) -> planner.plan(name, request));
	}

	/**
	 * Return the name of the bean this stands for.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the class of the runner this replaces.
	 * @return the name of the class, or {@code null} if the application has none
	 */
	public @Nullable String replacedType() {
		return this.replacedType;
	}

	@Override
	public RunResultStreaming runStreamed(RunRequest request) {
		return this.runner.runStreamed(request);
	}

	@Override
	public RunResult run(RunRequest request) {
		return this.runner.run(request);
	}

	@Override
	public String toString() {
		return "MockAgentRunner '" + this.name + "'";
	}

}
