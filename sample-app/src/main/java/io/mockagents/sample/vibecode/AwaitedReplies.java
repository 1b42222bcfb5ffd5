package io.mockagents.sample.vibecode;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.mockagents.sample.SampleProperties;
import io.mockagents.sample.session.SessionDeleted;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Answers that take their time, each made on a thread of its own. Until an answer is
 * there its client is sent a space every now and then, which JSON allows in front of a
 * value: that keeps proxies patient, and it is how one learns that a client is gone. The
 * work belongs to its session, not to the client: it continues without one, unless
 * {@link SampleProperties#cancelAbandonedRuns()} is set, and ends with the session. An
 * application that is shut down waits for it, as it does for requests.
 */
@Component
class AwaitedReplies implements SmartLifecycle, DisposableBean {

	/**
	 * That in which the web server waits for its requests.
	 */
	private static final int PHASE = DEFAULT_PHASE - 1024;

	private final Set<AwaitedReply> awaited = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> stopped = new AtomicReference<>();

	private volatile boolean running;

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
	 * @param work makes it
	 * @return the response: status 200 and the answer, or what is thrown, with the status
	 * of that; if the first space was sent by then, the connection is closed instead
	 */
	ResponseEntity<ResponseBodyEmitter> answer(AgentWork<?> work) {
		AwaitedReply reply = new AwaitedReply(work, this.properties.cancelAbandonedRuns());
		this.awaited.add(reply);
		this.executor.execute(() -> {
			try {
				reply.run();
			}
			finally {
				this.awaited.remove(reply);
				tellIfIdle();
			}
		});
		ScheduledFuture<?> probing = this.scheduler.scheduleWithFixedDelay(reply::probe,
				this.scheduler.getClock().instant().plus(this.properties.keepAlive()), this.properties.keepAlive());
		ResponseBodyEmitter response = reply.response();
		response.onError((ex) -> reply.clientGone());
		response.onCompletion(() -> probing.cancel(false));
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(response);
	}

	/**
	 * Cancel the work that is under way in a session.
	 * @param sessionId the session
	 * @return whether there was any
	 */
	boolean cancel(String sessionId) {
		return cancel(sessionId, Cancellation.REQUESTED);
	}

	/**
	 * Work that begins when this has been called finds no session.
	 */
	@TransactionalEventListener
	void cancel(SessionDeleted event) {
		cancel(event.sessionId(), Cancellation.SESSION_DELETED);
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Wait for the work that is under way, without blocking.
	 */
	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.stopped.set(callback);
		tellIfIdle();
	}

	@Override
	public void stop() {
		this.running = false;
	}

	private void tellIfIdle() {
		Runnable callback = this.stopped.get();
		if (callback != null && this.awaited.isEmpty() && this.stopped.compareAndSet(callback, null)) {
			callback.run();
		}
	}

	/**
	 * Cancel the work that took longer than the application may wait.
	 */
	@Override
	public void destroy() {
		this.awaited.forEach((reply) -> reply.cancel(Cancellation.SHUTDOWN));
	}

	private boolean cancel(String sessionId, Cancellation reason) {
		boolean cancelled = false;
		for (AwaitedReply reply : this.awaited) {
			cancelled |= reply.sessionId().equals(sessionId) && reply.cancel(reason);
		}
		return cancelled;
	}

}
