package io.mockagents.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * The body of every error.
 *
 * @param detail what is wrong
 */
record Detail(String detail) {

	/**
	 * Return the body of an error of which no more is to be said than its status.
	 */
	static Detail of(HttpStatusCode status) {
		HttpStatus known = HttpStatus.resolve(status.value());
		return new Detail((known != null) ? known.getReasonPhrase() : "HTTP " + status.value());
	}

}
