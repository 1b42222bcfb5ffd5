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
 * Runs the work of agents, each on a thread of its own, and cancels it. Until the work
 * has ended, its client is sent a space from time to time, which JSON allows in front of
 * a value: proxies keep the connection open, and a client that has left is noticed. The
 * work belongs to its session, not to the client: it continues without one, unless
 * {@link SampleProperties#cancelAbandonedRuns()} is set, and ends with the session. An
 * application that is shut down waits for it, as it does for requests.
 */
@Component
class AgentWorkExecutor implements SmartLifecycle, DisposableBean {

	/**
	 * That in which the web server waits for its requests.
	 */
	private static final int PHASE = DEFAULT_PHASE - 1024;

	private final Set<RunningWork> works = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> stopped = new AtomicReference<>();

	private volatile boolean running;

	private final AsyncTaskExecutor executor;

	private final TaskScheduler scheduler;

	private final SampleProperties properties;

	AgentWorkExecutor(SimpleAsyncTaskExecutorBuilder executor, TaskScheduler vibecodeScheduler,
			SampleProperties properties) {
		this.executor = executor.threadNamePrefix("agents-").build();
		this.scheduler = vibecodeScheduler;
		this.properties = properties;
	}

	/**
	 * Run work and answer with its result.
	 * @param work the work
	 * @return the response: status 200 and the answer, or the status of the exception
	 * that was thrown; if the first space was sent by then, the connection is closed
	 * instead
	 */
	ResponseEntity<ResponseBodyEmitter> answer(AgentWork<?> work) {
		RunningWork running = new RunningWork(work, this.properties.cancelAbandonedRuns());
		this.works.add(running);
		this.executor.execute(() -> {
			try {
				running.run();
			}
			finally {
				this.works.remove(running);
				finishIfIdle();
			}
		});
		ScheduledFuture<?> probing = this.scheduler.scheduleWithFixedDelay(running::probe,
				this.scheduler.getClock().instant().plus(this.properties.keepAlive()), this.properties.keepAlive());
		ResponseBodyEmitter response = running.response();
		response.onError((ex) -> running.clientGone());
		response.onCompletion(() -> probing.cancel(false));
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(response);
	}

	/**
	 * Cancel the work that is under way in a session.
	 * @param sessionId the session
	 * @return whether there was any
	 */
	boolean cancel(String sessionId) {
		return cancel(sessionId, CancellationReason.REQUESTED);
	}

	/**
	 * Work that begins when this has been called finds no session.
	 */
	@TransactionalEventListener
	void cancel(SessionDeleted event) {
		cancel(event.sessionId(), CancellationReason.SESSION_DELETED);
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
		finishIfIdle();
	}

	@Override
	public void stop() {
		this.running = false;
	}

	private void finishIfIdle() {
		Runnable callback = this.stopped.get();
		if (callback != null && this.works.isEmpty() && this.stopped.compareAndSet(callback, null)) {
			callback.run();
		}
	}

	/**
	 * Cancel the work that took longer than the application may wait.
	 */
	@Override
	public void destroy() {
		this.works.forEach((work) -> work.cancel(CancellationReason.SHUTDOWN));
	}

	private boolean cancel(String sessionId, CancellationReason reason) {
		boolean cancelled = false;
		for (RunningWork work : this.works) {
			cancelled |= work.sessionId().equals(sessionId) && work.cancel(reason);
		}
		return cancelled;
	}

}
