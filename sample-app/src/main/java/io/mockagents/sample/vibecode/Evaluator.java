package io.mockagents.sample.vibecode;

import java.util.Objects;

import com.github.difflib.patch.PatchFailedException;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.sample.diff.UnifiedPatch;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;

import org.springframework.stereotype.Component;

/**
 * Decides about patches: those that do not apply it rejects by itself, about the others
 * it asks an agent.
 */
@Component
class Evaluator {

	private static final Agent AGENT = Agent.builder("Evaluator")
		.model("gpt-5-nano")
		.instructions("Review the submitted patch. Approve it when it applies cleanly and does what its description "
				+ "says; otherwise reject it and say why. Always suggest a commit message.")
		.outputType(EvaluationResult.OUTPUT_TYPE)
		.build();

	private final AgentRunner runner;

	private final SessionService sessions;

	private final AgentMemories memories;

	Evaluator(AgentRunner runner, SessionService sessions, AgentMemories memories) {
		this.runner = runner;
		this.sessions = sessions;
		this.memories = memories;
	}

	EvaluationResult evaluate(Project project, PatchSubmission submission) {
		try {
			UnifiedPatch.parse(submission.patch()).applyTo(project.getCurrentCode());
		}
		catch (PatchFailedException ex) {
			return new EvaluationResult(false, "The patch does not apply to the current code: " + ex.getMessage(),
					"Error: Patch does not apply");
		}
		return ask(project, submission);
	}

	private EvaluationResult ask(Project project, PatchSubmission submission) {
		VibecodeSession session = this.sessions.openForEvaluator(project.getId());
		String prompt = "Review this patch:\n\n%s\n\nDescription: %s".formatted(submission.patch(),
				submission.description());
		RunResult result = this.runner.run(RunRequest.builder(AGENT, prompt)
			.session(this.memories.of(session))
			.sessionId(session.getId())
			.build());
		return Objects.requireNonNull(result.finalOutputAs(EvaluationResult.class));
	}

}
