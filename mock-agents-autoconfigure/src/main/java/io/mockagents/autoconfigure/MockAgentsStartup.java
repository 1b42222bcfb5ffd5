package io.mockagents.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.MockSettings;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.SelectionSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Logs one line at start-up: the runners that are mocked, how, and all that can still
 * reach OpenAI's API. Warns of a runner that is not mocked without being excluded.
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
		List<String> notMocked = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, AgentRunner.class,
				true, false)) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type == null || MockAgentRunner.class.isAssignableFrom(type) || TestClasses.isMockitoMock(type)) {
				continue;
			}
			notMocked.add("AgentRunner '" + name + "' (" + type.getName() + ")");
			if (!this.properties.exclude().contains(name)) {
				logger.warn("The AgentRunner bean '" + name + "' of type " + type.getName()
						+ " is not mocked: its type cannot be determined from the bean definition, or it belongs to a "
						+ "parent context without the auto-configuration of the mock");
			}
		}
		notMocked.addAll(OpenAiClients.describe(this.beanFactory));
		logger.warn(describe() + (notMocked.isEmpty() ? "" : ". NOT mocked: " + String.join(", ", notMocked)));
	}

	private String describe() {
		MockSettings settings = this.mockAgents.settings();
		return "Runs of OpenAI agents are MOCKED: " + runners() + "; " + scenarios(settings.selection()) + ", "
				+ defaultScenario(settings.selection()) + "; "
				+ ((settings.seed() != null) ? "seed " + settings.seed() : "no seed") + "; SDK profile "
				+ settings.sdkProfile().version() + "; " + delays(settings.delays()) + "; "
				+ (settings.failures().enabled() ? "failures in " + settings.failures().rate() + " of the runs"
						: "no failures")
				+ "; " + (settings.logEvents() ? "events logged to " + this.properties.log().toSettings().file()
						: "events not logged");
	}

	private String scenarios(SelectionSettings selection) {
		List<Scenario> scenarios = this.library.scenarios();
		long builtIn = scenarios.stream().filter((scenario) -> scenario.origin().builtIn()).count();
		return (selection.builtInScenarios() || builtIn == 0) ? scenarios.size() + " scenarios"
				: (scenarios.size() - builtIn) + " scenarios without the " + builtIn + " built-in ones";
	}

	private String defaultScenario(SelectionSettings selection) {
		String name = selection.defaultScenario();
		return (name != null) ? "default '" + this.library.get(name).name() + "'" : "no default";
	}

	private String runners() {
		List<String> replaced = new ArrayList<>();
		List<String> provided = new ArrayList<>();
		for (BeanFactory factory = this.beanFactory; factory instanceof ConfigurableListableBeanFactory current; factory = current
			.getParentBeanFactory()) {
			for (String name : current.getBeanNamesForType(MockAgentRunner.class, true, false)) {
				String type = current.containsBeanDefinition(name)
						? AgentRunnerReplacement.replacedType(current.getBeanDefinition(name)) : null;
				if (type != null && !type.isEmpty()) {
					replaced.add("'" + name + "' (" + type + ")");
				}
				else {
					provided.add("'" + name + "'");
				}
			}
		}
		if (replaced.isEmpty() && provided.isEmpty()) {
			return "no AgentRunner replaced";
		}
		return Stream.of(list("replaced ", replaced), list("provided ", provided))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(", "));
	}

	private static String list(String verb, List<String> names) {
		return names.isEmpty() ? "" : verb + String.join(", ", names);
	}

	private static String delays(MockSettings.Delays delays) {
		return delays.enabled() ? "delays of " + delays.base().toMillis() + " ms +/- "
				+ Math.min(delays.base().toMillis(), delays.range().toMillis()) + " ms" : "no delays";
	}

}
