package io.mockagents.autoconfigure;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;

/**
 * A runner that cannot be built: it has no API key.
 */
class LiveRunner implements AgentRunner {

	LiveRunner() {
		throw new IllegalStateException("The live runner was built");
	}

	@Override
	public RunResultStreaming runStreamed(RunRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RunResult run(RunRequest request) {
		throw new UnsupportedOperationException();
	}

}
