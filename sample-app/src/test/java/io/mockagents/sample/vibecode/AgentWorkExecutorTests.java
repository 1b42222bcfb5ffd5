package io.mockagents.sample.vibecode;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.mockagents.sample.SampleProperties;
import io.mockagents.sample.session.SessionDeleted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AgentWorkExecutor}, whose work begins when a test says so.
 */
class AgentWorkExecutorTests {

	private final Queue<Runnable> started = new ArrayDeque<>();

	private final TaskScheduler scheduler = mock();

	private AgentWorkExecutor executor;

	@BeforeEach
	void setUp() {
		given(this.scheduler.getClock()).willReturn(Clock.systemUTC());
		given(this.scheduler.scheduleWithFixedDelay(any(), any(), any()))
			.willAnswer((call) -> mock(ScheduledFuture.class));
		SimpleAsyncTaskExecutorBuilder builder = mock();
		given(builder.threadNamePrefix(any())).willReturn(builder);
		given(builder.build()).willReturn(new SimpleAsyncTaskExecutor() {

			@Override
			public void execute(Runnable task) {
				AgentWorkExecutorTests.this.started.add(task);
			}

		});
		this.executor = new AgentWorkExecutor(builder, this.scheduler, new SampleProperties(null, List.of(), false,
				Duration.ofSeconds(5), Duration.ofSeconds(30), "test", "here"));
	}

	@Test
	void answerIsReturnedUnchanged() {
		assertThat(answer("s", () -> "Done", () -> "Deleted", () -> {
		})).hasStatusOk().hasBodyTextEqualTo("Done");
	}

	@Test
	void exceptionsHaveTheirStatus() {
		assertThat(answer("s", () -> {
			throw new IllegalArgumentException("Not so");
		}, () -> "Deleted", () -> {
		})).hasStatus(409).hasBodyTextEqualTo("Not so");
	}

	@Test
	void workOfADeletedSessionIsInterrupted() {
		assertThat(answer("s", () -> {
			this.executor.cancel(new SessionDeleted("other"));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			this.executor.cancel(new SessionDeleted("s"));
			return awaitInterrupt();
		}, () -> {
			assertThat(Thread.currentThread().isInterrupted()).as("while the answer is given").isFalse();
			return "Deleted";
		}, () -> {
		})).hasStatusOk().hasBodyTextEqualTo("Deleted");
	}

	@Test
	void answerOfADeletedSessionMayBeAnError() {
		assertThat(answer("s", () -> {
			this.executor.cancel(new SessionDeleted("s"));
			return awaitInterrupt();
		}, () -> {
			throw new IllegalArgumentException("Gone");
		}, () -> {
		})).hasStatus(409).hasBodyTextEqualTo("Gone");
	}

	@Test
	void workWhoseSessionIsDeletedBeforehandDoesNotBegin() {
		assertThat(answer("s", () -> {
			throw new AssertionError("It began");
		}, () -> "Deleted", () -> this.executor.cancel(new SessionDeleted("s")))).hasStatusOk()
			.hasBodyTextEqualTo("Deleted");
	}

	@Test
	void workThatBreaksOffByItselfIsNotAnAnswer() {
		assertThat(answer("s", () -> {
			throw new CancellationException("The recording ends here");
		}, () -> "Deleted", () -> {
		})).hasFailed().failure().hasRootCauseMessage("The recording ends here");
	}

	@Test
	void workThatIsDoneIsNotInterrupted() {
		Thread.interrupted();
		assertThat(answer("s", () -> "Done", () -> "Deleted", () -> {
		})).hasStatusOk();
		this.executor.cancel(new SessionDeleted("s"));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void workThatIsDoneIsNotCancelled() {
		AgentWork<String> work = new AgentWork<>("s", () -> () -> {
			assertThat(this.executor.cancel("s")).isFalse();
			return "Done";
		}, (cancellation) -> "Cancelled");
		assertThat(answer(work, () -> {
		})).hasStatusOk().hasBodyTextEqualTo("Done");
	}

	@Test
	void workThatIsCancelledIsNotAnsweredWhateverItReturns() {
		AgentWork<String> work = new AgentWork<>("s", () -> {
			assertThat(this.executor.cancel("other")).isFalse();
			assertThat(this.executor.cancel("s")).isTrue();
			assertThat(this.executor.cancel("s")).as("again").isTrue();
			return () -> {
				throw new AssertionError("It was stored");
			};
		}, CancellationReason::reason);
		assertThat(answer(work, () -> {
		})).hasStatusOk().hasBodyTextEqualTo("cancelled");
	}

	@Test
	void applicationThatEndsWaitsForWork() {
		AtomicBoolean stopped = new AtomicBoolean();
		assertThat(answer("s", () -> {
			this.executor.stop(() -> stopped.set(true));
			assertThat(stopped).isFalse();
			return "Done";
		}, () -> "Deleted", () -> {
		})).hasStatusOk().hasBodyTextEqualTo("Done");
		assertThat(stopped).isTrue();
	}

	@Test
	void applicationWithoutWorkEndsAtOnce() {
		AtomicBoolean stopped = new AtomicBoolean();
		this.executor.stop(() -> stopped.set(true));
		assertThat(stopped).isTrue();
	}

	@Test
	void workThatTakesTooLongForAnApplicationThatEndsIsCancelled() {
		AgentWork<String> work = new AgentWork<>("s", () -> {
			this.executor.destroy();
			String never = awaitInterrupt();
			return () -> never;
		}, CancellationReason::reason);
		assertThat(answer(work, () -> {
		})).hasStatusOk().hasBodyTextEqualTo("The application was shut down while the agents worked on the message");
	}

	/**
	 * Do work on this thread.
	 */
	private MvcTestResult answer(String session, Supplier<String> work, Supplier<String> ifDeleted,
			Runnable beforehand) {
		AgentWork<String> agentWork = new AgentWork<>(session, () -> {
			String answer = work.get();
			return () -> answer;
		}, (cancellation) -> {
			assertThat(cancellation).isEqualTo(CancellationReason.SESSION_DELETED);
			return ifDeleted.get();
		});
		return answer(agentWork, beforehand);
	}

	private MvcTestResult answer(AgentWork<String> agentWork, Runnable beforehand) {
		MockMvcTester mvc = MockMvcTester.of(new Answers(() -> {
			ResponseEntity<ResponseBodyEmitter> response = this.executor.answer(agentWork);
			beforehand.run();
			this.started.remove().run();
			return response;
		}));
		return mvc.post().uri("/").exchange();
	}

	private static String awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
			return "Never";
		}
		catch (InterruptedException ex) {
			throw (CancellationException) new CancellationException().initCause(ex);
		}
	}

	@RestController
	static class Answers {

		private final Supplier<ResponseEntity<ResponseBodyEmitter>> answer;

		Answers(Supplier<ResponseEntity<ResponseBodyEmitter>> answer) {
			this.answer = answer;
		}

		@PostMapping("/")
		ResponseEntity<ResponseBodyEmitter> answer() {
			return this.answer.get();
		}

		@ExceptionHandler
		ResponseEntity<String> illegalArgument(IllegalArgumentException ex) {
			return ResponseEntity.status(409).body(ex.getMessage());
		}

	}

}
