package io.mockagents.benchmarks;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The run that is measured: the Vibecoder agent plays the built-in scenario in which its
 * first patch is approved. That takes two turns, one with a call of the agent's tool and
 * one with a message.
 */
final class ApprovedScenario {

	/**
	 * A journal that keeps nothing.
	 */
	static final ConversationJournal NO_JOURNAL = (run) -> (event) -> null;

	private static final Agent AGENT = Agent.builder("Vibecoder")
		.model("gpt-5-mini")
		.instructions("You are VibeCoder, an expert Python developer who helps modify code.\n\n"
				+ "You have TWO response modes:\n\n"
				+ "1. PATCH MODE: When the user asks to modify, add, or change code, use the submit_patch tool.\n"
				+ "   - Generate one unified diff with a few context lines and call the tool once per change.\n\n"
				+ "2. TEXT MODE: When the user asks a question, answer it in plain sentences and change nothing.")
		.tools(FunctionTool.builder("submit_patch")
			.description("Submit a patch for evaluation.")
			.paramsJsonSchema(JsonObject.of("properties",
					JsonObject.of("patch", parameter("Patch", "The unified diff patch to apply"), "description",
							parameter("Description", "Description of the changes made")),
					"required", List.of("patch", "description"), "title", "submit_patch_args", "type", "object",
					"additionalProperties", false))
			.function((context, arguments) -> {
				throw new IllegalStateException("The result is scripted");
			})
			.build())
		.build();

	private final Scenario scenario = new ScenarioLoader(new PathMatchingResourcePatternResolver()).load(List.of())
		.get("comment_addition_approved");

	private final SdkProfile profile;

	ApprovedScenario(SdkProfile profile) {
		this.profile = profile;
	}

	private static JsonObject parameter(String title, String description) {
		return JsonObject.of("description", description, "title", title, "type", "string");
	}

	/**
	 * Return a request of a run.
	 * @param sessionId the session of its rows, never used before
	 */
	RunRequest request(String sessionId) {
		return RunRequest.builder(AGENT, "Add a comment explaining main").sessionId(sessionId).build();
	}

	/**
	 * Return the plan of a run without pauses.
	 */
	RunPlan.Ready plan(RunRequest request, ConversationJournal journal, List<RunListener> listeners) {
		return plan(request, Pacing.NONE, Pauses.REAL, journal, listeners);
	}

	RunPlan.Ready plan(RunRequest request, Pacing pacing, Pauses pauses, ConversationJournal journal,
			List<RunListener> listeners) {
		String runId = String.valueOf(request.sessionId());
		RandomGenerator random = new SplittableRandom(runId.hashCode());
		Clock clock = Clock.systemUTC();
		RunInfo info = RunInfo.of(runId, request, this.scenario.name());
		return new RunPlan.Ready(info, new ScriptedModel(this.scenario, request, this.profile, random, clock), this.profile,
				pacing, pauses, journal.open(info), listeners, Runnable::run, clock);
	}

}
