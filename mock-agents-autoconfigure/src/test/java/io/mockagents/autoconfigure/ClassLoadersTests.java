package io.mockagents.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.OwnJvm;
import io.mockagents.PostgresServer;
import io.mockagents.agent.AgentRunner;
import io.mockagents.reloaded.HelpdeskApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose classes are loaded by another class loader than their libraries, as
 * with spring-boot-devtools and the shared libraries of a container.
 */
class ClassLoadersTests {

	private static final String ANSWER = "4 rows, 1 note, ";

	private final String[] settings = Stream
		.concat(Arrays.stream(PostgresServer.newDatabase().properties()),
				Stream.of("OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_log_events\": false}",
						"spring.jpa.hibernate.ddl-auto=update", "spring.main.banner-mode=off",
						"spring.datasource.hikari.maximum-pool-size=2"))
		.map((setting) -> "--" + setting)
		.toArray(String[]::new);

	@ParameterizedTest
	@EnumSource
	void applicationStartsAgainAndAgain(Arrangement arrangement) throws Exception {
		for (int i = 0; i < 2; i++) {
			try (URLClassLoader classLoader = arrangement.create()) {
				Class<?> application = classLoader.loadClass(HelpdeskApplication.class.getName());
				assertThat(application.getClassLoader()).isSameAs(classLoader);
				assertThat(application).isNotSameAs(HelpdeskApplication.class);
				assertThat(ask(application)).startsWith(ANSWER);
			}
		}
	}

	private String ask(Class<?> application) throws ReflectiveOperationException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(application.getClassLoader());
		try {
			return (String) application.getMethod("ask", String[].class).invoke(null, (Object) this.settings);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void applicationRestartsWithDevtools() {
		assertThat(OwnJvm.run(256, HelpdeskApplication.class, this.settings)
			.lines()
			.filter((line) -> line.startsWith("RestartClassLoader"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains(ANSWER));
	}

	private static URL[] directories(Class<?>... types) {
		return Arrays.stream(types)
			.map((type) -> type.getProtectionDomain().getCodeSource().getLocation())
			.toArray(URL[]::new);
	}

	private static URL[] jars() {
		List<URL> jars = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			if (Files.isRegularFile(path)) {
				try {
					jars.add(path.toUri().toURL());
				}
				catch (MalformedURLException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
		return jars.toArray(URL[]::new);
	}

	/**
	 * Who loads what.
	 */
	enum Arrangement {

		DEVTOOLS_WITH_STARTER_AS_JAR {

			@Override
			URLClassLoader create() {
				return new RestartClassLoader(ClassLoadersTests.class.getClassLoader(),
						directories(HelpdeskApplication.class));
			}

		},

		DEVTOOLS_WITH_STARTER_AS_PROJECT {

			@Override
			URLClassLoader create() {
				return new RestartClassLoader(ClassLoadersTests.class.getClassLoader(),
						directories(HelpdeskApplication.class, AgentRunner.class));
			}

		},

		CONTAINER_WITH_SHARED_STARTER {

			@Override
			URLClassLoader create() {
				return new URLClassLoader(directories(HelpdeskApplication.class), SharedLibraries.WITH_STARTER);
			}

		},

		CONTAINER_WITH_STARTER_IN_APPLICATION {

			@Override
			URLClassLoader create() {
				return new URLClassLoader(directories(HelpdeskApplication.class, AgentRunner.class),
						SharedLibraries.WITHOUT_STARTER);
			}

		};

		abstract URLClassLoader create();

	}

	/**
	 * The libraries that a container shares between applications.
	 */
	private static final class SharedLibraries {

		private static final ClassLoader WITHOUT_STARTER = new URLClassLoader(jars(),
				ClassLoader.getPlatformClassLoader());

		private static final ClassLoader WITH_STARTER = new URLClassLoader(directories(AgentRunner.class),
				WITHOUT_STARTER);

	}

}
