package io.mockagents.autoconfigure;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.LiveRunForbiddenException;
import io.mockagents.mock.LiveRuns;
import io.mockagents.mock.RunOwner;
import io.mockagents.mock.RunOwners;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the guard that lets no run reach a live model, whether mocks are
 * on or off: with {@code mock_live} set to {@code forbidden}, every {@link AgentRunner}
 * but the mock's fails.
 */
@AutoConfiguration(before = RecordingAutoConfiguration.class)
@ConditionalOnProperty(LiveRunsAutoConfiguration.PROPERTY)
public final class LiveRunsAutoConfiguration {

	static final String PROPERTY = "mock-agents.live";

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RunAdvicePostProcessor mockAgentsLiveRunsPostProcessor(Environment environment,
			ObjectProvider<RunOwners> owners) {
		if (read(environment) == LiveRuns.ALLOWED) {
			return RunAdvicePostProcessor.inactive();
		}
		return new RunAdvicePostProcessor("guarded", (request, invocation) -> {
			Object runner = invocation.getThis();
			LiveRunForbiddenException failure = new LiveRunForbiddenException(request.startingAgent().name(),
					(runner != null) ? runner.getClass().getName() : "of an unknown class");
			RunOwner owner = owners.getIfUnique(() -> RunOwners.NONE).ownerOf(request);
			throw (owner != null) ? owner.failed(request, failure) : failure;
		});
	}

	private static LiveRuns read(Environment environment) {
		try {
			return Binder.get(environment).bind(PROPERTY, LiveRuns.class).orElse(LiveRuns.ALLOWED);
		}
		catch (BindException ex) {
			throw InvalidSetting.of(environment, PROPERTY, String.valueOf(environment.getProperty(PROPERTY)),
					"must be " + MockConfigsKey.MOCK_LIVE.type().valid());
		}
	}

}
