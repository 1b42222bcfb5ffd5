package io.mockagents.sample.vibecode;

/**
 * A better message for a commit. Nothing is stored: whoever likes it commits with it.
 *
 * @param diffId the id of the diff
 * @param originalMessage the message that was refined
 * @param refinedMessage the better message
 * @param suggestion what is better about it
 */
record RefinedMessage(String diffId, String originalMessage, String refinedMessage, String suggestion) {

}
