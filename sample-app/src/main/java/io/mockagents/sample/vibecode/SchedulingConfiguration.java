package io.mockagents.sample.vibecode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Schedules the work besides runs: at certain times, and shortly.
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
