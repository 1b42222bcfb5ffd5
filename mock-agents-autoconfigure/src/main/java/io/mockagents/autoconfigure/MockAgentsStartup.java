package io.mockagents.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.MockSettings;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.SelectionSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Says at start-up, in one line nobody can miss, that runs are mocked and how; and warns
 * of a runner that is not.
 */
final class MockAgentsStartup implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MockAgentsStartup.class);

	private final MockAgents mockAgents;

	private final MockAgentsProperties properties;

	private final ScenarioLibrary library;

	private final ListableBeanFactory beanFactory;

	MockAgentsStartup(MockAgents mockAgents, MockAgentsProperties properties, ScenarioLibrary library,
			ListableBeanFactory beanFactory) {
		this.mockAgents = mockAgents;
		this.properties = properties;
		this.library = library;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		logger.warn(describe());
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, AgentRunner.class,
				true, false)) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null && !MockAgentRunner.class.isAssignableFrom(type)
					&& !this.properties.exclude().contains(name) && !type.getName().contains("$MockitoMock$")) {
				logger.warn("The AgentRunner bean '" + name + "' of type " + type.getName()
						+ " is not mocked: its definition does not tell its type, or it belongs to a parent context "
						+ "without the auto-configuration of the mock");
			}
		}
	}

	private String describe() {
		MockSettings settings = this.mockAgents.settings();
		return "Runs of OpenAI agents are MOCKED, none reaches the API: " + runners() + "; "
				+ this.library.scenarios().size() + " scenarios, " + defaultScenario(settings.selection()) + "; "
				+ ((settings.seed() != null) ? "seed " + settings.seed() : "no seed") + "; SDK profile "
				+ settings.sdkProfile().version() + "; " + delays(settings.delays()) + "; "
				+ (settings.failures().enabled() ? "failures in " + settings.failures().rate() + " of the runs"
						: "no failures")
				+ "; " + (settings.logEvents() ? "events logged to " + this.properties.log().toSettings().file()
						: "events not logged");
	}

	private String defaultScenario(SelectionSettings selection) {
		String name = selection.defaultScenario();
		return (name != null) ? "default '" + this.library.get(name).name() + "'" : "no default";
	}

	private String runners() {
		List<String> replaced = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(MockAgentRunner.class, true, false)) {
			String type = replacedType(name);
			if (type != null && !type.isEmpty()) {
				replaced.add("'" + name + "' (" + type + ")");
			}
		}
		String excluded = this.properties.exclude().isEmpty() ? "" : ", not " + this.properties.exclude();
		return (replaced.isEmpty() ? "no AgentRunner replaced" : "replaced " + String.join(", ", replaced)) + excluded;
	}

	private @Nullable String replacedType(String name) {
		return (this.beanFactory instanceof ConfigurableListableBeanFactory configurable
				&& configurable.containsBeanDefinition(name))
						? AgentRunnerReplacement.replacedType(configurable.getBeanDefinition(name)) : null;
	}

	private static String delays(MockSettings.Delays delays) {
		return delays.enabled() ? "delays of " + delays.base().toMillis() + " ms +/- "
				+ Math.min(delays.base().toMillis(), delays.range().toMillis()) + " ms" : "no delays";
	}

}
