package io.mockagents.sample.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;

/**
 * A text that PostgreSQL can keep: one without NUL characters.
 */
@Documented
@Constraint(validatedBy = {})
@ReportAsSingleViolation
@Pattern(regexp = "[^\\u0000]*")
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface WithoutNul {

	/**
	 * Return what a client is told.
	 * @return the message
	 */
	String message() default "must not hold a NUL character";

	/**
	 * Return the groups.
	 * @return none unless told otherwise
	 */
	Class<?>[] groups() default {};

	/**
	 * Return the payload.
	 * @return none unless told otherwise
	 */
	Class<? extends Payload>[] payload() default {};

}
