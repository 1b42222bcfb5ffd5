package io.mockagents.scenario;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Scenarios for tests.
 */
final class Scenarios {

	static final ScenarioLibrary BUILT_IN = loader().load(List.of());

	private Scenarios() {
	}

	static ScenarioLoader loader() {
		return new ScenarioLoader(new PathMatchingResourcePatternResolver());
	}

	static List<Scenario> read(String filename, String text) {
		return loader().read(resource(filename, text));
	}

	static Scenario yaml(String text) {
		return read("test.yaml", text).get(0);
	}

	static Resource resource(String filename, String text) {
		return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), filename) {

			@Override
			public String getFilename() {
				return filename;
			}

			@Override
			public String getDescription() {
				return filename;
			}

		};
	}

}
