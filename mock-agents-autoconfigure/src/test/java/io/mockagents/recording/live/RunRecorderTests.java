package io.mockagents.recording.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunRedaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Records runs of the engine, with a clock that the tests turn.
 */
class RunRecorderTests {

	private static final Duration FRAME = Duration.ofMillis(40);

	private final AtomicLong nanos = new AtomicLong();

	private final AgentRunner runner = new LoopAgentRunner(this::plan);

	@TempDir
	private Path directory;

	private RunRecorder recorder() {
		return new RunRecorder(this.directory, new RunRedaction(List.of()), SdkProfile.V0_2, Clock.systemUTC(),
				this.nanos::get);
	}

	private RunPlan.Ready plan(RunRequest request) {
		return new RunPlan.Ready(RunInfo.of("run", request, null), new Answer(), SdkProfile.V0_2, Pacing.NONE,
				Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC());
	}

	@Test
	void pausesAreThoseOfTheRunAndNotOfItsConsumer() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("paced");
		try (EventStream events = recorder.record(this.runner).runStreamed(agent(), "hello").streamEvents()) {
			events.forEach((event) -> pass(Duration.ofSeconds(10)));
		}
		recording.stop();
		assertThat(read(recording)).singleElement()
			.satisfies((run) -> assertThat(run.turns().get(0).pauses()).containsExactly(FRAME, FRAME, Duration.ZERO));
	}

	@Test
	void pausesOfAnAsynchronousRunAreNotThoseOfItsConsumer() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("paced");
		RunResultStreaming run = recorder.record(this.runner).runStreamed(agent(), "hello");
		RunResultStreaming done = run.streamEvents((event) -> pass(Duration.ofSeconds(10)), Runnable::run)
			.toCompletableFuture()
			.join();
		recording.stop();
		assertThat(done).isSameAs(run);
		assertThat(read(recording).get(0).turns().get(0).pauses()).containsExactly(FRAME, FRAME, Duration.ZERO);
	}

	@Test
	void applicationSeesWhatItSeesWithoutARecorder() {
		RunRecorder recorder = recorder();
		recorder.start("a");
		List<String> plain = new ArrayList<>();
		this.runner.runStreamed(agent(), "hello").streamEvents().forEach((event) -> plain.add(event.toString()));
		List<String> recorded = new ArrayList<>();
		RunResultStreaming run = recorder.record(this.runner).runStreamed(agent(), "hello");
		EventStream events = run.streamEvents();
		assertThat(events.iterator()).isSameAs(events.iterator());
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(run::streamEvents);
		events.stream().forEach((event) -> recorded.add(event.toString()));
		assertThat(recorded).isEqualTo(plain);
		assertThat(run.finalOutput()).isEqualTo("Hi");
		assertThat(run.toString()).startsWith("RunResultStreaming:");
		recorder.close();
	}

	@Test
	void failureIsTheSameObjectAndIsRecorded() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("failing");
		OpenAiStatusException failure = new OpenAiStatusException("no", 401, Map.of(), null);
		AgentRunner failing = recorder.record(new LoopAgentRunner((request) -> {
			throw failure;
		}));
		assertThatExceptionOfType(OpenAiStatusException.class)
			.isThrownBy(() -> failing.runStreamed(agent(), "a").streamEvents().iterator().hasNext())
			.isSameAs(failure);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> failing.run(agent(), "b"))
			.isSameAs(failure);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> failing.runStreamed(agent(), "c")
				.streamEvents((event) -> pass(FRAME), Runnable::run)
				.toCompletableFuture()
				.join())
			.havingCause()
			.isSameAs(failure);
		recording.stop();
		assertThat(read(recording)).hasSize(3)
			.extracting(RecordedRun::failure)
			.allSatisfy((recorded) -> assertThat(recorded).isNotNull()
				.extracting(RecordedFailure::statusCode)
				.isEqualTo(401));
	}

	@Test
	void runThatIsCancelledIsRecordedAsFarAsItWent() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("cancelled");
		try (EventStream events = recorder.record(this.runner).runStreamed(agent(), "hello").streamEvents()) {
			Iterator<StreamEvent> iterator = events.iterator();
			iterator.next();
			iterator.next();
		}
		recording.stop();
		RecordedRun run = read(recording).get(0);
		assertThat(run.turns().get(0).frames()).hasSize(1);
		assertThat(run.failure()).isNotNull().matches(RecordedFailure::isCutOff);
	}

	@Test
	void recordingThatIsStoppedDuringARunHasTheRunsBefore() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("stopped");
		AgentRunner recorded = recorder.record(this.runner);
		recorded.run(agent(), "before");
		try (EventStream events = recorded.runStreamed(agent(), "during").streamEvents()) {
			events.iterator().next();
			recording.stop();
			recording.stop();
			assertThat(events.stream().count()).isEqualTo(3);
		}
		recorded.run(agent(), "after");
		assertThat(read(recording)).extracting(RecordedRun::input).containsExactly("before");
	}

	@Test
	void recordingsThatAreStartedTwiceHaveFilesOfTheirOwn() throws IOException {
		RunRecorder recorder = recorder();
		Recording first = recorder.start("same");
		Recording second = recorder().start("same");
		Recording third = recorder.start("same");
		recorder.record(this.runner).run(agent(), "hello");
		recorder.stop();
		second.close();
		assertThat(List.of(first, second, third)).extracting((recording) -> recording.file().getFileName().toString())
			.containsExactly("same.recording.jsonl", "same-2.recording.jsonl", "same-3.recording.jsonl");
		assertThat(read(first)).hasSize(1);
		assertThat(read(second)).isEmpty();
		assertThat(read(third)).hasSize(1);
	}

	@Test
	void runsContinueWhereNothingCanBeWritten() throws IOException {
		Path taken = Files.createFile(this.directory.resolve("taken"));
		RunRecorder recorder = new RunRecorder(taken);
		Recording recording = recorder.start("a");
		assertThat(recorder.record(this.runner).run(agent(), "hello").finalOutput()).isEqualTo("Hi");
		recording.stop();
		assertThat(recording.failure()).isInstanceOf(IOException.class);
		assertThat(recording.file()).isNull();
	}

	@Test
	void runThatAToolStartsIsRecordedAsOneOfItsOwn() throws IOException {
		RunRecorder recorder = recorder();
		Recording recording = recorder.start("nested");
		AgentRunner recorded = recorder.record(this.runner);
		Agent evaluator = Agent.builder("Evaluator").build();
		FunctionTool tool = FunctionTool.builder("evaluate")
			.function((context, arguments) -> recorded.run(evaluator, "check").finalOutput())
			.build();
		recorded.run(Agent.builder("Coder").tools(tool).build(), "hello");
		recording.stop();
		assertThat(read(recording)).extracting((run) -> run.startingAgent().name())
			.containsExactly("Evaluator", "Coder");
	}

	@Test
	void nameCannotLeaveTheDirectory() {
		assertThatIllegalArgumentException().isThrownBy(() -> recorder().start("../a"))
			.withMessageContaining("'../a' is not a valid name of a recording");
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private static Agent agent() {
		return Agent.builder("Assistant").build();
	}

	private static List<RecordedRun> read(Recording recording) throws IOException {
		List<RecordedRun> runs = new ArrayList<>();
		Path file = recording.file();
		assertThat(file).isNotNull();
		try (RecordingReader reader = new FileRecordingReader("a", Files.newInputStream(file))) {
			for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs.add(run);
			}
		}
		return runs;
	}

	/**
	 * Calls the tool if there is one, and then says hi.
	 */
	private final class Answer implements Model {

		@Override
		public ModelStream stream(ModelRequest request) {
			boolean calls = !request.tools().isEmpty() && request.turn() == 1;
			JsonObject item = calls
					? JsonObject.of("id", "fc_1", "type", "function_call", "status", "completed", "arguments", "{}",
							"call_id", "call_1", "name", "evaluate")
					: JsonObject.of("id", "msg_1", "type", "message", "status", "completed", "content",
							List.of(JsonObject.of("type", "output_text", "annotations", List.of(), "text", "Hi")),
							"role", "assistant");
			List<JsonObject> frames = List.of(
					JsonObject.of("type", "response.created", "sequence_number", 0, "response",
							JsonObject.of("id", "resp_1", "output", List.of())),
					JsonObject.of("type", "response.completed", "sequence_number", 1, "response",
							JsonObject.of("id", "resp_1", "output", List.of(item))));
			Iterator<JsonObject> next = frames.iterator();
			return new ModelStream() {

				@Override
				public @Nullable ModelEvent next() {
					if (!next.hasNext()) {
						return null;
					}
					pass(FRAME);
					return new ModelEvent(next.next());
				}

			};
		}

	}

}
