package io.mockagents.fidelity;

import java.nio.file.Path;

import io.mockagents.model.SdkProfile;

/**
 * The recordings of the SDK among the test resources.
 */
public final class Goldens {

	private static final Path FOLDER = Path.of("src/test/resources/goldens");

	private Goldens() {
	}

	/**
	 * Return the folder of a recording.
	 */
	public static Path folder(SdkProfile profile, String name) {
		return folder(profile).resolve(name);
	}

	/**
	 * Return the folder of all recordings of a profile.
	 */
	public static Path folder(SdkProfile profile) {
		return FOLDER.resolve("sdk-" + ((profile == SdkProfile.V0_2) ? "0.2.9" : profile.version()));
	}

	/**
	 * Return the profile of a recording.
	 * @param sdk the version in its {@code scenario.json}, such as {@code 0.2.9 (tag)}
	 */
	public static SdkProfile profile(String sdk) {
		return SdkProfile.of(sdk.replaceFirst("[ +].*", ""));
	}

}
