package io.mockagents.sample.web;

/**
 * The body of every error.
 *
 * @param detail what is wrong
 */
record Detail(String detail) {

}
