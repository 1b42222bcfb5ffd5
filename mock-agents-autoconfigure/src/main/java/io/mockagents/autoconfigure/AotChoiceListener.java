package io.mockagents.autoconfigure;

import java.util.function.BooleanSupplier;

import io.mockagents.mock.MockAgents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;

/**
 * Warns when an application was built, ahead of time, with mocks on and is started with
 * mocks off, or the other way round: the choice was made when it was built.
 */
final class AotChoiceListener implements ApplicationListener<ApplicationPreparedEvent> {

	private static final Log logger = LogFactory.getLog(AotChoiceListener.class);

	private final BooleanSupplier ahead;

	AotChoiceListener() {
		this(AotDetector::useGeneratedArtifacts);
	}

	AotChoiceListener(BooleanSupplier ahead) {
		this.ahead = ahead;
	}

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		if (!this.ahead.getAsBoolean()) {
			return;
		}
		ConfigurableListableBeanFactory beanFactory = event.getApplicationContext().getBeanFactory();
		boolean built = beanFactory.getBeanNamesForType(MockAgents.class, false, false).length > 0;
		boolean asked = Binder.get(event.getApplicationContext().getEnvironment())
			.bind("mock-agents.enabled", Boolean.class)
			.orElse(false);
		if (built != asked) {
			logger.warn("Runs of OpenAI agents are " + (built ? "MOCKED" : "NOT mocked")
					+ ", because this application was processed ahead of time with mocks " + onOff(built)
					+ ", although mocks are " + onOff(asked) + " now. Build it again with " + MockConfigs.NAME + " "
					+ (asked ? "set" : "unset"));
		}
	}

	private static String onOff(boolean on) {
		return on ? "on" : "off";
	}

}
