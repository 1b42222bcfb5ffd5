package io.mockagents.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.recording.log.LogFormat;
import io.mockagents.recording.log.Logs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordingLoader}.
 */
class RecordingLoaderTests {

	private static final String LOG = Logs.text("production/vg_text") + Logs.text("production/vg_approved");

	private static final RecordingLoader LOADER = new RecordingLoader(new PathMatchingResourcePatternResolver(),
			List.of(RecordingFormat.files(), new LogFormat()));

	@TempDir
	private Path folder;

	/**
	 * In the middle file no run is whole, so that by itself it could not be loaded.
	 */
	@Test
	void filesOfALogThatWasRotatedAreReadAsOne() throws IOException {
		write("app.log.10", LOG.substring(0, 30_000));
		write("app.log.9", LOG.substring(30_000, 40_000));
		write("app.log", LOG.substring(40_000) + Logs.text("production/vg_text"));
		write("other.log", Logs.text("production/vg_text"));
		List<RecordedRun> runs = load();
		assertThat(runs).extracting(RecordedRun::sessionId)
			.containsExactly("project_vg-text", "project_vg-approved", "project_vg-text", "project_vg-text");
		assertThat(runs).extracting(RecordedRun::recording)
			.containsExactly("app.log.10", "app.log.10", "app.log", "other.log");
	}

	@Test
	void filesThatAreRotatedByDateAreReadAsOne() throws IOException {
		write("app.log.2026-11-20", LOG.substring(0, 30_000));
		write("app.log.2026-11-21", LOG.substring(30_000, 40_000));
		write("app.log", LOG.substring(40_000));
		assertThat(load()).extracting(RecordedRun::sessionId).containsExactly("project_vg-text", "project_vg-approved");
	}

	@Test
	void logWithoutARunThatCanBePlayedIsNamed() throws IOException {
		write("app.log.1", LOG.substring(0, 10_000));
		write("app.log", "");
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(this::load)
			.withMessageContaining("app.log]")
			.withMessageContaining("it contains no run that can be played: app.log.1:46: The event cannot be read");
	}

	@Test
	void fileThatCannotBeReadIsNamed() {
		Resource older = new ByteArrayResource(LOG.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return "app.log.1";
			}

			@Override
			public String getDescription() {
				return "[app.log.1]";
			}

		};
		Resource newer = new ByteArrayResource(new byte[0], "app.log") {

			@Override
			public String getFilename() {
				return "app.log";
			}

			@Override
			public String getDescription() {
				return "[app.log]";
			}

			@Override
			public InputStream getInputStream() throws IOException {
				throw new IOException("no such disk");
			}

		};
		ResourcePatternResolver resources = new PathMatchingResourcePatternResolver() {

			@Override
			public Resource[] getResources(String location) {
				return new Resource[] { newer, older };
			}

		};
		RecordingLoader loader = new RecordingLoader(resources, List.of(new LogFormat()));
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(() -> loader.load(List.of("logs/")))
			.withMessageContaining("[app.log]: cannot be read: ")
			.withMessageContaining("no such disk");
	}

	private List<RecordedRun> load() {
		return LOADER.load(List.of(this.folder.toUri().toString())).runs();
	}

	private void write(String name, String text) throws IOException {
		Files.writeString(this.folder.resolve(name), text);
	}

}
