package io.mockagents.mock;

import java.util.random.RandomGenerator;

/**
 * A generator whose numbers depend on its seed alone, never on the JDK: SplitMix64, with
 * every derived number computed here. {@link java.util.SplittableRandom} promises the
 * same sequence within one JDK only, and the default methods of {@link RandomGenerator}
 * may change. Not safe for several threads.
 */
final class StableRandom implements RandomGenerator {

	static final long GAMMA = 0x9E3779B97F4A7C15L;

	private long state;

	StableRandom(long seed) {
		this.state = seed;
	}

	/**
	 * Return the number that follows a state.
	 * @param state the state
	 * @return the number
	 */
	static long mix(long state) {
		long z = state;
		z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

	@Override
	public long nextLong() {
		this.state += GAMMA;
		return mix(this.state);
	}

	@Override
	public int nextInt() {
		return (int) (nextLong() >>> 32);
	}

	@Override
	public boolean nextBoolean() {
		return nextLong() < 0;
	}

	@Override
	public double nextDouble() {
		return (nextLong() >>> 11) * 0x1.0p-53;
	}

	@Override
	public float nextFloat() {
		return (nextLong() >>> 40) * 0x1.0p-24f;
	}

	@Override
	public double nextDouble(double bound) {
		return nextDouble(0, bound);
	}

	@Override
	public double nextDouble(double origin, double bound) {
		if (!(origin < bound && bound - origin < Double.POSITIVE_INFINITY)) {
			throw new IllegalArgumentException("No number from " + origin + " to below " + bound);
		}
		double value = origin + nextDouble() * (bound - origin);
		return (value < bound) ? value : Math.nextDown(bound);
	}

	@Override
	public int nextInt(int bound) {
		return (int) nextLong(0, bound);
	}

	@Override
	public int nextInt(int origin, int bound) {
		return (int) nextLong(origin, bound);
	}

	@Override
	public long nextLong(long bound) {
		return nextLong(0, bound);
	}

	@Override
	public long nextLong(long origin, long bound) {
		if (origin >= bound) {
			throw new IllegalArgumentException("No number from " + origin + " to below " + bound);
		}
		long range = bound - origin;
		if (range < 0) {
			long value = nextLong();
			while (value < origin || value >= bound) {
				value = nextLong();
			}
			return value;
		}
		long bits = nextLong() >>> 1;
		long value = bits % range;
		while (bits - value + (range - 1) < 0) {
			bits = nextLong() >>> 1;
			value = bits % range;
		}
		return origin + value;
	}

	@Override
	public void nextBytes(byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (nextLong() >>> 56);
		}
	}

}
