package io.mockagents.sample.usecases;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

import io.mockagents.sample.SampleApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An embedded PostgreSQL that is given a directory keeps its data.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestartTests {

	@TempDir
	private Path directory;

	@Test
	void dataSurviveARestart(CapturedOutput output) {
		String before;
		try (ConfigurableApplicationContext application = start()) {
			client(application).post().uri("/projects").body(new NewProject("Kept")).retrieve().toBodilessEntity();
			before = projects(application);
			assertThat(before).contains("\"Kept\"");
		}
		try (ConfigurableApplicationContext application = start()) {
			assertThat(projects(application)).isEqualTo(before);
		}
		assertThat(output).contains("Started an embedded PostgreSQL: jdbc:postgresql://localhost:",
				"data in " + this.directory.resolve("postgres"));
	}

	@Test
	void twoApplicationsCannotShareADirectory(CapturedOutput output) {
		try (ConfigurableApplicationContext application = start()) {
			assertThatException().isThrownBy(() -> start().close())
				.havingRootCause()
				.isInstanceOf(OverlappingFileLockException.class);
			assertThat(output).contains("Is another application using it?", "sample.postgres.data-directory");
			assertThat(projects(application)).as("of the first application").isEqualTo("[]");
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--sample.postgres.data-directory=" + this.directory.resolve("postgres"),
				"--sample.repositories=" + this.directory.resolve("repositories"));
	}

	private static String projects(ConfigurableApplicationContext application) {
		return String.valueOf(client(application).get().uri("/projects").retrieve().body(String.class));
	}

	private static RestClient client(ConfigurableApplicationContext application) {
		String port = application.getEnvironment().getRequiredProperty("local.server.port");
		return RestClient.create("http://localhost:" + port);
	}

	record NewProject(String name) {
	}

}
