package io.mockagents.fidelity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The {@code model_script} of a recording as a scenario, through the loader as any file.
 */
public final class RecordedScript {

	private RecordedScript() {
	}

	/**
	 * Return a turn.
	 * @param steps its steps, in the form of scenario files
	 * @param usage its usage in that form, or {@code null} to have it estimated
	 * @return the turn
	 */
	public static JsonObject turn(List<JsonObject> steps, @Nullable JsonObject usage) {
		return (usage != null) ? JsonObject.of("steps", steps, "usage", usage) : JsonObject.of("steps", steps);
	}

	/**
	 * Return a scenario.
	 * @param turns its turns
	 * @return the scenario
	 * @throws IOException if it cannot be read
	 */
	public static Scenario scenario(List<JsonObject> turns) throws IOException {
		String text = JsonCodec.write(JsonObject.of("name", "recorded", "turns", turns));
		return new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.read(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
			.get(0);
	}

}
