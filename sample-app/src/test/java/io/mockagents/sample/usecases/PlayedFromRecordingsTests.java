package io.mockagents.sample.usecases;

import io.mockagents.sample.TestRecordings.Recorded;
import io.mockagents.sample.TestRecordings.Replayed;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * What holds for an application whose runs are played from scenarios holds for the same
 * application when they are played from recordings of themselves: the tests pass once
 * recorded, and then played.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class PlayedFromRecordingsTests {

	@Nested
	@Order(1)
	class First {

		@Nested
		@Recorded
		class Conversations extends MockedConversationTests {

		}

		@Nested
		@Recorded
		class SecondVerdicts extends RejectedThenApprovedTests {

		}

		@Nested
		@Recorded
		class Changes extends RepeatedChangesTests {

		}

		@Nested
		@Recorded
		class OwnTools extends OwnToolTests {

		}

		@Nested
		@Recorded
		class Verdicts extends UnscriptedVerdictTests {

		}

		@Nested
		@Recorded
		class Failures extends FailingRunsTests {

		}

	}

	@Nested
	@Order(2)
	class Again {

		@Nested
		@Replayed
		class Conversations extends MockedConversationTests {

		}

		@Nested
		@Replayed
		class SecondVerdicts extends RejectedThenApprovedTests {

		}

		@Nested
		@Replayed
		class Changes extends RepeatedChangesTests {

		}

		@Nested
		@Replayed
		class OwnTools extends OwnToolTests {

		}

		@Nested
		@Replayed
		class Verdicts extends UnscriptedVerdictTests {

		}

		@Nested
		@Replayed
		class Failures extends FailingRunsTests {

		}

	}

}
