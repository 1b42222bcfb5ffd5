package io.mockagents.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.recording.RecordingFormat.Part;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Loads recordings from files.
 */
public final class RecordingLoader {

	private static final Log logger = LogFactory.getLog(RecordingLoader.class);

	private final ResourcePatternResolver resources;

	private final List<RecordingFormat> formats;

	/**
	 * Create a loader.
	 * @param resources finds the files
	 * @param formats the kinds of files, the first that reads a file is used
	 */
	public RecordingLoader(ResourcePatternResolver resources, List<RecordingFormat> formats) {
		this.resources = resources;
		this.formats = List.copyOf(formats);
	}

	/**
	 * Load all recordings of some locations. Runs that cannot be played are left out and
	 * logged as warnings. The files of a log that was rotated, where one location names
	 * them, are read as one, oldest first.
	 * @param locations resource locations: of a file, of a folder (ending in {@code /}),
	 * or with wildcards
	 * @return the recordings
	 * @throws InvalidRecordingException if a location contains no file that can be read,
	 * or a file no run that can be played
	 */
	public RecordingLibrary load(List<String> locations) {
		List<RecordedRun> runs = new ArrayList<>();
		for (String location : locations) {
			List<Resource> files = files(location);
			if (files.isEmpty()) {
				throw new InvalidRecordingException("'" + location + "'",
						"it contains no file of a known kind, such as '*.recording.jsonl' or '*.log'. Correct the location, or remove it");
			}
			recordings(files).forEach((recording) -> load(recording, runs));
		}
		return new RecordingLibrary(runs);
	}

	private List<Resource> files(String location) {
		String pattern = location.endsWith("/") ? location + "**" : location;
		try {
			return Arrays.stream(this.resources.getResources(pattern))
				.filter((file) -> file.isReadable() && format(file) != null)
				.sorted(Comparator.comparing(Resource::getDescription))
				.toList();
		}
		catch (IOException ex) {
			throw new InvalidRecordingException("'" + location + "'", "cannot be searched: " + ex.getMessage());
		}
	}

	private @Nullable RecordingFormat format(Resource file) {
		String name = file.getFilename();
		return (name == null) ? null
				: this.formats.stream().filter((format) -> format.reads(name)).findFirst().orElse(null);
	}

	/**
	 * Return the files by recordings: each one by itself, except for those of a log that
	 * was rotated.
	 */
	private Collection<List<Resource>> recordings(List<Resource> files) {
		Map<String, List<Resource>> recordings = new LinkedHashMap<>();
		for (Resource file : files) {
			String description = file.getDescription();
			String name = nameOf(file);
			String recording = description.replace(name, formatOf(file).recordingOf(name));
			recordings.computeIfAbsent(recording, (key) -> new ArrayList<>()).add(file);
		}
		recordings.values()
			.forEach((parts) -> parts
				.sort(Comparator.comparing(RecordingLoader::nameOf, formatOf(parts.get(0)).order())));
		return recordings.values();
	}

	private static String nameOf(Resource file) {
		return String.valueOf(file.getFilename());
	}

	private RecordingFormat formatOf(Resource file) {
		return Objects.requireNonNull(format(file));
	}

	private RecordingReader open(List<Resource> files) throws IOException {
		return formatOf(files.get(0)).open(files.stream().map((file) -> new Part(nameOf(file), file)).toList());
	}

	private void load(List<Resource> files, List<RecordedRun> runs) {
		String description = files.get(files.size() - 1).getDescription();
		int before = runs.size();
		InvalidRecordingException problem = null;
		try (RecordingReader reader = open(files)) {
			for (boolean more = true; more;) {
				try {
					RecordedRun run = reader.next();
					more = (run != null);
					if (run != null) {
						runs.add(run);
					}
				}
				catch (InvalidRecordingException ex) {
					logger.warn("A recorded run is skipped. " + ex.getMessage());
					problem = ex;
				}
			}
		}
		catch (IOException | UncheckedIOException ex) {
			throw new InvalidRecordingException(description, "cannot be read: " + ex.getMessage());
		}
		if (runs.size() == before) {
			throw new InvalidRecordingException(description,
					"it contains no run that can be played" + ((problem != null) ? ": " + problem.getMessage() : ""));
		}
	}

}
