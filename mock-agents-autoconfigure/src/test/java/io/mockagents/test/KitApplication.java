package io.mockagents.test;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A small application with an agent, for tests of the kit.
 */
@Configuration(proxyBeanMethods = false)
class KitApplication {

	@Bean
	Desk desk(AgentRunner runner) {
		FunctionTool lookup = FunctionTool.builder("lookup_order")
			.parameters(Lookup.class)
			.function((context, arguments) -> "order " + arguments.as(Lookup.class).orderId() + ": shipped")
			.build();
		Agent refunds = Agent.builder("Refunds").model("gpt-5-mini").tools(lookup).build();
		Agent triage = Agent.builder("Triage")
			.model("gpt-5-mini")
			.instructions("Answer.")
			.tools(lookup)
			.handoffs(refunds)
			.build();
		Agent typed = Agent.builder("Typed").tools(lookup).outputType(OutputType.of(Reply.class)).build();
		return new Desk(runner, triage, typed);
	}

	/**
	 * The arguments of the tool.
	 */
	record Lookup(String orderId) {

	}

	/**
	 * The output of the typed agent.
	 */
	record Reply(String text, int confidence) {

	}

	/**
	 * Asks agents, and swallows their failures.
	 */
	record Desk(AgentRunner runner, Agent triage, Agent typed) {

		String ask(String question) {
			return ask(RunRequest.of(this.triage, question));
		}

		String ask(RunRequest request) {
			try {
				return String.valueOf(this.runner.run(request).finalOutput());
			}
			catch (AgentsException | OpenAiException | UnscriptedRunException ex) {
				return "Sorry";
			}
		}

	}

}
