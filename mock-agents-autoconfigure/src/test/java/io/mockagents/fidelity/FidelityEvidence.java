package io.mockagents.fidelity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Writes down how the tests of a class ended for each recording, in
 * {@code target/validated_test_evidence/<kind>/<sdk>/<recording>.json}. A test belongs to
 * a recording if one of its arguments, or its name, reads {@code <sdk>/<recording>}.
 */
public final class FidelityEvidence implements InvocationInterceptor {

	static final Path FOLDER = Path.of("target/validated_test_evidence");

	private static final Pattern RECORDING = Pattern.compile("\\b(sdk-[\\w.]+/\\w+)\\b");

	private static final Map<String, Map<String, Map<String, String>>> WRITTEN = new ConcurrentHashMap<>();

	private final String kind;

	/**
	 * Create evidence of a kind.
	 * @param kind the name of its folder
	 */
	public FidelityEvidence(String kind) {
		this.kind = kind;
	}

	/**
	 * Return the kinds of which tests have run since the JVM started.
	 */
	static Set<String> written() {
		return WRITTEN.keySet();
	}

	/**
	 * Return how the tests of a recording ended.
	 * @return the outcomes, {@code passed} or {@code failed}; empty if there was no test
	 */
	static List<String> outcomes(String kind, String recording) {
		Path file = file(kind, recording);
		try {
			return Files.exists(file) ? JsonCodec.parseObject(Files.readString(file))
				.object("checks")
				.values()
				.stream()
				.map(String::valueOf)
				.toList() : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path file(String kind, String recording) {
		return FOLDER.resolve(kind).resolve(recording + ".json");
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		Stream<String> named = method.getArguments().stream().map(String::valueOf);
		proceed(invocation, Stream.concat(named, Stream.of(context.getDisplayName())).toList(),
				method.getExecutable().getName());
	}

	@Override
	public void interceptDynamicTest(Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test,
			ExtensionContext context) throws Throwable {
		proceed(invocation, List.of(context.getDisplayName()),
				context.getTestMethod().map(Method::getName).orElse("test"));
	}

	private void proceed(Invocation<@Nullable Void> invocation, List<String> names, String check) throws Throwable {
		String recording = names.stream()
			.map(RECORDING::matcher)
			.filter(Matcher::find)
			.map((match) -> match.group(1))
			.findFirst()
			.orElse(null);
		try {
			invocation.proceed();
			write(recording, check, "passed");
		}
		catch (Throwable ex) {
			write(recording, check, "failed");
			throw ex;
		}
	}

	private void write(@Nullable String recording, String check, String outcome) throws IOException {
		if (recording == null) {
			return;
		}
		synchronized (WRITTEN) {
			if (!WRITTEN.containsKey(this.kind)) {
				FileSystemUtils.deleteRecursively(FOLDER.resolve(this.kind));
			}
			Map<String, String> checks = WRITTEN.computeIfAbsent(this.kind, (kind) -> new TreeMap<>())
				.computeIfAbsent(recording, (name) -> new TreeMap<>());
			checks.merge(check, outcome, (first, second) -> first.equals("failed") ? first : second);
			Path file = file(this.kind, recording);
			Files.createDirectories(file.getParent());
			Files.writeString(file, JsonCodec.writePython(
					JsonObject.of("recording", recording, "kind", this.kind, "checks", JsonObject.copyOf(checks)),
					false) + "\n");
		}
	}

}
