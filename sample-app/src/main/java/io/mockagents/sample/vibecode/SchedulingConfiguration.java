package io.mockagents.sample.vibecode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * What is done about runs besides running them: at certain times, and shortly.
 */
@Configuration(proxyBeanMethods = false)
class SchedulingConfiguration {

	/**
	 * One thread may wait for the database, the other then continues.
	 */
	@Bean
	ThreadPoolTaskScheduler vibecodeScheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("vibecode-");
		scheduler.setPoolSize(2);
		scheduler.setRemoveOnCancelPolicy(true);
		return scheduler;
	}

}
