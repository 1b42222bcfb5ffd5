package io.mockagents.sample.vibecode;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Work of the agents for which a client waits.
 *
 * @param sessionId the id of the session it is done for, with which it ends
 * @param answer works and returns the answer; throws {@link CancellationException} if its
 * thread is interrupted
 * @param answerOfDeleted returns or throws the answer in case the session is deleted
 * meanwhile
 * @param <T> what the client is answered
 */
record AgentWork<T>(String sessionId, Supplier<T> answer, Supplier<T> answerOfDeleted) {

}
