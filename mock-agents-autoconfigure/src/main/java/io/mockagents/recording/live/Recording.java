package io.mockagents.recording.live;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordingWriter;
import io.mockagents.recording.RunRedaction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A recording that is being made. Safe for several threads.
 */
public final class Recording implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Recording.class);

	private static final int MOST_FILES = 10_000;

	/**
	 * The most characters of runs that may wait to be written.
	 */
	private static final long MOST_WAITING = 128_000_000;

	private static final int MOST_INTERRUPTED = 64;

	private static final long SECONDS_TO_STOP = 30;

	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), Recording::thread);

	private final Map<Set<String>, TapedRun> interrupted = new LinkedHashMap<>();

	private final CountDownLatch opened = new CountDownLatch(1);

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final AtomicLong waiting = new AtomicLong();

	private final SdkProfile usual;

	private final Consumer<Recording> onStop;

	private @Nullable RecordingWriter writer;

	private volatile @Nullable Path file;

	private volatile int runs;

	private volatile @Nullable Exception failure;

	Recording(Path directory, String name, RunRedaction redaction, SdkProfile usual, Clock clock,
			Consumer<Recording> onStop) {
		this.usual = usual;
		this.onStop = onStop;
		this.thread.allowCoreThreadTimeOut(true);
		this.thread.execute(() -> open(directory, name, redaction, clock));
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "mock-agents-recording");
		thread.setDaemon(true);
		return thread;
	}

	private void open(Path directory, String name, RunRedaction redaction, Clock clock) {
		try {
			for (int i = 1; this.file == null; i++) {
				Path file = directory.resolve(name + ((i > 1) ? "-" + i : "") + RecordingWriter.SUFFIX);
				try {
					this.writer = RecordingWriter.create(file, redaction, clock.instant());
					this.file = file;
				}
				catch (FileAlreadyExistsException ex) {
					if (i == MOST_FILES) {
						throw ex;
					}
				}
			}
			logger.info("Runs are recorded to " + this.file);
		}
		catch (IOException | RuntimeException ex) {
			fail("Runs are not recorded, because no file can be created in " + directory.toAbsolutePath(), ex);
		}
		finally {
			this.opened.countDown();
		}
	}

	private void fail(String problem, Exception failure) {
		if (this.failure == null) {
			this.failure = failure;
			logger.warn(problem + " (" + failure + "). Set mock_recordings_directory in OPENAI_MOCK_CONFIGS, or "
					+ "mock-agents.recording.directory, to one that can be written and has space");
		}
	}

	/**
	 * Wait until the file is there, but not if the disk hangs.
	 */
	void awaitFile() {
		await(this.opened);
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Add a run that has ended. Returns at once.
	 */
	void add(LiveTape tape) {
		long characters = tape.characters();
		if (this.stopped.get() || this.failure != null) {
			return;
		}
		if (this.waiting.addAndGet(characters) > MOST_WAITING + characters) {
			this.waiting.addAndGet(-characters);
			leaveOut(tape, "the limit of memory for pending runs is reached");
			return;
		}
		try {
			this.thread.execute(() -> {
				try {
					write(tape);
				}
				finally {
					this.waiting.addAndGet(-characters);
				}
			});
		}
		catch (RuntimeException ex) {
			logger.debug("The recording was stopped before the run ended", ex);
		}
	}

	private void write(LiveTape tape) {
		RecordingWriter writer = this.writer;
		if (writer == null || this.failure != null) {
			return;
		}
		String problem = tape.problem();
		TapedRun before = this.interrupted.remove(Set.copyOf(tape.resumes()));
		if (problem == null && !tape.resumes().isEmpty() && before == null) {
			problem = "the run that it continues is not in the recording";
		}
		if (problem != null) {
			leaveOut(tape, problem);
			return;
		}
		try {
			TapedRun taped = new TapedRun(tape, this.usual, before);
			this.runs = writer.write(taped.run(this.runs + 1));
			if (!tape.interruptions().isEmpty()) {
				keepInterrupted(taped, tape.interruptions());
			}
		}
		catch (IOException ex) {
			fail("Recording has stopped, because " + this.file + " cannot be written", ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			leaveOut(tape, String.valueOf(ex.getMessage()));
		}
	}

	private void keepInterrupted(TapedRun taped, List<ToolApprovalItem> interruptions) {
		Set<String> waiting = new HashSet<>();
		interruptions.forEach((call) -> waiting.add(call.callId()));
		this.interrupted.put(Set.copyOf(waiting), taped);
		if (this.interrupted.size() > MOST_INTERRUPTED) {
			this.interrupted.remove(this.interrupted.keySet().iterator().next());
		}
	}

	/**
	 * Leave a run out of the recording. Only the first is a warning.
	 */
	private void leaveOut(LiveTape tape, String problem) {
		String message = "A run of agent '" + tape.request().startingAgent().name() + "' is not recorded: " + problem;
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(message + ". Further runs that cannot be recorded are logged at debug level");
		}
		else {
			logger.debug(message);
		}
	}

	/**
	 * Return the file of the recording.
	 * @return the file, or {@code null} if none could be created
	 */
	public @Nullable Path file() {
		return this.file;
	}

	/**
	 * Return how many runs were written.
	 * @return the number of runs in the file
	 */
	public int runs() {
		return this.runs;
	}

	/**
	 * Return what ended the recording early.
	 * @return the failure, or {@code null} if there is none
	 */
	public @Nullable Exception failure() {
		return this.failure;
	}

	/**
	 * Stop the recording: all runs that have ended are in the file, which is closed. Runs
	 * that have not ended are not in it. May be called several times.
	 */
	public void stop() {
		if (!this.stopped.compareAndSet(false, true)) {
			return;
		}
		this.onStop.accept(this);
		CountDownLatch closed = new CountDownLatch(1);
		this.thread.execute(() -> {
			close(this.writer);
			closed.countDown();
		});
		this.thread.shutdown();
		if (!await(closed)) {
			logger.warn("The recording " + this.file + " is not complete yet: the disk takes more than "
					+ SECONDS_TO_STOP + " seconds");
		}
	}

	private void close(@Nullable RecordingWriter writer) {
		try {
			if (writer != null) {
				writer.close();
			}
		}
		catch (IOException ex) {
			fail("The recording " + this.file + " may not be complete", ex);
		}
	}

	@Override
	public void close() {
		stop();
	}

}
