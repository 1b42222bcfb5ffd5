package io.mockagents.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the runs of a test, or of all tests of a class, be played from a stored session.
 * Scripts of the test go first; an annotation at the method goes before one at the class.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface PlaySession {

	/**
	 * The stored session.
	 * @return the id of the session
	 */
	String value();

}
