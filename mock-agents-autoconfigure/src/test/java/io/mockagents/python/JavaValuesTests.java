package io.mockagents.python;

import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.json.JsonCodec;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON of whatever a tool may return.
 */
class JavaValuesTests {

	static Stream<Arguments> values() {
		Map<Object, Object> keys = new HashMap<>();
		keys.put(null, 1);
		return Stream.of(Arguments.of(Map.of("temp", Double.NaN), "{\"temp\":null}"),
				Arguments.of(new Reading("t1", Double.POSITIVE_INFINITY, List.of(-0.0f)),
						"{\"sensor_name\":\"t1\",\"celsius\":null,\"more\":[-0.0]}"),
				Arguments.of(new byte[] { 1, -1 }, "[1,-1]"), Arguments.of(keys, "{\"None\":1}"),
				Arguments.of(Map.of(1.5, "a"), "{\"1.5\":\"a\"}"),
				Arguments.of(Arrays.asList(null, 'c', new AtomicInteger(3)), "[null,\"c\",\"3\"]"),
				Arguments.of(Duration.ofSeconds(2), "\"PT2S\""),
				Arguments.of(BigInteger.TEN.pow(5_000), "\"" + BigInteger.TEN.pow(5_000) + "\""));
	}

	@ParameterizedTest
	@MethodSource("values")
	void everyValueHasAJsonForm(@Nullable Object value, String json) {
		assertThat(JsonCodec.write(JavaValues.toJson(value))).isEqualTo(json);
	}

	@Test
	void valueThatContainsItselfIsCut() {
		List<Object> list = new ArrayList<>(List.of(1));
		list.add(Map.of("again", list));
		assertThat(JsonCodec.write(JavaValues.toJson(list))).isEqualTo("[1,{\"again\":\"...\"}]");
	}

	@Test
	void valueThatIsTooDeepIsCut() {
		Object value = "bottom";
		for (int i = 0; i < 1_000; i++) {
			value = List.of(value);
		}
		String json = JsonCodec.write(JavaValues.toJson(value));
		assertThat(JsonCodec.parse(json)).isNotNull();
		assertThat(json).contains("\"...\"");
	}

	record Reading(String sensorName, double celsius, List<Float> more) {
	}

	@Test
	void typesOfAnApplicationThatEndedAreNotKept() throws Exception {
		WeakReference<ClassLoader> classLoader = convertWithItsOwnClassLoader();
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(classLoader.get()).isNull();
		});
	}

	private static WeakReference<ClassLoader> convertWithItsOwnClassLoader() throws Exception {
		URL classes = Restarted.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader classLoader = new RestartClassLoader(Restarted.class.getClassLoader(),
				new URL[] { classes })) {
			Class<?> type = classLoader.loadClass(Restarted.class.getName());
			assertThat(type).isNotSameAs(Restarted.class);
			Object value = JavaValues.read("{\"names\": [\"a\"]}", type);
			assertThat(JavaValues.toJson(List.of(value))).isEqualTo(List.of(JsonObject.of("names", List.of("a"))));
			return new WeakReference<>(classLoader);
		}
	}

	public record Restarted(List<String> names) {
	}

	@Test
	void schemasTextsAndJsonNameAComponentAlike() {
		Endpoint endpoint = new Endpoint("/v1", "x", 2);
		List<String> names = List.of("base_url_path", "name", "retries2xx");
		assertThat(OutputType.of(Endpoint.class).jsonSchema().object("properties").keySet())
			.containsExactlyElementsOf(names);
		assertThat(JavaValues.toJson(endpoint)).isInstanceOfSatisfying(JsonObject.class,
				(json) -> assertThat(json.keySet()).containsExactlyElementsOf(names));
		assertThat(PythonText.str(endpoint)).isEqualTo("base_url_path='/v1' name='x' retries2xx=2");
	}

	record Endpoint(String baseURLPath, String name, int retries2xx) {
	}

	@Test
	void durationsAreReadAndWrittenAsPydanticDoes() {
		record Span(Duration span) {
		}
		assertThat(JavaValues.toJson(new Span(Duration.ofDays(400).plusMillis(500))))
			.isEqualTo(JsonObject.of("span", "P1Y35DT0.5S"));
		assertThat(JavaValues.read("{\"span\": \"P1Y35DT0.5S\"}", Span.class))
			.isEqualTo(new Span(Duration.ofDays(400).plusMillis(500)));
	}

}
