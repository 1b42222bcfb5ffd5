package io.mockagents.loop;

import java.util.List;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * The shape of openai-agents 0.24: what differs from 0.22.
 */
final class Sdk024Shape extends Sdk022Shape {

	static final Sdk024Shape INSTANCE = new Sdk024Shape();

	private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");

	private static final JsonObject NO_WRITE_DETAILS = JsonObject.of("cache_write_tokens_details", null);

	private static final List<String> TOKENS = List.of("input_tokens", "output_tokens", "total_tokens");

	private Sdk024Shape() {
		super(SdkProfile.V0_24);
	}

	@Override
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		InputTokensDetails counts = super.inputTokensDetails(details);
		return counts.further().isEmpty() ? counts.withFurther(NO_WRITE_DETAILS) : counts;
	}

	@Override
	JsonObject counted(JsonObject usage) {
		JsonObject counted = super.counted(usage);
		for (String tokens : TOKENS) {
			if (!PythonText.isTrue(counted.get(tokens))) {
				counted = counted.with(tokens, 0);
			}
		}
		return counted;
	}

	@Override
	boolean isEntry(Usage answer) {
		return answer.inputTokens() > 0 || answer.outputTokens() > 0 || answer.totalTokens() > 0;
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
