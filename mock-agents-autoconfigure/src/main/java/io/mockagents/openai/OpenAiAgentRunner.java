package io.mockagents.openai;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.loop.ToolThreads;
import io.mockagents.model.SdkProfile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs agents by the live model, as the SDK's {@code Runner} does: a run that cannot be
 * answered fails with the {@link io.mockagents.agent.AgentsException} or the
 * {@link io.mockagents.agent.OpenAiException} that stands for what the SDK raises. Safe
 * for several threads. Not final, so that it can be proxied as any bean.
 */
public class OpenAiAgentRunner implements AgentRunner, AutoCloseable {

	private static final Log logger = LogFactory.getLog(OpenAiAgentRunner.class);

	private final ToolThreads toolThreads = new ToolThreads();

	private final Supplier<OpenAiApi> connector;

	private final SdkProfile profile;

	private final Function<RunInfo, RunJournal> journals;

	private final Supplier<List<RunListener>> listeners;

	private final Pauses pauses;

	private final Clock clock;

	private final AgentRunner runner;

	private @Nullable OpenAiApi api;

	/**
	 * Create a runner. Nothing is asked of its parts before the first run.
	 * @param connector reaches the API; asked again with the next run if it throws, and
	 * what it throws fails the run
	 * @param profile the SDK whose requests are sent, and whose data shape is produced
	 * @param journals opens the journal of a run
	 * @param listeners returns the listeners of each event, in order; called for each run
	 * @param pauses lets the time pass before a request is repeated
	 * @param clock returns the time of the events
	 */
	public OpenAiAgentRunner(Supplier<OpenAiApi> connector, SdkProfile profile, Function<RunInfo, RunJournal> journals,
			Supplier<List<RunListener>> listeners, Pauses pauses, Clock clock) {
		this.connector = connector;
		this.profile = profile;
		this.journals = journals;
		this.listeners = listeners;
		this.pauses = pauses;
		this.clock = clock;
		this.runner = new LoopAgentRunner(this::plan);
	}

	private RunPlan.Ready plan(RunRequest request) {
		RunInfo info = RunInfo.of(UUID.randomUUID().toString(), request, null);
		return new RunPlan.Ready(info, api().model(this.profile, this.pauses), this.profile, Pacing.NONE, this.pauses,
				this.journals.apply(info), this.listeners.get(), this.toolThreads, this.clock);
	}

	private synchronized OpenAiApi api() {
		OpenAiApi open = this.api;
		if (open == null) {
			open = this.connector.get();
			this.api = open;
			logger.info("Runs of OpenAI agents are live: they call the API at " + open.baseUrl() + "; SDK profile "
					+ this.profile.version());
		}
		return open;
	}

	@Override
	public RunResultStreaming runStreamed(RunRequest request) {
		return this.runner.runStreamed(request);
	}

	@Override
	public RunResult run(RunRequest request) {
		return this.runner.run(request);
	}

	/**
	 * Release the threads and the connections.
	 */
	@Override
	public void close() {
		this.toolThreads.close();
		synchronized (this) {
			if (this.api != null) {
				this.api.close();
			}
		}
	}

}
