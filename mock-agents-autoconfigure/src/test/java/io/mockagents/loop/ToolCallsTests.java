package io.mockagents.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.FunctionTool.TimeoutBehavior;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolTimeoutException;
import io.mockagents.agent.UserException;
import io.mockagents.loop.ToolCalls.ToolCall;
import io.mockagents.model.KnownCall;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the function tools of a turn run.
 */
class ToolCallsTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@Test
	void callsOfOneTurnRunAtTheSameTimeAndReturnTheirResultsInCallOrder() {
		CyclicBarrier both = new CyclicBarrier(2);
		ToolFunction function = (context, arguments) -> {
			both.await(60, TimeUnit.SECONDS);
			return arguments.asObject().string("city") + ": sunny";
		};
		List<ToolResult> results = calls(this.executor)
			.run(List.of(call("call_1", "{\"city\":\"Paris\"}", tool(function)),
					call("call_2", "{\"city\":\"Tokyo\"}", tool(function))));
		assertThat(results).extracting(ToolResult::text).containsExactly("Paris: sunny", "Tokyo: sunny");
	}

	@Test
	void argumentsAreBoundToARecordWithNamesInSnakeCase() {
		record Arguments(String cityName, int days) {
		}
		ToolFunction function = (context, arguments) -> arguments.as(Arguments.class).toString();
		assertThat(run("{\"city_name\":\"Paris\",\"days\":2}", tool(function)).text())
			.isEqualTo("Arguments[cityName=Paris, days=2]");
	}

	@Test
	void exceptionBecomesTheTextThatTheModelIsSent() {
		assertThat(run("{}", tool(failing("bad x 3"))).text())
			.isEqualTo("An error occurred while running the tool. Please try again. Error: bad x 3");
	}

	@Test
	void exceptionWithoutAMessageHasAnEmptyText() {
		ToolFunction function = (context, arguments) -> {
			throw new IllegalStateException();
		};
		assertThat(run("{}", tool(function)).text())
			.isEqualTo("An error occurred while running the tool. Please try again. Error: ");
		FunctionTool fatal = FunctionTool.builder("boom").function(function).failureErrorFunction(null).build();
		assertThatExceptionOfType(UserException.class).isThrownBy(() -> run("{}", fatal))
			.withMessage("Error running tool boom: ");
	}

	@Test
	void exceptionOfAToolWithoutErrorFunctionFailsTheRun() {
		FunctionTool tool = FunctionTool.builder("boom")
			.function(failing("bad x 3"))
			.failureErrorFunction(null)
			.build();
		assertThatExceptionOfType(UserException.class).isThrownBy(() -> run("{}", tool))
			.withMessage("Error running tool boom: bad x 3")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void malformedArgumentsAreTheModelsFault() {
		ToolFunction function = (context, arguments) -> arguments.asObject();
		FunctionTool tool = FunctionTool.builder("t").function(function).failureErrorFunction(null).build();
		assertThatExceptionOfType(ModelBehaviorException.class).isThrownBy(() -> run("{\"a\":", tool))
			.withMessage("Invalid JSON input for tool t: {\"a\":");
	}

	@Test
	void callThatTakesTooLongReturnsATextOrFailsTheRun() {
		ToolFunction never = (context, arguments) -> {
			new CountDownLatch(1).await();
			return null;
		};
		FunctionTool.Builder slow = FunctionTool.builder("slow").function(never);
		assertThat(run("{}", slow.timeout(Duration.ofMillis(20), TimeoutBehavior.ERROR_AS_RESULT).build()).text())
			.isEqualTo("Tool 'slow' timed out after 0.02 seconds.");
		FunctionTool fatal = slow.timeout(Duration.ofMillis(20), TimeoutBehavior.RAISE_EXCEPTION)
			.failureErrorFunction(null)
			.build();
		assertThatExceptionOfType(ToolTimeoutException.class).isThrownBy(() -> run("{}", fatal));
	}

	@Test
	void interruptionOfAToolCancelsTheRunAndKeepsTheFlag() {
		ToolFunction waiting = (context, arguments) -> {
			new CountDownLatch(1).await();
			return null;
		};
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> run("{}", tool(waiting)));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void cancellationInAToolIsNotReportedToTheModel() {
		ToolFunction cancelled = (context, arguments) -> {
			throw new CancellationException("Enough");
		};
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> run("{}", tool(cancelled)))
			.withMessage("Enough");
	}

	@Test
	void interruptionOfARunInterruptsTheToolsThatRunAtTheSameTime() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch interrupted = new CountDownLatch(2);
		FunctionTool waiting = tool((context, arguments) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return null;
		});
		Thread run = Thread.currentThread();
		this.executor.execute(() -> {
			await(begun);
			run.interrupt();
		});
		assertThatExceptionOfType(CancellationException.class).isThrownBy(
				() -> calls(this.executor).run(List.of(call("call_1", "{}", waiting), call("call_2", "{}", waiting))));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callThatTakesTooLongIsInterrupted() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		ToolFunction waiting = (context, arguments) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return null;
		};
		FunctionTool slow = FunctionTool.builder("slow")
			.function(waiting)
			.timeout(Duration.ofMillis(20), TimeoutBehavior.ERROR_AS_RESULT)
			.build();
		// The time runs from when the call has begun, however long that took
		Executor beginning = (task) -> {
			this.executor.execute(task);
			await(begun);
		};
		calls(beginning).run(List.of(call("call_1", "{}", slow)));
		assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void resultThatTheModelKnowsIsTakenAndTheFunctionIsNotRun() {
		ToolResult known = new ToolResult(JsonObject.of("approved", true), "approved=True");
		ToolCall call = call("call_1", "{}", tool(failing("not to be run"))).with(known);
		assertThat(calls(this.executor).run(List.of(call))).containsExactly(known);
		assertThat(calls(this.executor)
			.run(List.of(call("call_1", "{}", null).with(known), call("call_2", "{}", null).with(known))))
			.containsExactly(known, known);
	}

	private ToolResult run(String arguments, FunctionTool tool) {
		return calls(this.executor).run(List.of(call("call_1", arguments, tool))).get(0);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ToolCalls calls(Executor executor) {
		Agent agent = Agent.builder("Assistant").build();
		RunProgress state = new RunProgress(RunRequest.of(agent, "Hi"), new RunInfo("run", "s", 0, null),
				SdkShape.of(SdkProfile.V0_2));
		return new ToolCalls(state.contextWrapper(), agent, RunHooks.NONE, executor, SdkShape.of(SdkProfile.V0_2),
				(asked, input) -> input);
	}

	private static ToolCall call(String callId, String arguments, @Nullable FunctionTool tool) {
		return new ToolCall(JsonObject.of("arguments", arguments, "call_id", callId, "name", "t"), KnownCall.of(tool));
	}

	private static FunctionTool tool(ToolFunction function) {
		return FunctionTool.builder("t").function(function).build();
	}

	private static ToolFunction failing(String message) {
		return (context, arguments) -> {
			throw new IllegalStateException(message);
		};
	}

}
