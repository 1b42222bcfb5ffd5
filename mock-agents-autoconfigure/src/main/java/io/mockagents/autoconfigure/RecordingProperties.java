package io.mockagents.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the recording of runs.
 *
 * @param enabled Whether runs that are not mocked are recorded.
 * @param directory Directory of the recordings.
 * @param redact Names of further JSON fields whose values are not written, in addition to
 * those that contain credentials.
 */
@ConfigurationProperties("mock-agents.recording")
record RecordingProperties(@DefaultValue("false") boolean enabled, @DefaultValue("recordings") String directory,
		@DefaultValue List<String> redact) {

	RecordingProperties {
		redact = List.copyOf(redact);
	}

}
