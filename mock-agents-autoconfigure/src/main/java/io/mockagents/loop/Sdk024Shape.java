package io.mockagents.loop;

import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The shape of openai-agents 0.24: what differs from 0.22.
 */
final class Sdk024Shape extends Sdk022Shape {

	static final Sdk024Shape INSTANCE = new Sdk024Shape();

	private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");

	private static final JsonObject NO_WRITE_DETAILS = JsonObject.of("cache_write_tokens_details", null);

	private Sdk024Shape() {
		super(SdkProfile.V0_24);
	}

	@Override
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		Object written = (details != null) ? details.get("cache_write_tokens_details") : null;
		return super.inputTokensDetails(details).withFurther(
				(written != null) ? NO_WRITE_DETAILS.with("cache_write_tokens_details", written) : NO_WRITE_DETAILS);
	}

	@Override
	String printed(String text) {
		return CONTROLS.matcher(text.replace("\r\n", "\n"))
			.replaceAll((control) -> "\\\\x%02x".formatted((int) control.group().charAt(0)));
	}

	@Override
	boolean keepsCompletedCalls() {
		return true;
	}

}
