package io.mockagents.mock;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes the lines of all runs to the file, on one daemon thread that exists only while
 * lines are logged. Lines keep the order in which they were added. They are written at
 * the latest after {@link #FLUSH_INTERVAL}. Safe for several threads.
 * <p>
 * Where runs log faster than the file can be written, they wait. A line is dropped only
 * if the file cannot be written, or not for longer than {@link #MAX_WAIT}: a warning says
 * so once, and a line of the file contains the number of lines that are missing before
 * it.
 */
final class EventLogWriter implements AutoCloseable {

	static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);

	/** Short enough for a reader of the file, long enough to share a write under load. */
	private static final Duration FLUSH_DELAY = Duration.ofMillis(5);

	static final Duration MAX_WAIT = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(EventLogWriter.class);

	private static final Duration IDLE = Duration.ofSeconds(5);

	static final int CAPACITY = 8192;

	private static final int MAX_CHUNK = 64 * 1024;

	private final BlockingQueue<EventLogLine> queue = new ArrayBlockingQueue<>(CAPACITY);

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, EventLogWriter::thread);

	/** Held by the thread that writes. */
	private final ReentrantLock writing = new ReentrantLock();

	private final List<EventLogLine> batch = new ArrayList<>();

	private final JsonLines lines = new JsonLines();

	private final RollingFile file;

	private final int chunk;

	private final Clock clock;

	private final Duration flushInterval;

	/** Whether the lines are about to be written when the interval has passed. */
	private final AtomicBoolean ticking = new AtomicBoolean();

	/** Whether the lines are about to be written because a run has ended. */
	private final AtomicBoolean flushing = new AtomicBoolean();

	/** Whether the lines are about to be written at once because there is no room. */
	private final AtomicBoolean hurrying = new AtomicBoolean();

	private final AtomicBoolean warned = new AtomicBoolean();

	/** The number of lines that found no room since the file last said so. */
	private final AtomicLong overflowed = new AtomicLong();

	/** The number of lines that could not be written since the file last said so. */
	private final AtomicLong failed = new AtomicLong();

	/** The number of lines in the buffer, or reported there as missing. */
	private long unwritten;

	private volatile boolean stalled;

	private volatile boolean closed;

	EventLogWriter(EventLogSettings settings, Clock clock) {
		this(settings, clock, FLUSH_INTERVAL);
	}

	EventLogWriter(EventLogSettings settings, Clock clock, Duration flushInterval) {
		this.file = new RollingFile(settings);
		this.chunk = (int) Math.min(MAX_CHUNK, settings.maxFileSize() / 4);
		this.clock = clock;
		this.flushInterval = flushInterval;
		this.executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "mock-agents-event-log");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Add a line. After {@link #close()} it is written before this returns.
	 * @param line the line
	 */
	void add(EventLogLine line) {
		if (!this.queue.offer(line)) {
			addWhenThereIsRoom(line);
		}
		if (this.closed) {
			writeAll();
		}
		else if (!this.ticking.get() && this.ticking.compareAndSet(false, true)) {
			try {
				this.executor.schedule(this::tick, this.flushInterval.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				writeAll();
			}
		}
	}

	/**
	 * Have the lines that were added so far written within a moment, together with those
	 * of other runs that end in it. Does not wait for it.
	 */
	void flush() {
		if (!this.closed && !this.flushing.get() && this.flushing.compareAndSet(false, true)) {
			writeAfter(FLUSH_DELAY);
		}
	}

	private void writeAfter(Duration delay) {
		try {
			this.executor.schedule(this::writeAll, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			writeAll();
		}
	}

	private void addWhenThereIsRoom(EventLogLine line) {
		if (!this.closed && this.hurrying.compareAndSet(false, true)) {
			writeAfter(Duration.ZERO);
		}
		long deadline = System.nanoTime() + MAX_WAIT.toNanos();
		boolean added = false;
		boolean interrupted = false;
		while (!added && !this.stalled) {
			try {
				added = this.queue.offer(line, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				this.stalled = !added;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (!added) {
			this.overflowed.incrementAndGet();
			warn("is too slow to write to");
		}
	}

	private void tick() {
		this.ticking.set(false);
		writeAll();
	}

	/**
	 * Write all lines that were added so far.
	 */
	private void writeAll() {
		this.writing.lock();
		try {
			this.flushing.set(false);
			this.hurrying.set(false);
			while (this.queue.drainTo(this.batch, CAPACITY / 8) > 0) {
				this.batch.forEach(this::write);
				this.batch.clear();
				this.stalled = false;
			}
			report(this.overflowed);
			writeChunk();
		}
		finally {
			this.batch.clear();
			this.writing.unlock();
		}
	}

	private void write(EventLogLine line) {
		if (this.lines.length() == 0) {
			report(this.failed);
		}
		try {
			this.lines.add(line);
			this.unwritten++;
		}
		catch (RuntimeException ex) {
			failed(1, "cannot contain one of the lines (" + ex + ")");
		}
		if (this.lines.length() >= this.chunk) {
			writeChunk();
		}
	}

	private void report(AtomicLong dropped) {
		long missing = dropped.getAndSet(0);
		if (missing > 0) {
			this.lines
				.add((fields) -> fields.put("time", this.clock.instant()).put("log", "dropped").put("lines", missing));
			this.unwritten += missing;
		}
	}

	private void writeChunk() {
		if (this.lines.length() > 0) {
			long count = this.unwritten;
			this.unwritten = 0;
			try {
				this.file.append(this.lines.take());
			}
			catch (IOException | RuntimeException ex) {
				failed(count, "cannot be written (" + ex + ")");
			}
		}
	}

	private void failed(long count, String reason) {
		this.failed.addAndGet(count);
		warn(reason);
	}

	private void warn(String reason) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Events of mocked runs are missing from the file " + this.file.path() + ", because it " + reason
					+ ". Runs are not affected. To log events to another file, set mock_log_file in "
					+ "OPENAI_MOCK_CONFIGS, or mock-agents.log.file; to log none, set mock_log_events to false");
		}
	}

	/**
	 * Return the number of lines that are waiting.
	 */
	int size() {
		return this.queue.size();
	}

	/**
	 * Return the number of lines that are missing at the end of the file.
	 */
	long dropped() {
		return this.overflowed.get() + this.failed.get();
	}

	/**
	 * Write what was added so far, and end the thread.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.executor.shutdown();
		boolean free = false;
		try {
			free = this.writing.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (free) {
			try {
				writeAll();
			}
			finally {
				this.writing.unlock();
			}
		}
		long missing = dropped() + size();
		if (missing > 0) {
			logger.info(missing + " lines are missing at the end of the event log " + this.file.path());
		}
	}

}
