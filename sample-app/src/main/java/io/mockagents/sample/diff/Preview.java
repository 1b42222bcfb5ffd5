package io.mockagents.sample.diff;

/**
 * The project's code after a diff.
 *
 * @param diff the diff
 * @param originalCode the project's current code
 * @param previewCode the code with the diff applied
 */
record Preview(Diff diff, String originalCode, String previewCode) {

}
