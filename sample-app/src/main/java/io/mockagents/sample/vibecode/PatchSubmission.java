package io.mockagents.sample.vibecode;

/**
 * What the Vibecoder calls {@code submit_patch} with.
 *
 * @param patch a unified diff of the current code
 * @param description what it changes
 */
record PatchSubmission(String patch, String description) {

}
