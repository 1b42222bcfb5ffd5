package io.mockagents.recording.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The runs of a recording as scenarios: the content of a file.
 *
 * @param fileName the name of the file, which ends in {@code .yaml}
 * @param yaml its content
 * @param names the names of the scenarios, in order
 * @param notes what scenarios cannot say, or say in another way, and what to do about it;
 * each begins with the name of the scenario
 */
public record ExportedScenarios(String fileName, String yaml, List<String> names, List<String> notes) {

	public ExportedScenarios {
		names = List.copyOf(names);
		notes = List.copyOf(notes);
	}

	/**
	 * Write the file.
	 * @param directory where; created if it does not exist
	 * @param overwrite whether a file that is there is overwritten
	 * @return the file
	 * @throws UncheckedIOException if it cannot be written, or is there and must not be
	 * overwritten; the file is then as it was
	 */
	public Path write(Path directory, boolean overwrite) {
		Path file = directory.resolve(this.fileName);
		try {
			Files.createDirectories(directory);
			Files.writeString(file, this.yaml, StandardCharsets.UTF_8, StandardOpenOption.WRITE,
					overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
					StandardOpenOption.TRUNCATE_EXISTING);
			return file;
		}
		catch (FileAlreadyExistsException ex) {
			throw new UncheckedIOException("'" + file + "' exists already. Choose another directory, or overwrite it",
					ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("'" + file + "' cannot be written: " + ex, ex);
		}
	}

}
