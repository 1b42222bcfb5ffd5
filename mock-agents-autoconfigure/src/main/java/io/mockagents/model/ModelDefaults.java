package io.mockagents.model;

import java.util.regex.Pattern;

import io.mockagents.agent.ModelSettings.Reasoning.Effort;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Verbosity;
import io.mockagents.agent.ModelSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the SDK has for a model. They count for an agent that has none of its
 * own.
 */
public final class ModelDefaults {

	private static final Pattern CHAT_MODEL = Pattern.compile("gpt-5(\\.[123])?-chat-latest");

	private static final String DATE = "(-\\d{4}-\\d{2}-\\d{2})?";

	private static final Pattern LOW_EFFORT = Pattern.compile("gpt-5" + DATE + "|gpt-5\\.2-codex");

	private static final Pattern MEDIUM_EFFORT = Pattern.compile("gpt-5\\.[24]-pro" + DATE);

	private static final Pattern NO_EFFORT = Pattern
		.compile("gpt-5\\.([1256]|4(-mini|-nano)?|6-(sol|terra|luna))" + DATE + "|gpt-5\\.3-codex");

	private ModelDefaults() {
	}

	/**
	 * Return the model of an agent that names none.
	 * @param profile the SDK that sends the request
	 * @return the name of the model
	 */
	public static String model(SdkProfile profile) {
		return switch (profile) {
			case V0_2 -> "gpt-4.1";
			case V0_22, V0_24 -> "gpt-5.6-luna";
		};
	}

	/**
	 * Return the settings for a model.
	 * @param model the name of the model, or {@code null} for that of an agent that names
	 * none
	 * @param profile the SDK that sends the request
	 * @return the settings; none in profile 0.2, and for models that are not of the
	 * family gpt-5
	 */
	public static ModelSettings settings(@Nullable String model, SdkProfile profile) {
		String name = (model != null) ? model : model(profile);
		if (profile == SdkProfile.V0_2 || !name.startsWith("gpt-5") || CHAT_MODEL.matcher(name).matches()) {
			return ModelSettings.NONE;
		}
		Effort effort = effort(name);
		return ModelSettings.builder()
			.reasoning((effort != null) ? Reasoning.of(effort) : null)
			.verbosity(Verbosity.LOW)
			.build();
	}

	private static @Nullable Effort effort(String model) {
		if (LOW_EFFORT.matcher(model).matches()) {
			return Effort.LOW;
		}
		if (MEDIUM_EFFORT.matcher(model).matches()) {
			return Effort.MEDIUM;
		}
		return NO_EFFORT.matcher(model).matches() ? Effort.NONE : null;
	}

	/**
	 * Return whether these settings count for an agent: if it has none of its own, and,
	 * as the SDK compares them, if its own are those for its model or for the model of an
	 * agent that names none.
	 * @param settings the agent's own settings, or {@code null}
	 * @param model the agent's own model, or {@code null}
	 * @param profile the SDK that sends the request
	 * @return whether they do
	 */
	public static boolean countFor(@Nullable ModelSettings settings, @Nullable String model, SdkProfile profile) {
		return settings == null || settings.equals(settings(model, profile))
				|| settings.equals(settings(null, profile));
	}

}
