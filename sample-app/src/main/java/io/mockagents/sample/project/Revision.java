package io.mockagents.sample.project;

/**
 * A state of a project's file.
 *
 * @param code the content of the file
 * @param commit the id of the commit that contains it
 * @param branch the branch that the commit is on
 */
record Revision(String code, String commit, String branch) {

}
