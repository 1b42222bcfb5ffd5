package io.mockagents.sample.vibecode;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.session.VibecodeSession;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Does what a user asks for: answers a question, or makes a patch and improves it until
 * the evaluator approves it.
 */
@Component
class Vibecoder {

	static final int MAX_ITERATIONS = 3;

	private final AgentRunner runner;

	private final Evaluator evaluator;

	private final AgentMemories memories;

	private final Agent agent;

	Vibecoder(AgentRunner runner, Evaluator evaluator, AgentMemories memories) {
		this.runner = runner;
		this.evaluator = evaluator;
		this.memories = memories;
		this.agent = Agent.builder("Vibecoder")
			.model("gpt-5-mini")
			.instructions("""
					You are VibeCoder, an expert Python developer who helps modify code.

					You have TWO response modes:

					1. PATCH MODE: When the user asks to modify, add, or change code, use the submit_patch tool.
					   - Generate one unified diff with a few context lines and call the tool once per change.

					2. TEXT MODE: When the user asks a question, answer it in plain sentences and change nothing.""")
			.tools(FunctionTool.builder(SubmittedPatches.TOOL)
				.description("Submit a patch for evaluation.")
				.parameter("patch", "string", "The unified diff patch to apply")
				.parameter("description", "string", "Description of the changes made")
				.function(this::submitPatch)
				.build())
			.build();
	}

	/**
	 * Do what a user asks for. Each iteration is a run; a rejected patch leads to the
	 * next, with the evaluator's reasoning as the request.
	 * @param project the project whose code is asked about
	 * @param session the session under which the runs are stored
	 * @param message the user's message, the group of these runs
	 * @return what came of it
	 * @throws CancellationException if the thread is interrupted
	 */
	Outcome request(Project project, VibecodeSession session, UserMessage message) {
		RunConfig config = new RunConfig(RunConfig.DEFAULT.workflowName(), message.id(), null, List.of(), List.of());
		String request = message.prompt();
		for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
			RunResultStreaming run = this.runner
				.runStreamed(RunRequest.builder(this.agent, prompt(project.getCurrentCode(), request))
					.context(project)
					.runConfig(config)
					.session(this.memories.of(session))
					.sessionId(session.getId())
					.iteration(iteration)
					.build());
			SubmittedPatches.Evaluated patch = patchOf(run);
			if (patch == null) {
				return new Outcome.Answered(Objects.toString(run.finalOutput(), ""), run.contextWrapper().usage());
			}
			if (patch.result().approved()) {
				return new Outcome.Approved(patch.patch(), patch.result(), run.contextWrapper().usage());
			}
			request = "The evaluator rejected your patch. Feedback: %s\n\nPlease try again."
				.formatted(patch.result().reasoning());
		}
		return new Outcome.NotApproved();
	}

	/**
	 * Return the prompt of the agent: the code, in a fence that the code itself does not
	 * hold, and the request.
	 */
	static String prompt(String code, String request) {
		String fence = "```";
		while (code.contains(fence)) {
			fence += "`";
		}
		return "Current code:\n%spython\n%s\n%s\n\nUser request: %s".formatted(fence, code, fence, request);
	}

	private SubmittedPatches.@Nullable Evaluated patchOf(RunResultStreaming run) {
		SubmittedPatches patches = new SubmittedPatches();
		try (EventStream events = run.streamEvents()) {
			for (StreamEvent event : events) {
				patches.onEvent(event);
				if (Thread.currentThread().isInterrupted()) {
					throw new CancellationException("The thread was interrupted");
				}
			}
		}
		return patches.last();
	}

	private EvaluationResult submitPatch(ToolContext context, ToolArguments arguments) {
		Project project = (Project) Objects.requireNonNull(context.context());
		return this.evaluator.evaluate(project, arguments.as(PatchSubmission.class));
	}

}
