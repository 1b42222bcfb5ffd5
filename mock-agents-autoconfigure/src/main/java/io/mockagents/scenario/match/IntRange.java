package io.mockagents.scenario.match;

import org.jspecify.annotations.Nullable;

/**
 * A range of whole numbers.
 *
 * @param min the smallest
 * @param max the largest, or {@code null} if there is none
 */
public record IntRange(int min, @Nullable Integer max) {

	public IntRange {
		if (max != null && max < min) {
			throw new IllegalArgumentException("max " + max + " is less than min " + min);
		}
	}

	boolean contains(int value) {
		return value >= this.min && (this.max == null || value <= this.max);
	}

	@Override
	public String toString() {
		return (this.max == null) ? this.min + " or more"
				: (this.max == this.min) ? String.valueOf(this.min) : this.min + " to " + this.max;
	}

}
