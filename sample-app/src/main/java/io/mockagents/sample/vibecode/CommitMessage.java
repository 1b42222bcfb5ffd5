package io.mockagents.sample.vibecode;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;

/**
 * The answer of the writer of commit messages.
 *
 * @param commitMessage the message
 * @param suggestion what is better about it
 */
record CommitMessage(String commitMessage, String suggestion) {

	static final OutputType<CommitMessage> OUTPUT_TYPE = OutputType.of(CommitMessage.class,
			JsonObject.of("properties",
					JsonObject.of("commit_message", JsonObject.of("title", "Commit Message", "type", "string"),
							"suggestion", JsonObject.of("title", "Suggestion", "type", "string")),
					"required", new String[] { "commit_message", "suggestion" }, "title", "CommitMessage", "type",
					"object", "additionalProperties", false));

}
