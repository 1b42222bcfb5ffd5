package io.mockagents.sample.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.autoconfigure.MockAgentsProperties;
import io.mockagents.sample.SampleProperties;
import io.mockagents.sample.documentation.Pages.Block;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios and settings on the pages are valid: YAML, JSON, properties and variables
 * of the environment.
 */
class DocumentedSettingsTests {

	private static final String CONFIGS = "OPENAI_MOCK_CONFIGS";

	private static final int BUILT_IN = new ScenarioLoader(new PathMatchingResourcePatternResolver()).load(List.of())
		.scenarios()
		.size();

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final Pattern SCENARIO = Pattern.compile("(?m)^(- )?name: .*\n(.*\n)*? *turns:");

	/**
	 * The JSON of a test's property, of a line of the environment and of a shell command.
	 */
	private static final Pattern CONFIGURED = Pattern
		.compile("OPENAI_MOCK_CONFIGS(?:=|: )(?:'(.*?)'|(\\{(?:\\\\\"|[^\"\n])*\\})\"|(\\S.*))");

	private static final Pattern VARIABLE = Pattern.compile("(?m)(?:^|export |-e )([A-Z][A-Z_]+)=");

	private static final Pattern PROPERTIES = Pattern.compile("\"((?:spring|mock-agents|sample)[a-z0-9.-]+)=");

	/**
	 * Variables of the JDK, of Docker Compose and of OpenAI's clients.
	 */
	private static final Set<String> VARIABLES = Set.of(CONFIGS, "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID",
			"OPENAI_PROJECT_ID", "POSTGRES_PORT", "POSTGRES_IMAGE", "JAVA_HOME");

	static List<Block> yaml() {
		return Pages.blocks("yaml");
	}

	static List<Block> json() {
		return Pages.blocks("json");
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void scenariosAndSettingsInYamlAreValid(Block block, @TempDir Path directory) throws IOException {
		if (SCENARIO.matcher(block.text()).find()) {
			Path file = Files.writeString(directory.resolve("scenario.yaml"), block.text());
			ScenarioLibrary library = new ScenarioLoader(new PathMatchingResourcePatternResolver())
				.load(List.of(file.toUri().toString()));
			assertThat(library.scenarios()).hasSizeGreaterThan(BUILT_IN);
		}
		else if (!Files.readString(Pages.ROOT.resolve("compose.yaml")).contains(block.text())) {
			assertValid(new YamlPropertySourceLoader(), block);
		}
	}

	@Test
	void settingsInPropertiesAreValid() throws IOException {
		for (Block block : Pages.blocks("properties")) {
			assertValid(new PropertiesPropertySourceLoader(), block);
		}
	}

	@ParameterizedTest
	@MethodSource("json")
	void jsonIsValid(Block block) {
		try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(block.text())) {
			assertThat(values.readAll()).isNotEmpty().allSatisfy((value) -> {
				assertThat(value.isMissingNode()).isFalse();
				if (value.propertyNames().stream().anyMatch((name) -> name.matches("(use_openai_)?mock.*"))) {
					assertSettingsAreValid(value.toString());
				}
			});
		}
	}

	@Test
	void configsOfCommandsAndTestsAreValid() {
		List<String> checked = new ArrayList<>();
		for (Block block : Pages.blocks("shell", "java", "yaml", "properties")) {
			for (Matcher configured = CONFIGURED.matcher(block.text()); configured.find();) {
				String json = Stream.of(configured.group(1), configured.group(2), configured.group(3))
					.filter((text) -> text != null)
					.findFirst()
					.orElseThrow()
					.replace("\\\"", "\"");
				assertThat(json).as(block.toString()).satisfies(DocumentedSettingsTests::assertSettingsAreValid);
				checked.add(json);
			}
		}
		assertThat(checked).hasSizeGreaterThan(5);
	}

	@Test
	void variablesAndPropertiesOfCommandsAndTestsExist() throws IOException {
		Set<String> known = knownProperties();
		for (Block block : Pages.blocks("shell", "java")) {
			List<String> names = new ArrayList<>();
			if (block.language().equals("shell")) {
				VARIABLE.matcher(block.text()).results().map((variable) -> variable.group(1)).forEach(names::add);
			}
			PROPERTIES.matcher(block.text()).results().map((property) -> property.group(1)).forEach(names::add);
			names.removeAll(VARIABLES);
			assertThat(names).as(block.toString()).allSatisfy((name) -> assertThat(known).contains(uniform(name)));
		}
	}

	private static void assertValid(PropertySourceLoader loader, Block block) throws IOException {
		List<PropertySource<?>> sources = loader.load(block.toString(),
				new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8)));
		Set<String> known = knownProperties();
		for (PropertySource<?> source : sources) {
			List<String> names = new ArrayList<>(List.of(((EnumerablePropertySource<?>) source).getPropertyNames()));
			assertThat(names).isNotEmpty();
			names.remove(CONFIGS);
			assertThat(names).map((name) -> name.replaceAll("\\[\\d+]", ""))
				.allSatisfy((name) -> assertThat(known)
					.anyMatch((property) -> uniform(name).equals(property) || isInMap(uniform(name), property)));
		}
		assertBound(sources, "{}");
	}

	/**
	 * The levels of loggers are a map, for which the metadata has one name.
	 */
	private static boolean isInMap(String name, String property) {
		return property.equals("logginglevel") && name.startsWith(property);
	}

	private static void assertSettingsAreValid(String json) {
		assertBound(List.of(), json);
	}

	private static void assertBound(List<PropertySource<?>> sources, String json) {
		SpringApplication application = new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.properties(Map.of(CONFIGS, json, "spring.config.location", "optional:file:./none/"))
			.initializers((context) -> sources
				.forEach((source) -> context.getEnvironment().getPropertySources().addFirst(source)))
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(Binder.get(context.getEnvironment()).bindOrCreate("mock-agents", MockAgentsProperties.class))
				.isNotNull();
		}
	}

	/**
	 * Return the names of all properties that the class path has metadata for and of the
	 * sample's, in {@linkplain #uniform one form}.
	 */
	private static Set<String> knownProperties() throws IOException {
		Set<String> names = new HashSet<>();
		ClassLoader loader = DocumentedSettingsTests.class.getClassLoader();
		for (URL metadata : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = metadata.openStream()) {
				MAPPER.readTree(stream)
					.get("properties")
					.forEach((property) -> names.add(uniform(property.get("name").asString())));
			}
		}
		for (Class<?> properties : List.of(SampleProperties.class,
				ClassUtils.resolveClassName("io.mockagents.sample.postgres.EmbeddedPostgresProperties", loader))) {
			String prefix = properties.getAnnotation(ConfigurationProperties.class).value();
			for (RecordComponent component : properties.getRecordComponents()) {
				names.add(uniform(prefix + component.getName()));
			}
		}
		return names;
	}

	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
