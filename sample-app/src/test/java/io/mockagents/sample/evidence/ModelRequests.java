package io.mockagents.sample.evidence;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Remembers what the model is asked by all runners of a context, as the body the SDK
 * sends for it.
 */
class ModelRequests implements BeanPostProcessor {

	private final List<JsonObject> bodies = new CopyOnWriteArrayList<>();

	/**
	 * Return the bodies since the last call, in order.
	 */
	List<JsonObject> take() {
		List<JsonObject> taken = List.copyOf(this.bodies);
		this.bodies.clear();
		return taken;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof AgentRunner runner) ? new ObservedRunner(runner) : bean;
	}

	private final class ObservedRunner implements AgentRunner {

		private final AgentRunner runner;

		private ObservedRunner(AgentRunner runner) {
			this.runner = runner;
		}

		@Override
		public RunResultStreaming runStreamed(RunRequest request) {
			return this.runner.runStreamed(observed(request, true));
		}

		@Override
		public RunResult run(RunRequest request) {
			return this.runner.run(observed(request, false));
		}

		private RunRequest observed(RunRequest request, boolean streamed) {
			return new RunRequest(request.startingAgent(), request.input(), request.context(), request.maxTurns(),
					new Observer(streamed), request.runConfig(), request.previousResponseId(), request.session(),
					request.sessionId(), request.iteration());
		}

	}

	private final class Observer implements RunHooks {

		private final boolean streamed;

		private int turn;

		private Observer(boolean streamed) {
			this.streamed = streamed;
		}

		@Override
		public void onLlmStart(RunContext context, Agent agent, @Nullable String systemPrompt,
				List<JsonObject> inputItems) {
			ModelRequest request = new ModelRequest(++this.turn, agent, agent.model(), systemPrompt, inputItems,
					agent.tools(), agent.handoffs(), agent.outputType(), null, this.streamed, ModelSettings.NONE, true,
					null);
			ModelRequests.this.bodies.add(RequestBody.of(request, SdkProfile.V0_2));
		}

	}

}
