package io.mockagents.recording;

import java.util.List;

import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * One run of a recording.
 *
 * @param recording the name of the recording, such as that of its file or the id of its
 * session
 * @param number the number of the run in the recording, from 1
 * @param profile the SDK whose shape the events had
 * @param sessionId the id of the session its rows are stored under, or {@code null} if
 * the source does not tell
 * @param iteration the application's count of runs made for one request of a user, from 0
 * @param startingAgent the agent that took the first turn
 * @param input the text of the user's last message, or {@code null} if the source does
 * not tell
 * @param turns the answers of the model, in order
 * @param failure what ended the run, or {@code null} if it gave a final output
 * @param origin where the run begins in its source, for messages: a file with a line, or
 * the id of a row
 */
public record RecordedRun(String recording, int number, SdkProfile profile, @Nullable String sessionId, int iteration,
		RecordedAgent startingAgent, @Nullable String input, List<RecordedTurn> turns,
		@Nullable RecordedFailure failure, String origin) {

	public RecordedRun {
		turns = List.copyOf(turns);
	}

}
