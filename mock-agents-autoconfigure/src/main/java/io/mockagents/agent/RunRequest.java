package io.mockagents.agent;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A request for a run: the parameters of {@code Runner.run} and
 * {@code Runner.run_streamed}.
 *
 * @param startingAgent the agent that takes the first turn
 * @param input the input of the run
 * @param context an object of the application's own, handed to tools, guardrails, hooks
 * and dynamic instructions; never sent to the model
 * @param maxTurns the number of turns after which the run fails with
 * {@link MaxTurnsExceededException}; a turn is one call of the model
 * @param hooks the hooks that observe the run
 * @param runConfig settings of the whole run
 * @param previousResponseId the id of the response to continue from
 * @param session the conversation's memory: its items are put before the input, and what
 * the run adds is put into it
 * @param sessionId the id under which the run's rows are stored and its events published
 * @param iteration the application's count of runs made for one request of a user, from
 * 0; stored with each row
 * @param conversationId the id of a conversation that the API keeps, or {@code null};
 * with it each request has only what the conversation does not know
 * @param autoPreviousResponseId whether each turn continues from the response of the one
 * before, so that its request has only what that response does not know
 * @param errorHandlers what ends the run in place of a failure
 */
public record RunRequest(Agent startingAgent, RunInput input, @Nullable Object context, int maxTurns, RunHooks hooks,
		RunConfig runConfig, @Nullable String previousResponseId, @Nullable Session session, @Nullable String sessionId,
		int iteration, @Nullable String conversationId, boolean autoPreviousResponseId,
		RunErrorHandlers errorHandlers) {

	/**
	 * The number of turns a run may take unless it says otherwise.
	 */
	public static final int DEFAULT_MAX_TURNS = 10;

	public RunRequest {
		Objects.requireNonNull(startingAgent, "startingAgent");
		Objects.requireNonNull(input, "input");
		Objects.requireNonNull(errorHandlers, "errorHandlers");
		if (iteration < 0) {
			throw new IllegalArgumentException("iteration must not be negative but is " + iteration);
		}
		if (sessionId == null && session != null) {
			sessionId = session.sessionId();
		}
	}

	/**
	 * Create a request that keeps no conversation at the API and fails when it takes too
	 * many turns.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the input of the run
	 * @param context an object of the application's own, or {@code null}
	 * @param maxTurns the number of turns after which the run fails
	 * @param hooks the hooks that observe the run
	 * @param runConfig settings of the whole run
	 * @param previousResponseId the id of the response to continue from, or {@code null}
	 * @param session the conversation's memory, or {@code null}
	 * @param sessionId the id under which the run's rows are stored, or {@code null}
	 * @param iteration the application's count of runs made for one request of a user
	 */
	public RunRequest(Agent startingAgent, RunInput input, @Nullable Object context, int maxTurns, RunHooks hooks,
			RunConfig runConfig, @Nullable String previousResponseId, @Nullable Session session,
			@Nullable String sessionId, int iteration) {
		this(startingAgent, input, context, maxTurns, hooks, runConfig, previousResponseId, session, sessionId,
				iteration, null, false, RunErrorHandlers.NONE);
	}

	/**
	 * Return a request with all defaults.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the user's message
	 * @return the request
	 */
	public static RunRequest of(Agent startingAgent, String input) {
		return builder(startingAgent, input).build();
	}

	/**
	 * Return a builder of a request.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the user's message
	 * @return a new builder
	 */
	public static Builder builder(Agent startingAgent, String input) {
		return builder(startingAgent, RunInput.of(input));
	}

	/**
	 * Return a builder of a request.
	 * @param startingAgent the agent that takes the first turn
	 * @param input the input of the run
	 * @return a new builder
	 */
	public static Builder builder(Agent startingAgent, RunInput input) {
		return new Builder(startingAgent, input);
	}

	/**
	 * Builds a {@link RunRequest}. Values that are not set keep the SDK's defaults.
	 */
	public static final class Builder {

		private final Agent startingAgent;

		private final RunInput input;

		private @Nullable Object context;

		private int maxTurns = DEFAULT_MAX_TURNS;

		private RunHooks hooks = RunHooks.NONE;

		private RunConfig runConfig = RunConfig.DEFAULT;

		private @Nullable String previousResponseId;

		private @Nullable Session session;

		private @Nullable String sessionId;

		private int iteration;

		private @Nullable String conversationId;

		private boolean autoPreviousResponseId;

		private RunErrorHandlers errorHandlers = RunErrorHandlers.NONE;

		private Builder(Agent startingAgent, RunInput input) {
			this.startingAgent = startingAgent;
			this.input = input;
		}

		/**
		 * Set the application's own object that tools, guardrails and hooks receive.
		 * @param context the object
		 * @return this builder
		 */
		public Builder context(@Nullable Object context) {
			this.context = context;
			return this;
		}

		/**
		 * Set the number of turns after which the run fails.
		 * @param maxTurns the number of turns, 10 by default
		 * @return this builder
		 */
		public Builder maxTurns(int maxTurns) {
			this.maxTurns = maxTurns;
			return this;
		}

		/**
		 * Set the hooks that observe the run.
		 * @param hooks the hooks
		 * @return this builder
		 */
		public Builder hooks(RunHooks hooks) {
			this.hooks = hooks;
			return this;
		}

		/**
		 * Set the settings of the whole run.
		 * @param runConfig the settings
		 * @return this builder
		 */
		public Builder runConfig(RunConfig runConfig) {
			this.runConfig = runConfig;
			return this;
		}

		/**
		 * Set the response to continue from.
		 * @param previousResponseId the id of an earlier response
		 * @return this builder
		 */
		public Builder previousResponseId(@Nullable String previousResponseId) {
			this.previousResponseId = previousResponseId;
			return this;
		}

		/**
		 * Set the conversation's memory.
		 * @param session the session
		 * @return this builder
		 */
		public Builder session(@Nullable Session session) {
			this.session = session;
			return this;
		}

		/**
		 * Set the id under which the run's rows are stored: by default that of
		 * {@linkplain #session the session}, and an id of the run's own where there is
		 * none.
		 * @param sessionId the id
		 * @return this builder
		 */
		public Builder sessionId(@Nullable String sessionId) {
			this.sessionId = sessionId;
			return this;
		}

		/**
		 * Set the application's count of runs made for one request of a user.
		 * @param iteration the count, from 0
		 * @return this builder
		 */
		public Builder iteration(int iteration) {
			this.iteration = iteration;
			return this;
		}

		/**
		 * Set the id of a conversation that the API keeps.
		 * @param conversationId the id; each request has only what the conversation does
		 * not know
		 * @return this builder
		 */
		public Builder conversationId(@Nullable String conversationId) {
			this.conversationId = conversationId;
			return this;
		}

		/**
		 * Set whether each turn continues from the response of the one before: by default
		 * each request has the whole conversation.
		 * @param autoPreviousResponseId whether it does
		 * @return this builder
		 */
		public Builder autoPreviousResponseId(boolean autoPreviousResponseId) {
			this.autoPreviousResponseId = autoPreviousResponseId;
			return this;
		}

		/**
		 * Set what ends the run in place of a failure: by default each failure ends it.
		 * @param errorHandlers the handlers
		 * @return this builder
		 */
		public Builder errorHandlers(RunErrorHandlers errorHandlers) {
			this.errorHandlers = errorHandlers;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public RunRequest build() {
			return new RunRequest(this.startingAgent, this.input, this.context, this.maxTurns, this.hooks,
					this.runConfig, this.previousResponseId, this.session, this.sessionId, this.iteration,
					this.conversationId, this.autoPreviousResponseId, this.errorHandlers);
		}

	}

}
