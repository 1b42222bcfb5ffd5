package io.mockagents.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import io.mockagents.model.ModelRequest;
import io.mockagents.scenario.Step;
import io.mockagents.scenario.Template;
import io.mockagents.scenario.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one run by their schemas: each tool of an agent once, then the
 * output.
 */
final class AutomaticModel {

	private final Random random;

	private final Set<String> asked = new HashSet<>();

	AutomaticModel(long seed) {
		this.random = new Random(seed);
	}

	Turn answer(ModelRequest request) {
		List<Step> calls = new ArrayList<>();
		if (this.asked.add(request.agent().name())) {
			for (Tool tool : request.tools()) {
				if (tool instanceof FunctionTool function) {
					calls.add(ScriptSteps.toolCall(function.name(), value(function.paramsJsonSchema()), null));
				}
			}
		}
		return calls.isEmpty() ? Turn.of(output(request.outputType())) : new Turn(calls, null);
	}

	private Step output(@Nullable OutputType<?> type) {
		return ScriptSteps.message((type != null) ? value(type.jsonSchema()) : Template.text("An automatic answer"));
	}

	/**
	 * Return a value as a template that holds no placeholders.
	 */
	private Template value(JsonObject schema) {
		return Template.json(new SchemaValue(schema, this.random).value());
	}

}
