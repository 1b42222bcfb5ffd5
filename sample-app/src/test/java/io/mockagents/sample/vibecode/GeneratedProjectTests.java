package io.mockagents.sample.vibecode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.github.difflib.patch.PatchFailedException;
import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.sample.diff.UnifiedPatch;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the code of a project, the patches of the built-in scenarios apply to it, as
 * the application applies them.
 */
class GeneratedProjectTests {

	private static final ScenarioLibrary SCENARIOS = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	@Property(tries = 200, seed = "20261122")
	void scriptedPatchesApply(@ForAll("code") String code) throws PatchFailedException {
		assertThat(lines(apply("comment_addition_approved", code))).containsAll(lines(code))
			.anyMatch((line) -> line.strip().equals("# Added explanatory comment"));
		assertThat(apply("docstring_addition_approved", code)).contains("\"\"\"Say that the application is ready.");
		assertThat(apply("comment_addition_rejected_then_approved", code)).hasSizeGreaterThan(code.length());
	}

	@Property(tries = 100, seed = "20261122")
	void scriptedPatchesApplyToWhatTheyMadeOfTheCode(@ForAll("code") String code) throws PatchFailedException {
		String current = code;
		for (String scenario : List.of("comment_addition_approved", "docstring_addition_approved",
				"comment_addition_approved", "docstring_addition_approved")) {
			String next = apply(scenario, current);
			assertThat(next).hasSizeGreaterThan(current.length());
			current = next;
		}
	}

	private static List<String> lines(String code) {
		return code.lines().toList();
	}

	/**
	 * Apply each patch of a scenario to the code, and return what the last one makes of
	 * it.
	 */
	private static String apply(String scenario, String code) throws PatchFailedException {
		String patched = code;
		for (String patch : patches(SCENARIOS.get(scenario), code)) {
			patched = UnifiedPatch.parse(patch).applyTo(code);
		}
		return patched;
	}

	private static List<String> patches(Scenario scenario, String code) {
		Agent agent = Agent.builder("Vibecoder").build();
		RunRequest run = RunRequest.of(agent, Vibecoder.prompt(code, "Change it, not this:\n```\nx\n```"));
		ScriptedModel model = new ScriptedModel(scenario, run, SdkProfile.V0_2, new SplittableRandom(1),
				Clock.systemUTC());
		List<String> patches = new ArrayList<>();
		for (int turn = 1; turn <= scenario.turns().size(); turn++) {
			try (ModelStream stream = model.stream(ModelRequest.of(turn, agent, null, run.input().toItems()))) {
				for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
					JsonObject frame = event.data();
					if ("response.function_call_arguments.done".equals(frame.get("type"))) {
						patches.add(JsonCodec.parseObject(frame.string("arguments")).string("patch"));
					}
				}
			}
		}
		assertThat(patches).isNotEmpty();
		return patches;
	}

	@Provide
	Arbitrary<String> code() {
		Arbitrary<String> block = Arbitraries.of("", "x = 1", "# note: it", "def main(): pass", "\tprint('é')",
				"@cached\nasync def f(a,\n      b={1: 2}):\n\treturn a",
				"class A:\n    @property\n    def main(self):\n        'Mine.'\n        return self",
				"\"\"\"\n```python\nx\n```\n\"\"\"", "````\n~~~", "--- a\n+++ b\n@@ -1,1 +1,1 @@\n\\ x", "def broken(",
				"x = 1\n".repeat(2000));
		return Combinators.combine(block.list().ofMaxSize(6), Arbitraries.of("\n", "\r\n"), Arbitraries.of(true, false))
			.as((blocks, lineBreak, closed) -> String.join("\n", blocks).replace("\n", lineBreak)
					+ ((closed && !blocks.isEmpty()) ? lineBreak : ""));
	}

}
