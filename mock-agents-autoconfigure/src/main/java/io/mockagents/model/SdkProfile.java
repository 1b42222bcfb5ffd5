package io.mockagents.model;

import java.util.Arrays;
import java.util.List;

/**
 * A published shape of the SDK's data. The two differ in the fields of items, of raw
 * events and of usage, and in how a few runs end; everything else is common.
 */
public enum SdkProfile {

	/**
	 * openai-agents 0.2.9 with openai 1.101.0.
	 */
	V0_2("0.2", "openai-1.101.0"),

	/**
	 * openai-agents 0.22 with openai 3.3.1.
	 */
	V0_22("0.22", "openai-3.3.1");

	private final String version;

	private final String openai;

	SdkProfile(String version, String openai) {
		this.version = version;
		this.openai = openai;
	}

	/**
	 * Return the value of the setting {@code mock_sdk_profile} that selects this profile.
	 * @return the version, {@code 0.2} or {@code 0.22}
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
	 * Return the profile of a version.
	 * @param version {@code 0.2} or {@code 0.22}
	 * @return the profile
	 * @throws IllegalArgumentException if there is no such profile; the message lists
	 * those there are
	 */
	public static SdkProfile of(String version) {
		return Arrays.stream(values())
			.filter((profile) -> profile.version.equals(version))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"Unknown SDK profile '" + version + "'. Valid profiles: " + versions()));
	}

	/**
	 * Return the versions of all profiles.
	 * @return the versions, oldest first
	 */
	public static List<String> versions() {
		return Arrays.stream(values()).map(SdkProfile::version).toList();
	}

}
