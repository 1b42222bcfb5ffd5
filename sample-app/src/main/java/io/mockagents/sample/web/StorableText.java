package io.mockagents.sample.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;

/**
 * A text that PostgreSQL can keep: one without NUL characters and without halves of
 * surrogate pairs.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "[^\\u0000]*", message = "must not contain a NUL character")
@Pattern(regexp = "\\P{Cs}*", message = "must not contain an unpaired surrogate")
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface StorableText {

	/**
	 * Return the text for a client besides the refused character.
	 * @return the message
	 */
	String message() default "";

	/**
	 * Return the groups.
	 * @return none by default
	 */
	Class<?>[] groups() default {};

	/**
	 * Return the payload.
	 * @return none by default
	 */
	Class<? extends Payload>[] payload() default {};

}
