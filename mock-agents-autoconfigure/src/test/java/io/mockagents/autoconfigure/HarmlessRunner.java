package io.mockagents.autoconfigure;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;

/**
 * A runner that can be built.
 */
class HarmlessRunner implements AgentRunner {

	@Override
	public RunResultStreaming runStreamed(RunRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RunResult run(RunRequest request) {
		throw new UnsupportedOperationException();
	}

}
