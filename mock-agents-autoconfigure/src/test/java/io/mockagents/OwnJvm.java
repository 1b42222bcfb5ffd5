package io.mockagents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a program of the tests in a virtual machine of its own, where nothing else takes
 * memory.
 */
public final class OwnJvm {

	private OwnJvm() {
	}

	/**
	 * Run a program until it ends, and fail if it fails.
	 * @param heap the greatest size of its heap, in MiB
	 * @param program the class with the {@code main} method
	 * @param arguments what to give to it
	 * @return what it printed
	 */
	public static String run(int heap, Class<?> program, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap + "m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						program.getName()));
		command.addAll(List.of(arguments));
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			withoutOptions(builder);
			Process process = builder.start();
			String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(printed).isZero();
			return printed;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Keep away the options that the environment gives to every virtual machine: they
	 * would be printed, and might set another heap.
	 * @param builder what starts a virtual machine
	 */
	public static void withoutOptions(ProcessBuilder builder) {
		builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
	}

}
