package io.mockagents.sample.vibecode;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.UserException;
import io.mockagents.sample.diff.Diff;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.FailedAgentException;
import io.mockagents.sample.web.NotFoundException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Asks an agent for better commit messages. Each time is the first: the agent receives
 * all it needs, and remembers nothing.
 */
@Component
class CommitMessageWriter {

	private static final String DEFAULT_PROMPT = "Make the message say clearly what changes and why.";

	private static final String SUGGESTION = "Consider adding more context about the changes";

	private static final Log logger = LogFactory.getLog(CommitMessageWriter.class);

	private static final Agent AGENT = Agent.builder("CommitMessageWriter")
		.model("gpt-5-nano")
		.instructions(
				"Refine the commit message of a patch as its user asks for: a summary in the imperative of at most "
						+ "72 characters and, only where it helps, a blank line and a body. Also say in one sentence what you "
						+ "made better.")
		.outputType(CommitMessage.OUTPUT_TYPE)
		.build();

	private final AgentRunner runner;

	private final SessionService sessions;

	CommitMessageWriter(AgentRunner runner, SessionService sessions) {
		this.runner = runner;
		this.sessions = sessions;
	}

	/**
	 * Make a better message for the commit of a diff. Without a model to ask, that is the
	 * message with the prompt as its body.
	 * @param diff the diff
	 * @param prompt what the message should be like, or {@code null}
	 * @param currentMessage the message as its user has edited it, or {@code null} for
	 * the one of the diff
	 * @return what asks the agent, which takes its time, and returns the message; throws
	 * {@link FailedAgentException} if the agent returns none
	 * @throws NotFoundException if the diff is deleted with its project
	 */
	AgentWork<RefinedMessage> refine(Diff diff, @Nullable String prompt, @Nullable String currentMessage) {
		String sessionId = this.sessions.openForCommitMessageWriter(diff.getProjectId()).getId();
		Task task = Task.of(StringUtils.hasText(currentMessage) ? currentMessage : diff.getCommitMessage(), prompt);
		return new AgentWork<>(sessionId, () -> {
			CommitMessage refined = ask(sessionId, diff, task);
			return () -> new RefinedMessage(diff.getId(), task.message(), refined.commitMessage(),
					refined.suggestion());
		}, (cancellation) -> {
			if (cancellation == CancellationReason.SESSION_DELETED) {
				throw new NotFoundException("Diff");
			}
			throw new FailedAgentException("The commit message could not be refined: " + cancellation.reason(), null);
		});
	}

	private CommitMessage ask(String sessionId, Diff diff, Task task) {
		try {
			RunResult result = this.runner
				.run(RunRequest.builder(AGENT, input(diff, task)).context(task).sessionId(sessionId).build());
			CommitMessage refined = result.finalOutputAs(CommitMessage.class);
			if (refined == null) {
				throw new RunFailedException("The agent returned no message", null);
			}
			return refined;
		}
		catch (UserException ex) {
			logger.info("No model is available to refine a commit message: " + ex.getMessage());
			return new CommitMessage(task.draft(), task.suggestion());
		}
		catch (RuntimeException ex) {
			throw new FailedAgentException(
					"The commit message could not be refined: " + RunFailedException.presentable(ex).getMessage(), ex);
		}
	}

	private static String input(Diff diff, Task task) {
		return "Commit message:\n\n%s\n\nPatch:\n\n%s\n\nRequest: %s".formatted(task.message(), diff.getDiffContent(),
				task.prompt());
	}

	/**
	 * The task of the agent.
	 *
	 * @param message the message to refine
	 * @param prompt what it should be like
	 * @param draft what it is without an agent
	 * @param suggestion what is suggested without an agent
	 */
	record Task(String message, String prompt, String draft, String suggestion) {

		static Task of(String message, @Nullable String prompt) {
			return StringUtils.hasText(prompt) ? new Task(message, prompt, message + "\n\n" + prompt, SUGGESTION)
					: new Task(message, DEFAULT_PROMPT, message, SUGGESTION);
		}

	}

}
