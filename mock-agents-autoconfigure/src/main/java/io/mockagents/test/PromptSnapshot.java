package io.mockagents.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import io.mockagents.python.JavaValues;

/**
 * A file that contains the body of a request.
 */
final class PromptSnapshot {

	/**
	 * The system property that renews snapshots.
	 */
	static final String RENEW = "mock-agents.test.renew-snapshots";

	/**
	 * The system property that names another directory than {@code src/test/resources}.
	 */
	static final String DIRECTORY = "mock-agents.test.snapshots";

	private final Path file;

	PromptSnapshot(Class<?> testClass, String name) {
		if (!name.matches("[\\w.-]+")) {
			throw new IllegalArgumentException(
					"A snapshot is named by letters, digits, '.', '_' and '-', not '" + name + "'");
		}
		this.file = Path.of(System.getProperty(DIRECTORY, "src/test/resources"))
			.resolve(testClass.getPackageName().replace('.', '/'))
			.resolve(testClass.getName().substring(testClass.getName().lastIndexOf('.') + 1))
			.resolve(name + ".json");
	}

	void check(JsonObject body) {
		try {
			boolean missing = !Files.exists(this.file);
			if (!missing && SameJson.is(body, JsonCodec.parse(Files.readString(this.file)))) {
				return;
			}
			if (!missing && !Boolean.getBoolean(RENEW)) {
				throw new AssertionError("The request differs from the snapshot " + this.file + ".\nExpected: "
						+ JsonCodec.write(JsonCodec.parse(Files.readString(this.file))) + "\n but was: "
						+ JsonCodec.write(body) + "\nIf that is meant, run the test once with -D" + RENEW + "=true");
			}
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Files.writeString(this.file, JavaValues.writeIndented(body) + "\n");
			if (missing && !Boolean.getBoolean(RENEW)) {
				throw new AssertionError(
						"The snapshot " + this.file + " was missing and has been written. Check it, and run again");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
