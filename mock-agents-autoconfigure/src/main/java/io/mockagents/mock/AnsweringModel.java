package io.mockagents.mock;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.RunRequest;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ScriptedItem;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScriptedModel;
import io.mockagents.scenario.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Answers each turn of one run with the turn that a function returns. Otherwise like a
 * {@link ScriptedModel}.
 */
final class AnsweringModel implements Model {

	private final String name;

	private final Function<ModelRequest, Turn> answers;

	private final Function<Scenario, ScriptedModel> models;

	private final List<ScriptedModel> answered = new ArrayList<>();

	/**
	 * Create a model for one run.
	 * @param name the name of what is played
	 * @param answers returns the answer to each request
	 * @param run the run it plays in
	 * @param profile the shape of the data
	 * @param random where ids come from
	 * @param clock provides the times of responses
	 * @param retries how the client repeats requests that fail before their first frame
	 * @param strict whether the run fails where the arguments of a call do not fit the
	 * schema of the tool
	 * @param warnings decides which warnings are logged
	 */
	AnsweringModel(String name, Function<ModelRequest, Turn> answers, RunRequest run, SdkProfile profile,
			RandomGenerator random, Clock clock, ClientRetries retries, boolean strict,
			ScriptedModel.ArgumentWarnings warnings) {
		this.name = name;
		this.answers = answers;
		this.models = (scenario) -> new ScriptedModel(scenario, run, profile, random, clock, retries, strict, warnings);
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		Turn turn = Objects.requireNonNull(this.answers.apply(request),
				() -> "'" + this.name + "' has no answer for turn " + request.turn());
		ScriptedModel model = this.models.apply(scenario(turn));
		this.answered.add(model);
		return model.stream(request);
	}

	private Scenario scenario(Turn turn) {
		return new Scenario(this.name, List.of(turn));
	}

	@Override
	public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		return last().knownCall(call, tool);
	}

	@Override
	public @Nullable ScriptedItem scripted(String itemId) {
		for (int i = this.answered.size() - 1; i >= 0; i--) {
			ScriptedItem found = this.answered.get(i).scripted(itemId);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	@Override
	public List<OutputGuardrail> outputGuardrails() {
		return last().outputGuardrails();
	}

	private ScriptedModel last() {
		return this.answered.get(this.answered.size() - 1);
	}

}
