package io.mockagents.conversation;

import java.time.Clock;

import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import org.jspecify.annotations.Nullable;

/**
 * The journal over the table of {@link ConversationMessage}.
 */
final class JpaConversationJournal implements ConversationJournal {

	private final NumberedRowInserter rows;

	private final Clock clock;

	JpaConversationJournal(NumberedRowInserter rows, Clock clock) {
		this.rows = rows;
		this.clock = clock;
	}

	@Override
	public RunJournal open(RunInfo run) {
		return new RunJournal() {

			private @Nullable Integer last;

			@Override
			public @Nullable Integer append(StreamEvent event) {
				EventRow row = EventRow.of(event);
				if (row == null) {
					return null;
				}
				Integer number = JpaConversationJournal.this.rows.insertEvent(run.sessionId(), run.iteration(), row,
						JpaConversationJournal.this.clock.instant(), this.last);
				this.last = number;
				return number;
			}

		};
	}

}
