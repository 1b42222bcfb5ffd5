package io.mockagents.model;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A published shape of the SDK's data, oldest first. They differ in the fields of items,
 * of raw events and of usage, in a few texts, and in how a few runs end; everything else
 * is common. Each is proven by recordings of its release.
 */
public enum SdkProfile {

	/**
	 * openai-agents 0.2.9 with openai 1.101.0.
	 */
	V0_2("0.2", "openai-1.101.0"),

	/**
	 * openai-agents 0.22.0 with openai 3.3.1.
	 */
	V0_22("0.22", "openai-3.3.1"),

	/**
	 * openai-agents 0.24.0 with openai 3.57.0.
	 */
	V0_24("0.24", "openai-3.57.0");

	/**
	 * The name of the newest profile, whichever that is.
	 */
	public static final String LATEST = "latest";

	private static final Pattern RELEASE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");

	private static final int OLDEST_PATCH = 9;

	private final String version;

	private final String openai;

	SdkProfile(String version, String openai) {
		this.version = version;
		this.openai = openai;
	}

	/**
	 * Return the value of the setting {@code mock_sdk_profile} that selects this profile.
	 * @return the version, such as {@code 0.22}
	 */
	public String version() {
		return this.version;
	}

	/**
	 * Return the openai client whose data model this profile has.
	 * @return the name and version, such as {@code openai-1.101.0}
	 */
	public String openai() {
		return this.openai;
	}

	/**
	 * Return the profile that a name means: that of a version, the newest for
	 * {@value #LATEST}, and for a release of openai-agents, such as {@code 0.23.1}, the
	 * newest that is not newer than the release.
	 * @param name the version, {@value #LATEST} or the release
	 * @return the profile
	 * @throws IllegalArgumentException if the name means no profile. The message says
	 * why, as the end of a sentence about the name, and lists what is valid
	 */
	public static SdkProfile of(String name) {
		if (name.equals(LATEST)) {
			return values()[values().length - 1];
		}
		return Arrays.stream(values())
			.filter((profile) -> profile.version.equals(name))
			.findFirst()
			.orElseGet(() -> ofRelease(name));
	}

	private static SdkProfile ofRelease(String name) {
		Matcher release = RELEASE.matcher(name);
		if (!release.matches()) {
			throw new IllegalArgumentException(valid());
		}
		int major = Integer.parseInt(release.group(1));
		int minor = (major > 0) ? Integer.MAX_VALUE : Integer.parseInt(release.group(2));
		int patch = (release.group(3) != null) ? Integer.parseInt(release.group(3)) : 0;
		if (minor < 2 || (minor == 2 && patch < OLDEST_PATCH)) {
			throw new IllegalArgumentException(valid() + ": releases before 0.2.9 are not recorded");
		}
		if (minor == 2 && patch == OLDEST_PATCH) {
			return V0_2;
		}
		if (minor < 20) {
			throw new IllegalArgumentException(
					valid() + ": releases 0.2.10 to 0.19 emit tool_called earlier than any profile does");
		}
		if (minor < 22) {
			throw new IllegalArgumentException(valid() + ": releases 0.20 and 0.21 are not recorded");
		}
		return (minor < 24) ? V0_22 : V0_24;
	}

	/**
	 * Return what names a profile, as the end of a sentence that begins with the name.
	 * @return the description, such as {@code must be one of [0.2, 0.22] or ...}
	 */
	private static String valid() {
		return "must be " + validNames();
	}

	/**
	 * Describe the names that {@link #of} takes.
	 * @return the description, to follow "must be"
	 */
	public static String validNames() {
		return "one of " + versions() + ", '" + LATEST
				+ "', or a release of openai-agents that is 0.2.9 or not older than 0.22";
	}

	/**
	 * Return the text that the model is sent where a tool without an error function of
	 * its own fails.
	 * @param message the text of the exception; {@code null} counts as empty
	 * @return the text, with that of the exception up to profile 0.22
	 */
	public String toolError(@Nullable String message) {
		String text = "An error occurred while running the tool. Please try again.";
		return (this == V0_24) ? text : text + " Error: " + ((message != null) ? message : "");
	}

	/**
	 * Return the versions of all profiles.
	 * @return the versions, oldest first
	 */
	public static List<String> versions() {
		return Arrays.stream(values()).map(SdkProfile::version).toList();
	}

}
