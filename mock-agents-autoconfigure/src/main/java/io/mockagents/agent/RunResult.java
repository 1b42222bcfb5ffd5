package io.mockagents.agent;

/**
 * The result of a run, at its end.
 */
public interface RunResult extends RunResultBase {

}
