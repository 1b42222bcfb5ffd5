package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunState;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.session.SessionRuns;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs of an application that are played from a stored session.
 */
class SessionSelectionTests {

	@RegisterExtension
	private static final ConversationDatabase database = new ConversationDatabase();

	private final String session = "session-" + UUID.randomUUID();

	private @TempDir Path folder;

	private MockAgents mockAgents;

	private RunPlanner planner;

	@BeforeEach
	void createPlanner() {
		ScenarioLibrary scenarios = RecordingSelectionTests.SCENARIOS;
		this.mockAgents = new MockAgents(
				MockSettings.DEFAULT.withoutDelays().withLogEvents(false).withSdkProfile(SdkProfile.V0_22), scenarios,
				RecordingLibrary.EMPTY);
		this.planner = new RunPlanner(this.mockAgents, new ScenarioSelector(scenarios),
				new RecordingSelector(RecordingLibrary.EMPTY, (session) -> new SessionRuns(database.messages, session)),
				(run) -> (run.sessionId() != null) ? database.messages.journal().open(run) : RunJournal.NONE, List::of,
				EventLogSettings.of(this.folder.resolve("events.log")), Pauses.REAL, null);
		this.mockAgents.replay((replay) -> replay.withSession(this.session));
	}

	@AfterEach
	void closePlanner() {
		this.planner.close();
	}

	@Test
	void sessionThatIsAskedForGoesBeforeScenarios() {
		store("Explain this", 0);
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		assertThatExceptionOfType(RecordingMismatchException.class).isThrownBy(() -> play("Do something"))
			.withMessageContaining("Session '" + this.session + "'")
			.withMessageContaining("the user's message was 'Explain this'");
		this.mockAgents.replay((replay) -> replay.withSession(null)).playSession(this.session).once();
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		assertThat(play("Explain this")).startsWith("This code defines");
	}

	@Test
	void runsArePlayedInOrderAndThenTheLast() {
		store("Explain this", 0);
		store("Explain that", 1);
		store("Explain this", 2);
		store("Explain this", 3);
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		assertThat(play("Explain that")).isEqualTo("Answer 1");
		assertThat(play("Explain this")).isEqualTo("Answer 2");
		assertThat(play("Explain this")).isEqualTo("Answer 3");
		assertThat(play("Explain this")).isEqualTo("Answer 3");
		assertThat(play("Code: x. User request: Explain that")).isEqualTo("Answer 1");
	}

	@Test
	void runsThatAreAddedMeanwhileArePlayed() {
		store("Explain this", 0);
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		store("Explain that", 1);
		assertThat(play("Explain that")).isEqualTo("Answer 1");
		store("Explain this", 2);
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		assertThat(play("Explain this")).isEqualTo("Answer 2");
	}

	@Test
	void runThatIsStillBeingStoredIsPlayedWhenItIsComplete() {
		store("Explain this", 0);
		database.messages.addUserMessage(this.session, null, "Explain that");
		RunJournal journal = database.messages.journal().open(new RunInfo("run", this.session, 0, null));
		journal.append(SessionRunsFixture.update());
		assertThat(play("Explain this")).isEqualTo("Answer 0");
		journal.append(SessionRunsFixture.message("Late answer"));
		assertThat(play("Explain that")).isEqualTo("Late answer");
	}

	@Test
	void sessionThatIsWrittenAgainIsReadAgain() {
		store("Explain this", 0);
		store("Explain that", 1);
		assertThat(play("Explain that")).isEqualTo("Answer 1");
		database.messages.deleteBySession(this.session);
		store("Explain this", 2);
		store("Explain something else", 3);
		assertThat(play("Explain this")).isEqualTo("Answer 2");
		assertThat(play("Explain something else")).isEqualTo("Answer 3");
		assertThatExceptionOfType(RecordingMismatchException.class).isThrownBy(() -> play("Explain that"));
	}

	@Test
	void eachRunOfALongSessionCostsTheReadingOfItsOwnRows() {
		store("Explain this", 0);
		database.jdbc
			.update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
					+ "stream_sequence, event_data, content, iteration, created_at, updated_at) select session_id || '_event_' "
					+ "|| (2 * n + stream_sequence), session_id, role, message_type, stream_event_type, 2 * n + "
					+ "stream_sequence, replace(event_data::text, 'Answer 0', 'Answer ' || n)::json, content, iteration, "
					+ "created_at + n * interval '1 second', updated_at from conversation_messages, generate_series(1, 4999) n "
					+ "where session_id = ? and message_type = 'stream_event'", this.session);
		database.jdbc.execute("analyze conversation_messages");
		for (int i = 0; i < 100; i++) {
			assertThat(play("Explain this")).isEqualTo("Answer " + i);
		}
	}

	@Test
	void concurrentRunsGetARunEach() throws Exception {
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			store("Explain this", i);
			answers.add("Answer " + i);
		}
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Callable<String> run = () -> play("Explain this");
			List<String> played = new ArrayList<>();
			for (Future<String> future : threads.invokeAll(Collections.nCopies(40, run))) {
				played.add(future.get());
			}
			assertThat(played).containsExactlyInAnyOrderElementsOf(answers);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void resumedRunIsPlayedFromItsRecordedContinuation() throws IOException {
		SessionRunsFixture.storeApproval(database, this.session);
		for (ReplaySettings.Ids ids : ReplaySettings.Ids.values()) {
			this.mockAgents.replay((replay) -> replay.withIds(ids));
			List<String> calls = new ArrayList<>();
			FunctionTool pay = FunctionTool.builder("pay").needsApproval(true).function((context, arguments) -> {
				calls.add("pay");
				return "not this";
			}).build();
			Agent agent = Agent.builder("Assistant").tools(pay).build();
			RunResult interrupted = runner().run(RunRequest.of(agent, "Pay it"));
			assertThat(interrupted.interruptions()).hasSize(1);
			RunState state = interrupted.toState();
			state.approve(state.interruptions().get(0));
			RunResult resumed = runner().run(RunRequest.builder(agent, RunInput.of(state)).build());
			assertThat(resumed.finalOutput()).isEqualTo("end");
			assertThat(calls).isEmpty();
		}
	}

	private void store(String message, int number) {
		database.messages.addUserMessage(this.session, null, message);
		RunJournal journal = database.messages.journal().open(new RunInfo("run", this.session, 0, null));
		journal.append(SessionRunsFixture.update());
		journal.append(SessionRunsFixture.message("Answer " + number));
	}

	private String play(String message) {
		return String.valueOf(runner().run(RunRequest.of(Agent.builder("Vibecoder").build(), message)).finalOutput());
	}

	private MockAgentRunner runner() {
		return new MockAgentRunner("runner", "", this.planner);
	}

}
