package io.mockagents.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Warns when runs are not mocked, but a name that is set comes close to one that would
 * mock them: an application with a runner of its own starts all the same, and goes live.
 */
final class MisspelledSwitchListener implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(MisspelledSwitchListener.class);

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		MockSwitch nearMiss = MockSwitch.nearMiss(event.getApplicationContext().getEnvironment());
		if (nearMiss != null) {
			logger.warn("Runs of OpenAI agents are NOT mocked: " + nearMiss.reason() + ". To mock them, "
					+ nearMiss.remedy());
		}
	}

}
