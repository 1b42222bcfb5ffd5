package io.mockagents.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SdkProfile}.
 */
class SdkProfileTests {

	@ParameterizedTest
	@CsvSource({ "0.2,V0_2", "0.2.9,V0_2", "0.22,V0_22", "0.22.0,V0_22", "0.22.3,V0_22", "0.23,V0_22", "0.23.1,V0_22",
			"0.24,V0_24", "0.24.0,V0_24", "0.25.12,V0_24", "0.100,V0_24", "1.0,V0_24", "2.3.4,V0_24", "latest,V0_24" })
	void releaseMeansTheNewestProfileThatIsNotNewer(String name, SdkProfile profile) {
		assertThat(SdkProfile.of(name)).isEqualTo(profile);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.2.10", "0.3", "0.8.4", "0.19", "0.19.99" })
	void releaseWithAnotherOrderOfEventsIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SdkProfile.of(name))
			.withMessageContaining("releases 0.2.10 to 0.19 emit tool_called earlier");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.20", "0.20.0", "0.21.5" })
	void releaseThatIsNotRecordedIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SdkProfile.of(name))
			.withMessageContaining("releases 0.20 and 0.21 are not recorded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.19", "0.1", "0.2.0", "0.2.8" })
	void releaseThatIsTooOldIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SdkProfile.of(name))
			.withMessageContaining("releases before 0.2.9 are not recorded");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "0", "v0.24", "0.24.x", "0.24.0.1", "Latest", "-0.24", "0.22.0rc1", "9999999999.1" })
	void nameThatIsNotAReleaseIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SdkProfile.of(name))
			.withMessage("must be one of [0.2, 0.22, 0.24], 'latest', or a release of openai-agents "
					+ "that is 0.2.9 or not older than 0.22");
	}

	@Test
	void profilesAreInTheOrderOfTheirReleases() {
		assertThat(SdkProfile.values()).isSorted();
		assertThat(SdkProfile.versions()).containsExactly("0.2", "0.22", "0.24");
	}

}
