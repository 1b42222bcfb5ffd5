package io.mockagents.sample.diff;

/**
 * A patch with the evaluator's verdict.
 *
 * @param prompt what the user asked for
 * @param patch the patch, a unified diff
 * @param reasoning why the evaluator approved it
 * @param commitMessage the message the evaluator suggests for its commit
 */
public record ApprovedPatch(String prompt, String patch, String reasoning, String commitMessage) {

}
