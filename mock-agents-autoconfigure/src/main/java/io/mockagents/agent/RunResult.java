package io.mockagents.agent;

/**
 * What a run gave, at its end.
 */
public interface RunResult extends RunResultBase {

}
