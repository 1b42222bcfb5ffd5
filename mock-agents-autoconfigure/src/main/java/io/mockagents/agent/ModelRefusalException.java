package io.mockagents.agent;

/**
 * The model refused to answer; from profile 0.22 on.
 */
public class ModelRefusalException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final String refusal;

	/**
	 * Create an exception.
	 * @param refusal what the model said
	 */
	public ModelRefusalException(String refusal) {
		super("Model refused to produce output: " + refusal, null);
		this.refusal = refusal;
	}

	/**
	 * Return what the model said.
	 * @return the text of the refusal
	 */
	public String refusal() {
		return this.refusal;
	}

	@Override
	public String sdkName() {
		return "ModelRefusalError";
	}

}
