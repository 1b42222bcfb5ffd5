package io.mockagents.sample.vibecode;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;

import io.mockagents.sample.SampleProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Answers that take their time, each made on a thread of its own. Until an answer is
 * there its client is sent a space every now and then, which JSON allows in front of a
 * value: that keeps proxies patient, and it is how one learns that a client is gone. Then
 * the thread is interrupted.
 */
@Component
class AwaitedReplies {

	private static final Log logger = LogFactory.getLog(AwaitedReplies.class);

	private final AsyncTaskExecutor executor;

	private final TaskScheduler scheduler;

	private final SampleProperties properties;

	AwaitedReplies(SimpleAsyncTaskExecutorBuilder executor, TaskScheduler vibecodeScheduler,
			SampleProperties properties) {
		this.executor = executor.threadNamePrefix("agents-").build();
		this.scheduler = vibecodeScheduler;
		this.properties = properties;
	}

	/**
	 * Make an answer.
	 * @param work returns the answer; interrupted if nobody waits for it any more
	 * @return the response, with status 200 whatever the answer
	 */
	ResponseEntity<ResponseBodyEmitter> answer(Supplier<Reply> work) {
		ResponseBodyEmitter response = new ResponseBodyEmitter(0L);
		Future<?> making = this.executor.submit(() -> make(work, response));
		ScheduledFuture<?> probing = this.scheduler.scheduleWithFixedDelay(() -> probe(response, making),
				this.scheduler.getClock().instant().plus(this.properties.keepAlive()), this.properties.keepAlive());
		response.onError((ex) -> making.cancel(true));
		response.onCompletion(() -> probing.cancel(false));
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(response);
	}

	private static void make(Supplier<Reply> work, ResponseBodyEmitter response) {
		try {
			response.send(work.get(), MediaType.APPLICATION_JSON);
			response.complete();
		}
		catch (CancellationException ex) {
			logger.info("The agents stopped working on a message: its sender is gone");
			response.complete();
		}
		catch (IOException ex) {
			logger.debug("The sender of a message did not wait for the answer", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("There is no answer to a message", ex);
			response.completeWithError(ex);
		}
	}

	private static void probe(ResponseBodyEmitter response, Future<?> making) {
		if (making.isDone()) {
			return;
		}
		try {
			response.send(" ", MediaType.TEXT_PLAIN);
		}
		catch (IOException | IllegalStateException ex) {
			making.cancel(true);
		}
	}

}
