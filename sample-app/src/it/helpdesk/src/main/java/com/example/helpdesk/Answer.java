package com.example.helpdesk;

/**
 * The answer of an agent.
 *
 * @param text the text for the customer
 * @param category what the question is about
 * @param confidence how sure the agent is, from 0 to 100
 */
public record Answer(String text, String category, int confidence) {

}
