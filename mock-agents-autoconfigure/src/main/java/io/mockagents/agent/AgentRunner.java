package io.mockagents.agent;

/**
 * Runs agents, as {@code Runner} of the SDK does. An application declares one as a bean;
 * while mocks are on, the starter puts another in its place.
 * <p>
 * A runner may be used by several threads at once; each run stands for itself.
 */
public interface AgentRunner {

	/**
	 * Start a run whose events are streamed. Nothing happens before the events are asked
	 * for, and every failure of the run surfaces from
	 * {@link RunResultStreaming#streamEvents()}, never from here.
	 * @param request what to run
	 * @return the run; close its stream, or consume it to its end
	 */
	RunResultStreaming runStreamed(RunRequest request);

	/**
	 * Start a run whose events are streamed, with all defaults.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the user's message
	 * @return the run; close its stream, or consume it to its end
	 */
	default RunResultStreaming runStreamed(Agent startingAgent, String input) {
		return runStreamed(RunRequest.of(startingAgent, input));
	}

	/**
	 * Continue an interrupted run whose events are streamed.
	 * @param startingAgent the agent that took the first turn
	 * @param state the run, with its interruptions decided on
	 * @return the run; close its stream, or consume it to its end
	 */
	default RunResultStreaming runStreamed(Agent startingAgent, RunState state) {
		return runStreamed(RunRequest.builder(startingAgent, RunInput.of(state)).build());
	}

	/**
	 * Run to the end and return the result.
	 * @param request what to run
	 * @return the result
	 * @throws AgentsException if the run fails: max turns, model behaviour, a guardrail
	 * @throws OpenAiException if the API fails
	 */
	RunResult run(RunRequest request);

	/**
	 * Run to the end and return the result, with all defaults.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the user's message
	 * @return the result
	 * @throws AgentsException if the run fails: max turns, model behaviour, a guardrail
	 * @throws OpenAiException if the API fails
	 */
	default RunResult run(Agent startingAgent, String input) {
		return run(RunRequest.of(startingAgent, input));
	}

	/**
	 * Continue an interrupted run to its end and return the result.
	 * @param startingAgent the agent that took the first turn
	 * @param state the run, with its interruptions decided on
	 * @return the result
	 * @throws AgentsException if the run fails: max turns, model behaviour, a guardrail
	 * @throws OpenAiException if the API fails
	 */
	default RunResult run(Agent startingAgent, RunState state) {
		return run(RunRequest.builder(startingAgent, RunInput.of(state)).build());
	}

}
