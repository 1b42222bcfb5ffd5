package io.mockagents.mock;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.Secrets;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import io.mockagents.model.JsonCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs the events of runs, and a summary at the end of each: to the application log as
 * {@code key=value} pairs (logfmt), and to a file as JSON lines with the same keys.
 */
final class EventLog implements AutoCloseable {

	/**
	 * The name of the logger.
	 */
	static final String LOGGER = "io.mockagents.events";

	private final Log log;

	private final EventLogFile file;

	EventLog(Path file) {
		this(LogFactory.getLog(LOGGER), new EventLogFile(file));
	}

	EventLog(Log log, EventLogFile file) {
		this.log = log;
		this.file = file;
	}

	/**
	 * Return what logs the events of one run.
	 * @param runner the name of the runner
	 * @param clock the clock of the run
	 * @return the listener
	 */
	RunListener open(String runner, Clock clock) {
		return new RunLog(runner, clock);
	}

	private void write(JsonObject line) {
		if (this.log.isInfoEnabled()) {
			this.log.info(logfmt(line));
		}
		this.file.append(JsonCodec.write(line));
	}

	private static String logfmt(JsonObject line) {
		StringBuilder text = new StringBuilder(256);
		for (Map.Entry<String, @Nullable Object> entry : line.entrySet()) {
			if (entry.getValue() != null && !entry.getKey().equals("time")) {
				text.append(text.isEmpty() ? "" : " ").append(entry.getKey()).append('=');
				String value = entry.getValue().toString();
				text.append(isPlain(value) ? value : JsonCodec.write(value));
			}
		}
		return text.toString();
	}

	/**
	 * Return whether a value stands for itself. Others are quoted, so that no name that
	 * comes from outside can forge a pair or a line.
	 */
	private static boolean isPlain(String value) {
		return !value.isEmpty()
				&& value.chars().allMatch((c) -> c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\');
	}

	@Override
	public void close() {
		this.file.close();
	}

	private final class RunLog implements RunListener {

		private final String runner;

		private final Clock clock;

		private final Instant start;

		private long events;

		private int turns;

		private Duration paused = Duration.ZERO;

		RunLog(String runner, Clock clock) {
			this.runner = runner;
			this.clock = clock;
			this.start = clock.instant();
		}

		@Override
		public void onEvent(RunEvent event) {
			if (event.index() == 1) {
				EventLog.this.file.reopenIfGone();
			}
			this.events = event.index();
			this.turns = Math.max(this.turns, event.turn());
			this.paused = this.paused.plus(event.pause());
			StreamEvent streamed = event.event();
			JsonObject.Builder line = line("event", event.run(), event.time());
			line.put("sequence", event.streamSequence())
				.put("index", event.index())
				.put("turn", event.turn())
				.put("type", streamed.type());
			if (streamed instanceof RunItemStreamEvent item) {
				line.put("name", item.name().value())
					.put("item_type", item.item().type())
					.put("agent", item.item().agent().name());
			}
			else if (streamed instanceof AgentUpdatedStreamEvent updated) {
				line.put("agent", updated.newAgent().name());
			}
			else if (streamed instanceof RawResponseEvent raw) {
				line.put("raw_type", raw.data().stringOrNull("type"));
			}
			line.put("pause_ms", event.pause().toMillis())
				.put("elapsed_ms", Duration.between(this.start, event.time()).toMillis());
			write(line.build());
		}

		@Override
		public void onEnd(RunInfo run, @Nullable Throwable failure) {
			Instant now = this.clock.instant();
			JsonObject.Builder line = line("end", run, now);
			line.put("outcome", (failure != null) ? "failed" : "ended")
				.put("events", this.events)
				.put("turns", this.turns)
				.put("paused_ms", this.paused.toMillis())
				.put("elapsed_ms", Duration.between(this.start, now).toMillis());
			if (failure != null) {
				line.put("error_type", failure.getClass().getName())
					.put("error", (failure.getMessage() != null) ? Secrets.hide(failure.getMessage()) : null);
			}
			write(line.build());
		}

		private JsonObject.Builder line(String kind, RunInfo run, Instant time) {
			return JsonObject.builder()
				.put("time", time.toString())
				.put("log", kind)
				.put("run", run.runId())
				.put("session", run.sessionId())
				.put("iteration", run.iteration())
				.put("runner", this.runner)
				.put("source", run.source());
		}

	}

}
