package io.mockagents.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunListener;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.RunOwners;
import io.mockagents.mock.RunPlanner;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingLoader;
import io.mockagents.recording.log.LogFormat;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.recording.session.SessionRuns;
import io.mockagents.scenario.InvalidScenarioException;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.ResourcePatternUtils;

/**
 * Auto-configuration of the mock. It applies where {@code mock-agents.enabled} is true:
 * because {@code OPENAI_MOCK_CONFIGS} is set and does not say otherwise, or because the
 * property is set itself. It then replaces every {@link io.mockagents.agent.AgentRunner}
 * of the application; where there is none, it provides one.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty("mock-agents.enabled")
@EnableConfigurationProperties(MockAgentsProperties.class)
@ImportRuntimeHints(MockAgentsRuntimeHints.class)
public final class MockAgentsAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static AgentRunnerReplacement mockAgentsRunnerReplacement(Environment environment) {
		return new AgentRunnerReplacement(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	ScenarioLibrary mockAgentsScenarioLibrary(MockAgentsProperties properties, ResourceLoader resourceLoader) {
		ScenarioLoader loader = new ScenarioLoader(ResourcePatternUtils.getResourcePatternResolver(resourceLoader));
		try {
			return loader.load(properties.scenarios());
		}
		catch (InvalidScenarioException ex) {
			throw new MockAgentsConfigurationException(String.valueOf(ex.getMessage()),
					"Correct the scenarios. The searched locations are " + ScenarioLoader.DEFAULT_LOCATION
							+ " and those that mock_scenarios in " + MockConfigs.NAME
							+ ", or mock-agents.scenarios, adds.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	RecordingLibrary mockAgentsRecordingLibrary(MockAgentsProperties properties, ResourceLoader resourceLoader,
			ObjectProvider<RecordingFormat> formats) {
		List<RecordingFormat> all = new ArrayList<>(formats.orderedStream().toList());
		all.add(RecordingFormat.files());
		all.add(new LogFormat());
		try {
			return new RecordingLoader(ResourcePatternUtils.getResourcePatternResolver(resourceLoader), all)
				.load(properties.recordings());
		}
		catch (InvalidRecordingException ex) {
			throw new MockAgentsConfigurationException(String.valueOf(ex.getMessage()),
					"Correct the recordings. The searched locations are those of mock_recordings in " + MockConfigs.NAME
							+ ", or mock-agents.recordings: " + properties.recordings());
		}
	}

	@Bean
	MockAgents mockAgents(MockAgentsProperties properties, ScenarioLibrary library, RecordingLibrary recordings,
			ConfigurableEnvironment environment, ObjectProvider<RunOwners> owners) {
		return new MockAgents(new SettingsReader(properties, library, environment).read(), library, recordings,
				owners.getIfUnique(() -> RunOwners.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	ScenarioSelector mockAgentsScenarioSelector(ScenarioLibrary library) {
		return new ScenarioSelector(library);
	}

	@Bean
	RunPlanner mockAgentsRunPlanner(MockAgents mockAgents, ScenarioSelector selector, RecordingLibrary recordings,
			MockAgentsProperties properties, ObjectProvider<ConversationMessages> messages,
			ObjectProvider<ConversationJournal> journal, ObjectProvider<RunListener> listeners,
			ObjectProvider<Pauses> pauses, ObjectProvider<Clock> clock) {
		RunDestinations destinations = RunDestinations.of(journal, listeners);
		RecordingSelector recordedRuns = new RecordingSelector(recordings, (session) -> {
			ConversationMessages stored = messages.getIfAvailable();
			return (stored != null) ? new SessionRuns(stored, session) : null;
		});
		return new RunPlanner(mockAgents, selector, recordedRuns, destinations.journals(), destinations.listeners(),
				properties.log().toSettings(), pauses.getIfAvailable(() -> Pauses.REAL), clock.getIfUnique());
	}

	@Bean
	@Lazy(false)
	MockAgentsStartup mockAgentsStartup(MockAgents mockAgents, MockAgentsProperties properties, ScenarioLibrary library,
			ListableBeanFactory beanFactory) {
		return new MockAgentsStartup(mockAgents, properties, library, beanFactory);
	}

}
