package io.mockagents.sample.vibecode;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;

/**
 * The evaluator's verdict on a patch.
 *
 * @param approved whether the patch is approved
 * @param reasoning why
 * @param commitMessage the message suggested for its commit
 */
record EvaluationResult(boolean approved, String reasoning, String commitMessage) {

	static final OutputType<EvaluationResult> OUTPUT_TYPE = OutputType.of(EvaluationResult.class,
			JsonObject.of("properties",
					JsonObject.of("approved", property("Approved", "boolean"), "reasoning",
							property("Reasoning", "string"), "commit_message", property("Commit Message", "string")),
					"required", new String[] { "approved", "reasoning", "commit_message" }, "title", "EvaluationResult",
					"type", "object", "additionalProperties", false));

	private static JsonObject property(String title, String type) {
		return JsonObject.of("title", title, "type", type);
	}

	/**
	 * Return the verdict of a tool's output.
	 */
	static EvaluationResult of(JsonObject output) {
		return new EvaluationResult(Boolean.TRUE.equals(output.get("approved")), text(output, "reasoning"),
				text(output, "commit_message"));
	}

	private static String text(JsonObject output, String key) {
		String text = output.stringOrNull(key);
		return (text != null) ? text : "";
	}

}
