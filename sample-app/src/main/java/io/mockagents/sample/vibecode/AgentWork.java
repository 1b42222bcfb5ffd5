package io.mockagents.sample.vibecode;

import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work of the agents for which a client waits.
 *
 * @param sessionId the id of the session it is done for, with which it ends
 * @param work works as long as it is not cancelled; throws {@link CancellationException}
 * if its thread is interrupted. Returns what stores the result and returns the answer,
 * which nothing interrupts
 * @param answerOfCancelled returns or throws the answer in case the work is cancelled
 * @param <T> the type of the answer
 */
record AgentWork<T>(String sessionId, Supplier<Supplier<T>> work, Function<CancellationReason, T> answerOfCancelled) {

}
