package io.mockagents.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tools of runs. Makes a thread when none is free, because a tool may itself run
 * an agent and wait for its tools; keeps none that is idle for long. The threads are
 * daemons.
 */
public final class ToolThreads implements Executor, AutoCloseable {

	private final AtomicInteger count = new AtomicInteger();

	private final ExecutorService executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
			new SynchronousQueue<>(), this::newThread);

	private Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "mock-agents-tool-" + this.count.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Interrupt the tools that run, and take no more.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
