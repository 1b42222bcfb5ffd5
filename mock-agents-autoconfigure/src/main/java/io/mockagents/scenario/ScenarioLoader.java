package io.mockagents.scenario;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.mockagents.scenario.yaml.Node;
import io.mockagents.scenario.yaml.NodeReader;
import io.mockagents.scenario.yaml.Problem;
import io.mockagents.scenario.yaml.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * Loads scenarios from YAML and JSON files ({@code .yaml}, {@code .yml}, {@code .json}).
 * A file contains one scenario or a list of them; its format is that of
 * {@code META-INF/mock-agents/scenario.schema.json}, in UTF-8, of at most a mebibyte.
 */
public final class ScenarioLoader {

	/**
	 * Where scenarios of the application are always looked for.
	 */
	public static final String DEFAULT_LOCATION = "classpath*:mock-agents/scenarios/";

	private static final List<String> BUILT_IN = List.of("comment_addition_approved.yaml",
			"comment_addition_rejected_then_approved.yaml", "docstring_addition_approved.yaml",
			"text_response_mode.yaml");

	private static final List<String> EXTENSIONS = List.of("yaml", "yml", "json");

	private static final int MAX_SIZE = 1024 * 1024;

	private final ResourcePatternResolver resolver;

	/**
	 * Create a loader.
	 * @param resolver finds the files
	 */
	public ScenarioLoader(ResourcePatternResolver resolver) {
		this.resolver = Objects.requireNonNull(resolver, "resolver");
	}

	/**
	 * Load the scenarios of {@link #DEFAULT_LOCATION} and of further locations, and the
	 * built-in ones. A file that is found twice is read once.
	 * @param locations Spring resource locations: files, patterns, or directories, which
	 * end in {@code /} and are searched with all directories below
	 * @return the scenarios
	 * @throws InvalidScenarioException if a location contains no file or a file is not
	 * valid; the exception names all problems of all files
	 */
	public ScenarioLibrary load(Collection<String> locations) {
		List<Problem> problems = new ArrayList<>();
		Map<String, Resource> resources = new LinkedHashMap<>();
		find(DEFAULT_LOCATION).forEach((resource) -> resources.putIfAbsent(key(resource), resource));
		for (String location : locations) {
			List<Resource> found = find(location.strip());
			if (found.isEmpty()) {
				problems.add(new Problem(location, 0, 0, "", null, "no scenario file found at '" + location + "'",
						"Name a .yaml, .yml or .json file, a directory that ends in '/' or a pattern; start a path in the "
								+ "file system with 'file:' and one in the class path with 'classpath:'"));
			}
			found.forEach((resource) -> resources.putIfAbsent(key(resource), resource));
		}
		List<Scenario> scenarios = new ArrayList<>();
		for (Resource resource : resources.values()) {
			Problems ofFile = new Problems(resource.getDescription());
			scenarios.addAll(read(resource, false, ofFile));
			problems.addAll(ofFile.list());
		}
		if (!problems.isEmpty()) {
			throw new InvalidScenarioException(problems);
		}
		scenarios.addAll(builtIn());
		return new ScenarioLibrary(scenarios);
	}

	/**
	 * Read the scenarios of one file.
	 * @param resource the file
	 * @return the scenarios, in the order of the file
	 * @throws InvalidScenarioException if the file is not valid; the exception names all
	 * its problems
	 */
	public List<Scenario> read(Resource resource) {
		return read(resource, false);
	}

	private List<Scenario> builtIn() {
		List<Scenario> scenarios = new ArrayList<>();
		BUILT_IN.forEach((file) -> scenarios.addAll(read(new ClassPathResource(file, ScenarioLoader.class), true)));
		return scenarios;
	}

	private List<Scenario> read(Resource resource, boolean builtIn) {
		Problems problems = new Problems(resource.getDescription());
		List<Scenario> scenarios = read(resource, builtIn, problems);
		if (!problems.isEmpty()) {
			throw new InvalidScenarioException(problems.list());
		}
		return scenarios;
	}

	private List<Resource> find(String location) {
		List<Resource> found = new ArrayList<>();
		if (location.endsWith("/")) {
			EXTENSIONS.forEach((extension) -> found.addAll(resolve(location + "**/*." + extension)));
		}
		else if (EXTENSIONS.contains(extension(location))) {
			found.addAll(resolve(location));
		}
		else if (location.indexOf('*') < 0 && location.indexOf('?') < 0) {
			return location.isEmpty() ? List.of() : find(location + "/");
		}
		else {
			resolve(location).stream()
				.filter((resource) -> EXTENSIONS.contains(extension(String.valueOf(resource.getFilename()))))
				.forEach(found::add);
		}
		found.sort(Comparator.comparing(ScenarioLoader::key));
		return found;
	}

	private List<Resource> resolve(String pattern) {
		try {
			List<Resource> found = new ArrayList<>();
			for (Resource resource : this.resolver.getResources(pattern)) {
				if (resource.isReadable()) {
					found.add(resource);
				}
			}
			return found;
		}
		catch (FileNotFoundException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new InvalidScenarioException(List.of(new Problem(pattern, 0, 0, "", null,
					"the location cannot be searched: " + ex.getMessage(), "Check that it exists and can be read")));
		}
	}

	private static String extension(String name) {
		String extension = StringUtils.getFilenameExtension(name);
		return (extension != null) ? extension.toLowerCase(Locale.ROOT) : "";
	}

	private static String key(Resource resource) {
		try {
			return resource.getURI().toString();
		}
		catch (IOException ex) {
			return resource.getDescription();
		}
	}

	private List<Scenario> read(Resource resource, boolean builtIn, Problems problems) {
		String text = text(resource, problems);
		Node root = (text != null)
				? NodeReader.read(text, "json".equals(extension(String.valueOf(resource.getFilename()))), problems)
				: null;
		return (root != null) ? ScenarioReader.read(root, builtIn, problems) : List.of();
	}

	private static @Nullable String text(Resource resource, Problems problems) {
		try (InputStream stream = resource.getInputStream()) {
			byte[] bytes = stream.readNBytes(MAX_SIZE + 1);
			if (bytes.length > MAX_SIZE) {
				problems.add(0, 0, "", null, "the file is larger than " + MAX_SIZE + " bytes",
						"Split it into several files");
				return null;
			}
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			problems.add(0, 0, "", null, "the file is not in UTF-8", "Save it in UTF-8");
			return null;
		}
		catch (IOException ex) {
			problems.add(0, 0, "", null, "the file cannot be read: " + ex.getMessage(), "Check that it can be read");
			return null;
		}
	}

}
