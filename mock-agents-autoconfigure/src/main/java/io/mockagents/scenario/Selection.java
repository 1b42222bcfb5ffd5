package io.mockagents.scenario;

/**
 * A scenario that was selected.
 *
 * @param scenario the scenario
 * @param reason why, for people to read
 */
public record Selection(Scenario scenario, String reason) {

}
