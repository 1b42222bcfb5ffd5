package io.mockagents.sample.vibecode;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.conversation.ConversationStorageException;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.ScenarioPlaybackException;
import io.mockagents.scenario.UnknownScenarioException;
import org.jspecify.annotations.Nullable;

/**
 * A run failed for a reason that is not disclosed to clients.
 */
final class RunFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RunFailedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Return a failure whose message is meant for readers. Messages of the agents, the
	 * model and the scenarios throw is; others may quote statements and names of the
	 * database.
	 */
	static RuntimeException presentable(RuntimeException failure) {
		if (failure instanceof AgentsException || failure instanceof OpenAiException
				|| failure instanceof ScenarioPlaybackException || failure instanceof NoScenarioMatchedException
				|| failure instanceof UnknownScenarioException || failure instanceof RunFailedException) {
			return failure;
		}
		return new RunFailedException((failure instanceof ConversationStorageException)
				? "The run was stopped because the conversation could not be stored: see the application's log"
				: "The run failed unexpectedly: see the application's log", failure);
	}

}
