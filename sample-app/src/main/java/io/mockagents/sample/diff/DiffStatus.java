package io.mockagents.sample.diff;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How far a diff has come.
 */
public enum DiffStatus {

	/** The evaluator approved it: a person is to review it. */
	EVALUATOR_APPROVED,

	/** A person approved it: it can be committed. */
	HUMAN_APPROVED,

	/** A person rejected it. */
	HUMAN_REJECTED,

	/** It is part of the project's code. */
	COMMITTED;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the status as it is stored and sent.
	 * @return the value, such as {@code evaluator_approved}
	 */
	@JsonValue
	public String value() {
		return this.value;
	}

	static Optional<DiffStatus> of(String value) {
		return Arrays.stream(values()).filter((status) -> status.value.equals(value)).findFirst();
	}

}
