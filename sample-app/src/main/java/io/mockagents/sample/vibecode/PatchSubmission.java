package io.mockagents.sample.vibecode;

/**
 * The arguments of the Vibecoder's {@code submit_patch}.
 *
 * @param patch a unified diff of the current code
 * @param description what it changes
 */
record PatchSubmission(String patch, String description) {

}
