package io.mockagents.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Where the events of runs go, mocked or not. The beans are asked for with the first run,
 * because a listener may itself use a runner.
 *
 * @param journals opens the journal of a run
 * @param listeners returns the listeners of each event, in order
 */
record RunDestinations(Function<RunInfo, RunJournal> journals, Supplier<List<RunListener>> listeners) {

	static RunDestinations of(ObjectProvider<ConversationJournal> journal, ObjectProvider<RunListener> listeners) {
		Supplier<Function<RunInfo, RunJournal>> journals = SingletonSupplier.of(() -> journals(journal));
		return new RunDestinations((run) -> journals.get().apply(run),
				SingletonSupplier.of(() -> listeners.orderedStream().toList()));
	}

	private static Function<RunInfo, RunJournal> journals(ObjectProvider<ConversationJournal> provider) {
		ConversationJournal journal = provider.getIfAvailable();
		return (journal != null) ? journal::open : (run) -> RunJournal.NONE;
	}

}
