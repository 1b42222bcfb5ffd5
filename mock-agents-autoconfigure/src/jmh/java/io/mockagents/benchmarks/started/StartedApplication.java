package io.mockagents.benchmarks.started;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with a web server, an entity and a repository. Uses nothing of the
 * starter, so that it also starts without.
 */
@SpringBootApplication
public class StartedApplication {

	/**
	 * Start, print what that took, in milliseconds, and end.
	 * @param args settings of the application
	 */
	public static void main(String... args) {
		SpringApplication application = new SpringApplication(StartedApplication.class);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) StartedApplication::print);
		try (ConfigurableApplicationContext context = application.run(args)) {
			if (context.getEnvironment().containsProperty("benchmark.read")) {
				FirstRead.measure(context);
			}
		}
	}

	private static void print(ApplicationReadyEvent event) {
		long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		System.out.printf("%nSTARTED %d CPU %d CLASSES %d%n", event.getTimeTaken().toMillis(), cpu / 1_000_000,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
	}

}
