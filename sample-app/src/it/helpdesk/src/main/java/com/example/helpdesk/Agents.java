package com.example.helpdesk;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.OutputType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The agents of the helpdesk.
 */
@Configuration(proxyBeanMethods = false)
class Agents {

	private static final OutputType<Answer> ANSWER = OutputType.of(Answer.class);

	@Bean
	FunctionTool lookupOrder(Orders orders) {
		return FunctionTool.builder("lookup_order")
			.description("Look up the state of an order.")
			.parameters(LookupOrder.class)
			.function((context, arguments) -> orders.lookup(arguments.as(LookupOrder.class).orderId()))
			.build();
	}

	@Bean
	Agent refunds(FunctionTool lookupOrder) {
		return Agent.builder("Refunds")
			.model("gpt-5-mini")
			.handoffDescription("Handles refunds.")
			.instructions("Decide on the refund. Look the order up first.")
			.tools(lookupOrder)
			.outputType(ANSWER)
			.build();
	}

	@Bean
	Agent triage(FunctionTool lookupOrder, Agent refunds) {
		return Agent.builder("Triage")
			.model("gpt-5-mini")
			.instructions("Answer the customer's question. Hand refunds over.")
			.tools(lookupOrder)
			.handoffs(refunds)
			.outputType(ANSWER)
			.build();
	}

	/**
	 * The arguments of {@code lookup_order}.
	 */
	record LookupOrder(String orderId) {

	}

}
