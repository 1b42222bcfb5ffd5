package io.mockagents.recording.export;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.SdkException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Usage;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingEndedException;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.compare.Comparison;
import io.mockagents.recording.compare.EventDifference;
import io.mockagents.recording.compare.EventComparator;
import io.mockagents.recording.replay.ReplayModel;
import io.mockagents.recording.replay.ReplayedAgents;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioPlaybackException;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in place of the recording that it was made of, and says what differs:
 * events but the raw ones, usage, and how the run ended.
 */
final class ExportCheck {

	private static final Set<String> OF_TOOLS = Set.of("$.item.description", "$.item.title", "$.item.tool_origin",
			"$.item.custom_data");

	private final boolean ids;

	/**
	 * Create a check.
	 * @param ids whether ids have to be equal
	 */
	ExportCheck(boolean ids) {
		this.ids = ids;
	}

	List<String> differences(RecordedRun run, Scenario scenario) {
		if (run.interrupted() != null) {
			return List.of("not played, because the run waited for approval");
		}
		if (!this.ids && asksForApproval(run)) {
			return List.of("not played, because a hosted MCP server asks for approval of calls by their ids");
		}
		Outcome recorded = play(run, null);
		Outcome scripted = play(run, scenario);
		List<String> notes = new ArrayList<>();
		Comparison comparison = EventComparator.ofValues().compare(recorded.events(), scripted.events());
		comparison.differences()
			.stream()
			.filter((difference) -> !isOfTool(difference))
			.forEach((difference) -> notes.add("played, it differs: " + difference));
		if (this.ids && comparison.isEmpty() && !recorded.events().equals(scripted.events())) {
			notes.add("played, it has other ids");
		}
		if (!recorded.usage().equals(scripted.usage())) {
			notes.add("played, it uses " + scripted.usage() + ", not " + recorded.usage());
		}
		if (!recorded.end().equals(scripted.end())) {
			notes.add("played, it ends with " + scripted.end() + ", not " + recorded.end());
		}
		return notes;
	}

	/**
	 * Return whether a difference is in what the application's tools say of themselves,
	 * which recordings need not contain.
	 */
	private static boolean isOfTool(EventDifference difference) {
		String path = difference.path();
		return path != null && OF_TOOLS.stream().anyMatch(path::startsWith);
	}

	private static boolean asksForApproval(RecordedRun run) {
		return run.turns()
			.stream()
			.flatMap((turn) -> turn.output().stream())
			.anyMatch((item) -> "mcp_approval_request".equals(item.get("type")));
	}

	private static Outcome play(RecordedRun run, @Nullable Scenario scenario) {
		ReplayModel recorded = new ReplayModel(run);
		String input = run.input();
		RunRequest request = RunRequest
			.builder(ReplayedAgents.startingAgentOf(run, recorded::hasEnded), RunInput.of((input != null) ? input : ""))
			.maxTurns(Math.max(1, run.turns().size()))
			.iteration(run.iteration())
			.build();
		Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		RunResultStreaming result = new LoopAgentRunner((asked) -> new RunPlan.Ready(
				RunInfo.of("export", asked, run.recording()),
				(scenario != null) ? new ScriptedModel(scenario, asked, run.profile(), new SplittableRandom(0), clock)
						: recorded,
				run.profile(), Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, clock))
			.runStreamed(request);
		List<StreamEvent> events = new ArrayList<>();
		String end = "no failure";
		try (EventStream stream = result.streamEvents()) {
			stream.forEach((event) -> {
				if (!(event instanceof RawResponseEvent)) {
					events.add(event);
				}
			});
		}
		catch (RecordingMismatchException ex) {
			end = "a turn that was not recorded";
		}
		catch (RecordingEndedException | ScenarioPlaybackException ex) {
			end = (run.failure() != null && run.failure().isCutOff()) ? "the end of the recording"
					: String.valueOf(ex.getMessage());
		}
		catch (AgentsException | OpenAiException | PythonException ex) {
			end = SdkException.nameOf(ex);
		}
		return new Outcome(events, result.contextWrapper().usage(), end);
	}

	private record Outcome(List<StreamEvent> events, Usage usage, String end) {
	}

}
