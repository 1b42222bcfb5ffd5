package io.mockagents.sample.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;
import io.mockagents.sample.documentation.Pages.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The blocks of Java on the pages compile as they stand there: a class with its own
 * imports, or a class, statements or members with {@linkplain #IMPORTS some imports} and
 * the variables of {@link Given}. What needs libraries that this module does not have
 * stands in an application of {@code sample-app/src/it}.
 */
class DocumentedJavaTests {

	private static final Path APPLICATIONS = Pages.ROOT.resolve("sample-app/src/it");

	/**
	 * Pages whose code has all imports that it needs.
	 */
	private static final List<Path> COMPLETE = List.of(Path.of("README.md"), Path.of("docs/getting-started.md"));

	private static final List<String> IMPORTS = List.of("java.nio.file.*", "java.time.*", "java.util.List",
			"java.util.Map", "java.util.concurrent.*", "com.fasterxml.jackson.annotation.*", "io.mockagents.agent.*",
			"io.mockagents.conversation.*", "io.mockagents.loop.*", "io.mockagents.mock.*", "io.mockagents.python.*",
			"io.mockagents.recording.*", "io.mockagents.recording.compare.*", "io.mockagents.recording.export.*",
			"io.mockagents.recording.live.*", "io.mockagents.recording.log.*", "io.mockagents.recording.replay.*",
			"io.mockagents.recording.session.*", "io.mockagents.scenario.*", "io.mockagents.scenario.match.*",
			"org.jspecify.annotations.*", "org.junit.jupiter.api.*", "org.springframework.beans.factory.annotation.*",
			"org.springframework.beans.factory.config.*", "org.springframework.boot.test.context.*",
			"org.springframework.context.annotation.*", "org.springframework.context.event.*",
			"org.springframework.stereotype.*", "static org.assertj.core.api.Assertions.*");

	/**
	 * What the class path of the sample has and that of a first application does not.
	 */
	private static final String OTHERS = String.join(",", DataSourceAutoConfiguration.class.getName(),
			HibernateJpaAutoConfiguration.class.getName(), FlywayAutoConfiguration.class.getName(),
			"io.mockagents.sample.postgres.EmbeddedPostgresAutoConfiguration",
			"io.mockagents.sample.postgres.SharedPostgresAutoConfiguration");

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	@Test
	void blocksCompile(@TempDir Path classes) throws IOException {
		Map<String, Block> blocks = new LinkedHashMap<>();
		List<Source> sources = new ArrayList<>();
		String applications = applications();
		for (Block block : Pages.blocks("java")) {
			String code = block.text().replaceAll("(?m)^import .*$", "").strip().replaceAll("\\s+", " ");
			if (!applications.contains(code)) {
				String name = "documented.block" + blocks.size();
				blocks.put(name, block);
				sources.add(source(name, block));
			}
		}
		assertThat(sources).hasSizeGreaterThan(20);
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		this.compiler
			.getTask(new StringWriter(), null, diagnostics,
					List.of("-d", classes.toString(), "-proc:none", "-parameters"), null, sources)
			.call();
		assertThat(diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> message(blocks, diagnostic))).isEmpty();
	}

	/**
	 * The first application of a page prints what the page shows below it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "README.md", "docs/getting-started.md" })
	@ExtendWith(OutputCaptureExtension.class)
	void firstApplicationPrintsWhatThePageShows(String page, @TempDir Path classes, CapturedOutput output)
			throws Exception {
		List<Block> blocks = Pages.blocks().stream().filter((block) -> block.page().equals(Path.of(page))).toList();
		Block application = blocks.stream()
			.filter((block) -> block.text().contains("SpringApplication.run("))
			.findFirst()
			.orElseThrow();
		Block shown = blocks.stream()
			.filter((block) -> block.line() > application.line() && block.language().equals("text"))
			.findFirst()
			.orElseThrow();
		List<Block> scenarios = blocks.stream()
			.filter((block) -> block.line() < shown.line() && block.language().equals("yaml"))
			.toList();
		for (Block scenario : scenarios) {
			Path file = classes.resolve("mock-agents/scenarios/" + scenario.line() + ".yaml");
			Files.createDirectories(file.getParent());
			Files.writeString(file, scenario.text());
		}
		this.compiler
			.getTask(null, null, null, List.of("-d", classes.toString(), "-proc:none", "-parameters"), null,
					List.of(source("documented", application)))
			.call();
		Thread thread = Thread.currentThread();
		ClassLoader loader = thread.getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, loader)) {
			thread.setContextClassLoader(classLoader);
			Matcher name = Pattern.compile("public class (\\w+)").matcher(application.text());
			assertThat(name.find()).isTrue();
			new SpringApplicationBuilder(classLoader.loadClass("documented." + name.group(1)))
				.web(WebApplicationType.NONE)
				.resourceLoader(new DefaultResourceLoader(classLoader))
				.properties("OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}",
						"spring.config.location=optional:file:./none/", "spring.autoconfigure.exclude=" + OTHERS)
				.run()
				.close();
		}
		finally {
			thread.setContextClassLoader(loader);
		}
		assertThat(output.getOut()).containsSubsequence(shown.text()
			.lines()
			.map((line) -> line.replaceFirst("^(WARN|INFO) +", "").replaceFirst("\\.\\.\\..*", ""))
			.filter((line) -> !line.isEmpty())
			.toList());
	}

	private static String message(Map<String, Block> blocks, Diagnostic<? extends JavaFileObject> diagnostic) {
		JavaFileObject source = diagnostic.getSource();
		String name = (source != null) ? ((Source) source).packageName : "";
		return blocks.get(name) + ": " + diagnostic.getMessage(null) + "\n"
				+ ((source != null) ? ((Source) source).line(diagnostic.getLineNumber()) : "");
	}

	/**
	 * Return the source of a block: the first form that has no error of syntax.
	 */
	private Source source(String packageName, Block block) throws IOException {
		List<String> lines = block.text().lines().toList();
		String imports = lines.stream().filter((line) -> line.startsWith("import ")).collect(Collectors.joining("\n"));
		String code = lines.stream().filter((line) -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
		boolean complete = COMPLETE.contains(block.page());
		String head = "package " + packageName + ";\n" + imports + "\n" + (complete ? "" : defaultImports());
		List<UnaryOperator<String>> forms = List.of((text) -> text, (
				text) -> "class Block extends io.mockagents.sample.documentation.Given { void block() throws Exception {\n"
						+ text + "\n} }",
				(text) -> "class Block extends io.mockagents.sample.documentation.Given {\n" + text + "\n}");
		Source source = null;
		for (UnaryOperator<String> form : forms) {
			source = new Source(packageName, head + form.apply(code));
			if (isParsed(source)) {
				return source;
			}
		}
		throw new AssertionError(block + " is neither a class nor statements nor members of a class");
	}

	private boolean isParsed(Source source) throws IOException {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) this.compiler.getTask(new StringWriter(), null, diagnostics, List.of("-proc:none"),
				null, List.of(source));
		task.parse();
		return diagnostics.getDiagnostics().stream().noneMatch((problem) -> problem.getKind() == Diagnostic.Kind.ERROR);
	}

	private static String defaultImports() {
		return IMPORTS.stream().map((name) -> "import " + name + ";\n").collect(Collectors.joining());
	}

	private static String applications() throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.walk(APPLICATIONS)) {
			for (Path file : files.filter((file) -> file.toString().endsWith(".java")).toList()) {
				text.append(Files.readString(file).replaceAll("\\s+", " "));
			}
		}
		return text.toString();
	}

	/**
	 * A source file in memory.
	 */
	private static final class Source extends SimpleJavaFileObject {

		private final String packageName;

		private final String text;

		Source(String packageName, String text) {
			super(URI.create("string:///" + packageName.replace('.', '/') + "/Block.java"), Kind.SOURCE);
			this.packageName = packageName;
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

		/**
		 * Any name will do, so that a public class of a page compiles.
		 */
		@Override
		public boolean isNameCompatible(String simpleName, Kind kind) {
			return true;
		}

		String line(long number) {
			return (number > 0) ? this.text.lines().skip(number - 1).findFirst().orElse("") : "";
		}

	}

}
