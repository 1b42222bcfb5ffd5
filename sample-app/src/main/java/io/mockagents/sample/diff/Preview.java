package io.mockagents.sample.diff;

/**
 * What a diff makes of the project's code.
 *
 * @param diff the diff
 * @param originalCode the project's current code
 * @param previewCode the code with the diff applied
 */
record Preview(Diff diff, String originalCode, String previewCode) {

}
