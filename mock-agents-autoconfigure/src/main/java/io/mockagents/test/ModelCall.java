package io.mockagents.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.Tool;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.Exchange;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * A request that the model was sent. Immutable.
 */
public final class ModelCall implements AssertProvider<ModelCallAssert> {

	private final ModelRequest request;

	private final SdkProfile profile;

	private final Class<?> testClass;

	ModelCall(ModelRequest request, SdkProfile profile, Class<?> testClass) {
		this.request = request;
		this.profile = profile;
		this.testClass = testClass;
	}

	/**
	 * Return the number of the turn that it is for.
	 * @return the number, from 1
	 */
	public int turn() {
		return this.request.turn();
	}

	/**
	 * Return the agent whose turn it is.
	 * @return the name of the agent
	 */
	public String agent() {
		return this.request.agent().name();
	}

	/**
	 * Return the model that is asked.
	 * @return the name of the model
	 */
	public String model() {
		return body().string("model");
	}

	/**
	 * Return the agent's instructions.
	 * @return the instructions, or {@code null} if it has none
	 */
	public @Nullable String instructions() {
		return this.request.systemInstructions();
	}

	/**
	 * Return the conversation so far.
	 * @return the items in the API's form, oldest first
	 */
	public List<JsonObject> input() {
		return this.request.input();
	}

	/**
	 * Return the user's last message.
	 * @return the text, empty if there is none
	 */
	public String message() {
		return Objects.requireNonNullElse(Exchange.of(this.request.input()).userMessage(), "");
	}

	/**
	 * Return whether a tool has returned something since the user's last message.
	 * @return whether there is a tool output
	 */
	public boolean hasToolOutput() {
		return !toolOutputs().isEmpty();
	}

	/**
	 * Return the last tool output since the user's last message.
	 * @return the text of the output
	 * @throws IllegalStateException if there is none
	 */
	public String toolOutput() {
		List<String> outputs = toolOutputs();
		if (outputs.isEmpty()) {
			throw new IllegalStateException(
					"The request of turn " + turn() + " has no tool output. Ask hasToolOutput()");
		}
		return outputs.get(outputs.size() - 1);
	}

	/**
	 * Return the tool outputs since the user's last message.
	 * @return the texts of the outputs, in order
	 */
	public List<String> toolOutputs() {
		return Exchange.of(this.request.input()).toolOutputs();
	}

	/**
	 * Return the tools and handoffs that are offered.
	 * @return the names of the tools, then those of the handoffs' tools
	 */
	public List<String> tools() {
		List<String> names = new ArrayList<>(this.request.tools().stream().map(Tool::name).toList());
		this.request.handoffs().stream().map(Handoff::toolName).forEach(names::add);
		return names;
	}

	/**
	 * Return the body of the request as the SDK sends it.
	 * @return the body, in the SDK's key order
	 */
	public JsonObject body() {
		return RequestBody.of(this.request, this.profile);
	}

	/**
	 * Compare the body of the request with a file beside the test.
	 * @param name the name of the snapshot
	 * @throws AssertionError if they differ, or the file was missing and has been written
	 * @see ModelCallAssert#matchesSnapshot(String)
	 */
	public void matchesSnapshot(String name) {
		assertThat().matchesSnapshot(name);
	}

	/**
	 * Return the request as the engine made it.
	 * @return the request
	 */
	public ModelRequest request() {
		return this.request;
	}

	Class<?> testClass() {
		return this.testClass;
	}

	@Override
	public ModelCallAssert assertThat() {
		return new ModelCallAssert(this);
	}

	@Override
	public String toString() {
		return "request of turn " + turn() + " by '" + agent() + "': " + JsonCodec.write(body());
	}

}
