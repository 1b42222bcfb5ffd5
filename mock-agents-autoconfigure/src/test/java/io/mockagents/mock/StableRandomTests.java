package io.mockagents.mock;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StableRandom}.
 */
class StableRandomTests {

	private final StableRandom random = new StableRandom(42);

	@Test
	void numbersAreThoseOfSplitMix64() {
		StableRandom zero = new StableRandom(1234567);
		assertThat(new long[] { zero.nextLong(), zero.nextLong(), zero.nextLong() })
			.containsExactly(6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423"));
		SplittableRandom sameAlgorithm = new SplittableRandom(42);
		assertThat(this.random.nextLong()).isEqualTo(sameAlgorithm.nextLong());
	}

	@Test
	void derivedNumbersStayInTheirBounds() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.random.nextInt(7)).isBetween(0, 6);
			assertThat(this.random.nextInt(-3, 3)).isBetween(-3, 2);
			assertThat(this.random.nextLong(Long.MIN_VALUE, Long.MAX_VALUE)).isLessThan(Long.MAX_VALUE);
			assertThat(this.random.nextLong(5)).isBetween(0L, 4L);
			assertThat(this.random.nextDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
			assertThat(this.random.nextDouble(2, 3)).isGreaterThanOrEqualTo(2).isLessThan(3);
			assertThat(this.random.nextFloat()).isGreaterThanOrEqualTo(0).isLessThan(1);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.random.nextInt(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.random.nextDouble(1, 1));
	}

}
