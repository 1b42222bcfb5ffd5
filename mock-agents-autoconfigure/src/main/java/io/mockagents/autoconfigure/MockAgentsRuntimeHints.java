package io.mockagents.autoconfigure;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image of the resources the mock reads and the types Jackson writes.
 */
class MockAgentsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("mock-agents/*").registerPattern("mock-agents/**");
		hints.resources().registerPattern("io/mockagents/**");
		BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
		binding.registerReflectionHints(hints.reflection(), StreamEvent.class, RawResponseEvent.class,
				RunItemStreamEvent.class, AgentUpdatedStreamEvent.class, AgentSnapshot.class, RunItem.class,
				Usage.class);
		binding.registerReflectionHints(hints.reflection(), RunItem.class.getPermittedSubclasses());
	}

}
