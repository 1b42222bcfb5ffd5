package io.mockagents.sample.vibecode;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a user's message.
 *
 * @param sessionId the id of the session
 * @param diffId the id of the diff that contains an approved patch
 * @param content the answer in text
 * @param patch always {@code null}: clients read the patch from the diff
 * @param tokenUsage the tokens the Vibecoder used; empty after a failure
 * @param error what went wrong
 */
record Reply(String sessionId, @Nullable String diffId, @Nullable String content, @Nullable String patch,
		JsonObject tokenUsage, @Nullable String error) {

	static Reply diff(String sessionId, String diffId, JsonObject tokenUsage) {
		return new Reply(sessionId, diffId, null, null, tokenUsage, null);
	}

	static Reply text(String sessionId, String content, JsonObject tokenUsage) {
		return new Reply(sessionId, null, content, null, tokenUsage, null);
	}

	static Reply failed(String sessionId, String error) {
		return new Reply(sessionId, null, null, null, JsonObject.of(), error);
	}

}
