package io.mockagents.sample.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A text of a certain length, in characters as PostgreSQL and Python count them: code
 * points. No text is as good as one that fits.
 */
@Documented
@Constraint(validatedBy = Length.Validator.class)
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Length {

	/**
	 * Return the smallest length.
	 * @return the number of characters
	 */
	int min() default 0;

	/**
	 * Return the greatest length.
	 * @return the number of characters
	 */
	int max();

	/**
	 * Return what a client reads.
	 * @return the message
	 */
	String message();

	/**
	 * Return the groups.
	 * @return the groups, by default none
	 */
	Class<?>[] groups() default {};

	/**
	 * Return the payload.
	 * @return the payload, by default none
	 */
	Class<? extends Payload>[] payload() default {};

	/**
	 * Counts the characters.
	 */
	final class Validator implements ConstraintValidator<Length, String> {

		private int min;

		private int max;

		@Override
		public void initialize(Length length) {
			this.min = length.min();
			this.max = length.max();
		}

		@Override
		public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
			if (text == null) {
				return true;
			}
			int length = text.codePointCount(0, text.length());
			return length >= this.min && length <= this.max;
		}

	}

}
