package io.mockagents.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the model answer by itself in the runs of a test, or of all tests of a class: it
 * calls every function tool of the agent once, with arguments of its schema, and then
 * gives an answer of the output type. Scripts of the test go first; an annotation at the
 * method goes before one at the class.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutomaticAnswers {

	/**
	 * The seed of the values: the same seed answers the same.
	 * @return the seed
	 */
	long seed() default 42;

}
