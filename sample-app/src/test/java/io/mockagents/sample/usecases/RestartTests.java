package io.mockagents.sample.usecases;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.NodeClient;
import io.mockagents.sample.SampleApplication;
import io.mockagents.sample.SocketIoClient;
import io.mockagents.sample.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * An embedded PostgreSQL that is given a directory keeps its data. Without one, nothing
 * is left behind.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class RestartTests {

	@TempDir
	private Path directory;

	@Test
	void dataSurviveARestart(CapturedOutput output) {
		String before;
		try (ConfigurableApplicationContext application = startDurable()) {
			create(application, "Kept");
			before = projects(application);
			assertThat(before).contains("\"Kept\"");
		}
		assertThat(this.directory.resolve("postgres/postmaster.pid")).as("of the server").doesNotExist();
		try (ConfigurableApplicationContext application = startDurable()) {
			assertThat(projects(application)).isEqualTo(before);
		}
		assertThat(output).contains("Started an embedded PostgreSQL: jdbc:postgresql://localhost:",
				"data in " + this.directory.resolve("postgres"));
	}

	@Test
	void twoApplicationsCannotShareADirectory(CapturedOutput output) {
		try (ConfigurableApplicationContext application = startDurable()) {
			assertThatException().isThrownBy(() -> startDurable().close())
				.havingRootCause()
				.isInstanceOf(OverlappingFileLockException.class);
			assertThat(output).contains("APPLICATION FAILED TO START",
					"another application uses its data directory " + this.directory.resolve("postgres"),
					"set sample.postgres.data-directory to another directory");
			assertThat(projects(application)).as("of the first application").isEqualTo("[]");
		}
	}

	@Test
	void repositoriesGoWithATemporaryDatabase() {
		Path repository;
		try (ConfigurableApplicationContext application = start("--sample.repositories=",
				"--spring.autoconfigure.exclude=io.mockagents.sample.postgres.SharedPostgresAutoConfiguration")) {
			JsonObject project = JsonCodec.parseObject(create(application, "Temporary"));
			repository = Path.of(project.string("repository_path"));
			assertThat(repository).isDirectory().startsWith(Path.of(System.getProperty("java.io.tmpdir")));
		}
		assertThat(repository.getParent()).doesNotExist();
	}

	@Test
	void clientsThatPollComeAgain() throws Exception {
		ConfigurableApplicationContext first = start();
		try (first;
				TcpProxy address = new TcpProxy("localhost", port(first));
				SocketIoClient client = SocketIoClient.connect(address.port(), "polling")) {
			String before = client.id();
			first.close();
			try (ConfigurableApplicationContext second = start()) {
				address.leadTo(port(second));
				await().until(() -> client.received("connected").size() >= 2);
				assertThat(client.id()).isNotEqualTo(before);
				assertThat(second.isRunning()).isTrue();
			}
		}
	}

	@Test
	void clientsWithWebSocketsComeAgain() throws Exception {
		NodeClient.install();
		ConfigurableApplicationContext first = start();
		try (first;
				TcpProxy address = new TcpProxy("localhost", port(first));
				NodeClient client = NodeClient.subscribe(address.port(), "websocket", "project")) {
			await().until(() -> client.received("subscribed").size() == 1);
			first.close();
			await().until(() -> !client.received("disconnect").isEmpty());
			try (ConfigurableApplicationContext second = start()) {
				address.leadTo(port(second));
				await().until(() -> client.received("subscribed").size() >= 2);
				assertThat(second.isRunning()).isTrue();
			}
			assertThat(client.received("disconnect").get(0).object("data"))
				.isEqualTo(JsonObject.of("reason", "transport close"));
		}
	}

	private ConfigurableApplicationContext startDurable() {
		return start("--sample.postgres.data-directory=" + this.directory.resolve("postgres"),
				"--sample.repositories=" + this.directory.resolve("repositories"));
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.datasource.url="));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(SampleApplication.class).run(all.toArray(String[]::new));
	}

	private static String create(ConfigurableApplicationContext application, String project) {
		return String.valueOf(client(application).post()
			.uri("/projects")
			.body(new NewProject(project))
			.retrieve()
			.body(String.class));
	}

	private static String projects(ConfigurableApplicationContext application) {
		return String.valueOf(client(application).get().uri("/projects").retrieve().body(String.class));
	}

	private static RestClient client(ConfigurableApplicationContext application) {
		return RestClient.create("http://localhost:" + port(application));
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	record NewProject(String name) {
	}

}
