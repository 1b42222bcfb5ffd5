package io.mockagents.mock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import io.mockagents.mock.EventLogLine.Fields;
import io.mockagents.redaction.Secrets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs runs to a file: a JSON line at the start, one for each event, one at the end. The
 * application log gets the same at DEBUG, as {@code key=value} pairs (logfmt), and a
 * sentence for each run at INFO.
 */
final class EventLog implements AutoCloseable {

	/**
	 * The name of the logger.
	 */
	static final String LOGGER = "io.mockagents.events";

	private static final int MAX_SHOWN = 300;

	private static final Log logger = LogFactory.getLog(LOGGER);

	private final EventLogWriter writer;

	EventLog(EventLogSettings settings, Clock clock) {
		this(new EventLogWriter(settings, clock));
	}

	EventLog(EventLogWriter writer) {
		this.writer = writer;
	}

	/**
	 * Return what logs one run.
	 * @param runner the name of the runner
	 * @param request what is run
	 * @param reason why it is played from its source, or {@code null} if nothing is
	 * played
	 * @param clock the clock of the run
	 * @return the listener
	 */
	RunListener open(String runner, RunRequest request, @Nullable String reason, Clock clock) {
		return new RunLog(runner, request.startingAgent().name(), reason, clock);
	}

	private void write(EventLogLine line) {
		this.writer.add(line);
		if (logger.isDebugEnabled()) {
			Logfmt text = new Logfmt();
			line.writeTo(text);
			logger.debug(text.toString());
		}
	}

	@Override
	public void close() {
		this.writer.close();
	}

	private static String oneLine(@Nullable String text) {
		return Excerpt.line(String.valueOf(text), MAX_SHOWN);
	}

	private final class RunLog implements RunListener {

		private final String runner;

		private final String agent;

		private final @Nullable String reason;

		private final Clock clock;

		private final Instant start;

		private boolean started;

		private boolean cancelled;

		private long events;

		private int turns;

		private Duration paused = Duration.ZERO;

		RunLog(String runner, String agent, @Nullable String reason, Clock clock) {
			this.runner = runner;
			this.agent = agent;
			this.reason = reason;
			this.clock = clock;
			this.start = clock.instant();
		}

		@Override
		public void onEvent(RunEvent event) {
			start(event.run());
			this.events = event.index();
			this.turns = Math.max(this.turns, event.turn());
			this.paused = this.paused.plus(event.pause());
			write((fields) -> event(event, fields));
		}

		@Override
		public void onCancel(RunInfo run) {
			this.cancelled = true;
		}

		@Override
		public void onEnd(RunInfo run, @Nullable Throwable failure) {
			start(run);
			Instant now = this.clock.instant();
			String outcome = this.cancelled ? "cancelled" : (failure != null) ? "failed" : "ended";
			String message = (failure != null && failure.getMessage() != null) ? Secrets.hide(failure.getMessage())
					: null;
			write((fields) -> {
				describe("end", run, now, fields).put("outcome", outcome)
					.put("events", this.events)
					.put("turns", this.turns)
					.put("paused_ms", this.paused.toMillis())
					.put("elapsed_ms", elapsed(now));
				if (failure != null) {
					fields.put("error_type", failure.getClass().getName()).put("error", message);
				}
			});
			EventLog.this.writer.flush();
			if (logger.isInfoEnabled()) {
				logger.info(summary(run, now, outcome, failure, message));
			}
		}

		private String summary(RunInfo run, Instant now, String outcome, @Nullable Throwable failure,
				@Nullable String message) {
			StringBuilder text = new StringBuilder(256);
			if (run.source() != null) {
				text.append("Played '").append(oneLine(run.source())).append("' for agent '");
			}
			else {
				text.append("Played nothing for agent '");
			}
			text.append(oneLine(this.agent)).append('\'');
			if (this.reason != null) {
				text.append(" (").append(oneLine(this.reason)).append(')');
			}
			text.append(": ")
				.append(outcome)
				.append(" after ")
				.append(count(this.events, "event"))
				.append(", ")
				.append(count(this.turns, "turn"))
				.append(" and ")
				.append(elapsed(now))
				.append(" ms");
			if (failure != null) {
				text.append(" with ").append(failure.getClass().getSimpleName());
				text.append((message != null) ? ": " + oneLine(message) : "");
			}
			return text.append(" [session ")
				.append(oneLine(run.sessionId()))
				.append(", run ")
				.append(run.runId())
				.append(']')
				.toString();
		}

		private static String count(long number, String noun) {
			return number + " " + noun + ((number != 1) ? "s" : "");
		}

		private void start(RunInfo run) {
			if (!this.started) {
				this.started = true;
				write((fields) -> describe("start", run, this.start, fields).put("iteration", run.iteration())
					.put("runner", this.runner)
					.put("agent", this.agent)
					.put("source", run.source())
					.put("reason", this.reason));
			}
		}

		private void event(RunEvent event, Fields fields) {
			describe("event", event.run(), event.time(), fields).put("index", event.index());
			if (event.streamSequence() != null) {
				fields.put("sequence", event.streamSequence());
			}
			StreamEvent streamed = event.event();
			fields.put("turn", event.turn()).put("type", streamed.type());
			if (streamed instanceof RawResponseEvent raw) {
				fields.put("name", raw.data().stringOrNull("type"));
			}
			else if (streamed instanceof RunItemStreamEvent item) {
				fields.put("name", item.name().value())
					.put("agent", item.item().agent().name())
					.put("tool", tool(item.item()));
			}
			else if (streamed instanceof AgentUpdatedStreamEvent updated) {
				fields.put("agent", updated.newAgent().name());
			}
			fields.put("pause_ms", event.pause().toMillis()).put("elapsed_ms", elapsed(event.time()));
		}

		private @Nullable String tool(RunItem item) {
			return (item instanceof ToolCallItem call) ? call.rawItem().stringOrNull("name") : null;
		}

		private Fields describe(String kind, RunInfo run, Instant time, Fields fields) {
			return fields.put("time", time).put("log", kind).put("run", run.runId()).put("session", run.sessionId());
		}

		private long elapsed(Instant time) {
			return Duration.between(this.start, time).toMillis();
		}

	}

	/**
	 * Pairs of key and value. The time is left out, as each line of the application log
	 * has one.
	 */
	private static final class Logfmt implements Fields {

		private final StringBuilder text = new StringBuilder(256);

		@Override
		public Fields put(String key, Instant time) {
			return this;
		}

		@Override
		public Fields put(String key, long number) {
			key(key).append(number);
			return this;
		}

		@Override
		public Fields put(String key, @Nullable String value) {
			if (value != null) {
				key(key).append(isPlain(value) ? value : JsonCodec.write(value));
			}
			return this;
		}

		private StringBuilder key(String key) {
			return this.text.append(this.text.isEmpty() ? "" : " ").append(key).append('=');
		}

		/**
		 * Return whether a value stands for itself. Others are quoted, so that no name
		 * that comes from outside can forge a pair or a line.
		 */
		private static boolean isPlain(String value) {
			return !value.isEmpty()
					&& value.chars().allMatch((c) -> c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\');
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

}
