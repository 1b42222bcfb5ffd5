package io.mockagents.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The official JavaScript client, in a process of its own. Tests that use it are skipped
 * where it cannot be installed.
 */
public final class NodeClient implements AutoCloseable {

	private static final Path SOURCES = Path.of("src", "test", "js");

	private static final Path DIRECTORY = Path.of("target", "js");

	private static final List<String> FILES = List.of("package.json", "package-lock.json", "socket-client.js");

	private static boolean installed;

	private final List<JsonObject> events = new CopyOnWriteArrayList<>();

	private final Process process;

	private NodeClient(Process process) {
		this.process = process;
		new Thread(this::read, "node-client").start();
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().map(JsonCodec::parseObject).forEach(this.events::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// Closed
		}
	}

	/**
	 * Install the client from its registry, in the versions of the lock file, unless that
	 * was done before.
	 */
	public static synchronized void install() throws IOException, InterruptedException {
		if (installed) {
			return;
		}
		Files.createDirectories(DIRECTORY);
		for (String file : FILES) {
			Files.copy(SOURCES.resolve(file), DIRECTORY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
		run("node", "--version");
		run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=60000",
				"--fetch-retry-maxtimeout=10000");
		installed = true;
	}

	private static void run(String... command) throws InterruptedException {
		String output;
		try {
			Process process = start(List.of(command), true);
			output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() == 0) {
				return;
			}
		}
		catch (IOException ex) {
			output = ex.getMessage();
		}
		abort("Skipped, since the JavaScript client needs Node.js, npm and its registry: '" + String.join(" ", command)
				+ "' fails with: " + output);
	}

	/**
	 * Connect and subscribe.
	 * @param port the port of the application
	 * @param transports the transports to use
	 * @param projects the ids of the projects
	 */
	public static NodeClient subscribe(int port, String transports, String... projects) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("node", "socket-client.js", "http://127.0.0.1:" + port, transports));
		command.addAll(List.of(projects));
		return new NodeClient(start(command, false));
	}

	private static Process start(List<String> command, boolean redirectErrors) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(DIRECTORY.toFile());
		builder.redirectErrorStream(redirectErrors);
		if (!redirectErrors) {
			builder.redirectError(ProcessBuilder.Redirect.INHERIT);
		}
		return builder.start();
	}

	/**
	 * Lose the connection. The client comes again by itself, and subscribes again.
	 */
	public void loseConnection() throws IOException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().flush();
	}

	/**
	 * Return the events of a name received so far: {@code sid} of the client,
	 * {@code transport} it came by, and {@code data}.
	 */
	public List<JsonObject> received(String name) {
		return this.events.stream().filter((event) -> event.string("event").equals(name)).toList();
	}

	/**
	 * Return the messages of the conversation received so far.
	 */
	public List<JsonObject> messages() {
		return received("conversation_message").stream().map((event) -> event.object("data")).toList();
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
