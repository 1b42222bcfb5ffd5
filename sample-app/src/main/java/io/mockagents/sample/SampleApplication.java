package io.mockagents.sample;

import java.time.Clock;
import java.util.Arrays;

import io.mockagents.sample.recordings.RecordingsCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/**
 * A service whose agents are mocked when {@code OPENAI_MOCK_CONFIGS} says so. With the
 * argument {@code recordings} it is a command line for recordings instead.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals(RecordingsCommand.NAME)) {
			System.exit(RecordingsCommand.run(Arrays.copyOfRange(args, 1, args.length)));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}

}
