package io.mockagents.sample.vibecode;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.Usage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.sample.diff.ApprovedPatch;
import io.mockagents.sample.diff.Diff;
import io.mockagents.sample.diff.DiffService;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.project.ProjectService;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import io.mockagents.sample.web.ConflictException;
import io.mockagents.sample.web.InvalidRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Takes a user's message: stores it, lets the Vibecoder work on it, and stores what came
 * of it. The rows of the runs are not its business: the starter writes them.
 */
@Service
class VibecodeService {

	private static final JsonObject NO_TOKENS = JsonObject.of("total_tokens", 0);

	private final ProjectService projects;

	private final SessionService sessions;

	private final DiffService diffs;

	private final ConversationMessages messages;

	private final Vibecoder vibecoder;

	private final RunFailures failures;

	VibecodeService(ProjectService projects, SessionService sessions, DiffService diffs, ConversationMessages messages,
			Vibecoder vibecoder, RunFailures failures) {
		this.projects = projects;
		this.sessions = sessions;
		this.diffs = diffs;
		this.messages = messages;
		this.vibecoder = vibecoder;
		this.failures = failures;
	}

	/**
	 * Take a user's message. A message that is sent again under the same id is stored
	 * once, but the agents work on it again, as the client asks for.
	 * @param sessionId the id of the session
	 * @param prompt what the user wrote
	 * @param messageId the id the client gave to the message, or {@code null}
	 * @return what lets the agents work on it, which takes its time, and returns the
	 * answer, of a failed run too
	 */
	AgentWork<Reply> accept(String sessionId, String prompt, @Nullable String messageId) {
		VibecodeSession session = this.sessions.get(sessionId);
		Project project = this.projects.get(session.getProjectId());
		UserMessage message = store(sessionId, prompt, messageId);
		return new AgentWork<>(sessionId, () -> work(project, session, message),
				(cancellation) -> Reply.failed(sessionId, cancellation.reason()));
	}

	private Supplier<Reply> work(Project project, VibecodeSession session, UserMessage message) {
		String prompt = message.prompt();
		try {
			Outcome outcome = this.vibecoder.request(project, session, message);
			return () -> store(project, session, prompt, outcome);
		}
		catch (RuntimeException ex) {
			if (ex instanceof CancellationException || Thread.currentThread().isInterrupted()) {
				throw (CancellationException) new CancellationException("The work on a message was cancelled")
					.initCause(ex);
			}
			return () -> store(project, session, prompt, ex);
		}
	}

	private Reply store(Project project, VibecodeSession session, String prompt, Outcome outcome) {
		try {
			return reply(project, session, prompt, outcome);
		}
		catch (RuntimeException ex) {
			return store(project, session, prompt, ex);
		}
	}

	private Reply store(Project project, VibecodeSession session, String prompt, RuntimeException failure) {
		return Reply.failed(session.getId(), this.failures.store(project, session, prompt, failure));
	}

	private UserMessage store(String sessionId, String prompt, @Nullable String messageId) {
		try {
			return new UserMessage(this.messages.addUserMessage(sessionId, messageId, prompt).getId(), prompt);
		}
		catch (IllegalArgumentException ex) {
			if (messageId != null && this.messages.findById(messageId).isPresent()) {
				throw new ConflictException("message_id: '" + messageId + "' is the id of another message");
			}
			throw new InvalidRequestException("message_id: '" + messageId
					+ "' has the form of the ids of events and failures. Send another, such as a UUID, or omit it");
		}
	}

	private Reply reply(Project project, VibecodeSession session, String prompt, Outcome outcome) {
		String sessionId = session.getId();
		if (outcome instanceof Outcome.Approved approved) {
			EvaluationResult result = approved.result();
			Diff diff = this.diffs.add(sessionId, project,
					new ApprovedPatch(prompt, approved.patch(), result.reasoning(), result.commitMessage()));
			return Reply.diff(sessionId, diff.getId(), tokens(approved.usage()));
		}
		if (outcome instanceof Outcome.Answered answered) {
			return Reply.text(sessionId, answered.text(), tokens(answered.usage()));
		}
		return Reply.text(sessionId, "Maximum iteration limit reached without approval", NO_TOKENS);
	}

	private static JsonObject tokens(Usage usage) {
		return JsonObject.of("total_tokens", usage.totalTokens(), "prompt_tokens", usage.inputTokens(),
				"completion_tokens", usage.outputTokens());
	}

}
