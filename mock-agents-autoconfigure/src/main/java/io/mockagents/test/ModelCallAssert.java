package io.mockagents.test;

import java.util.List;

import io.mockagents.json.JsonCodec;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a request that the model was sent.
 */
public final class ModelCallAssert extends AbstractAssert<ModelCallAssert, ModelCall> {

	ModelCallAssert(ModelCall call) {
		super(call, ModelCallAssert.class);
	}

	private void check(boolean condition, String expectation) {
		if (!condition) {
			failWithMessage("Expected %s, but this is the %s", expectation, this.actual);
		}
	}

	/**
	 * Check the model.
	 * @param model the name of the model
	 * @return this assertion
	 */
	public ModelCallAssert hasModel(String model) {
		check(this.actual.model().equals(model), "the model " + model);
		return this;
	}

	/**
	 * Check the agent.
	 * @param agent the name of the agent whose turn it is
	 * @return this assertion
	 */
	public ModelCallAssert isOfAgent(String agent) {
		check(this.actual.agent().equals(agent), "a request of agent '" + agent + "'");
		return this;
	}

	/**
	 * Check that tools are offered.
	 * @param names their names, among others
	 * @return this assertion
	 */
	public ModelCallAssert offersTools(String... names) {
		check(this.actual.tools().containsAll(List.of(names)),
				"the tools " + List.of(names) + " among " + this.actual.tools());
		return this;
	}

	/**
	 * Check the conversation that is sent.
	 * @param text a text that its JSON contains
	 * @return this assertion
	 */
	public ModelCallAssert hasInputContaining(String text) {
		String json = JsonCodec.write(this.actual.input());
		String quoted = JsonCodec.write(text);
		check(json.contains(quoted.substring(1, quoted.length() - 1)), "an input that contains '" + text + "'");
		return this;
	}

	/**
	 * Check the instructions.
	 * @param text a part of them
	 * @return this assertion
	 */
	public ModelCallAssert hasInstructionsContaining(String text) {
		String instructions = this.actual.instructions();
		check(instructions != null && instructions.contains(text), "instructions that contain '" + text + "'");
		return this;
	}

	/**
	 * Check the body of the request against a file beside the test:
	 * {@code src/test/resources/<package>/<test class>/<name>.json}. A file that is
	 * missing is written, and the assertion fails this once. With
	 * {@code -Dmock-agents.test.renew-snapshots=true} files that differ are written
	 * again.
	 * @param name the name of the snapshot
	 * @return this assertion
	 */
	public ModelCallAssert matchesSnapshot(String name) {
		new PromptSnapshot(this.actual.testClass(), name).check(this.actual.body());
		return this;
	}

}
