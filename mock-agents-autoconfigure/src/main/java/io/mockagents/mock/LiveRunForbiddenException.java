package io.mockagents.mock;

/**
 * A run that is not mocked would reach a live model, and the settings forbid that. Its
 * runner was not called.
 */
public class LiveRunForbiddenException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param agent the name of the starting agent
	 * @param runner the class of the runner
	 */
	public LiveRunForbiddenException(String agent, String runner) {
		super("The run of agent '" + agent + "' would reach a live model: its runner " + runner
				+ " is not mocked, and mock_live is 'forbidden'. Turn mocks on with OPENAI_MOCK_CONFIGS={}, take the "
				+ "runner out of mock-agents.exclude, or set mock_live, or mock-agents.live, to 'allowed'");
	}

}
