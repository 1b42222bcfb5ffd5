package io.mockagents.mock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;

/**
 * The random streams of one run. They are apart, so that switching one thing off leaves
 * the others as they are.
 *
 * @param runId the id of the run
 * @param choice chooses the scenario
 * @param failures decides whether the run fails
 * @param delays varies the pauses
 * @param ids makes the ids of the events
 */
record RunRandom(String runId, RandomGenerator choice, RandomGenerator failures, RandomGenerator delays,
		RandomGenerator ids) {

	/**
	 * Return the streams of a run without a seed.
	 * @param entropy provides numbers that are different each time
	 * @return the streams
	 */
	static RunRandom unpredictable(LongSupplier entropy) {
		ByteBuffer bits = ByteBuffer.allocate(48);
		for (int i = 0; i < 6; i++) {
			bits.putLong(entropy.getAsLong());
		}
		return of(bits.array(), uuid(Arrays.copyOfRange(bits.array(), 32, 48)));
	}

	/**
	 * Return the streams of a run for a seed.
	 * @param seed the seed
	 * @param request what is run
	 * @param ordinals counts the runs of the runner
	 * @return the streams
	 */
	static RunRandom seeded(long seed, RunRequest request, RunOrdinals ordinals) {
		String session = request.sessionId();
		int ordinal = (session != null) ? ordinals.next("session " + session) : 0;
		byte[] digest = digest(seed, request, ordinal);
		// the events of equal runs are equal, but their rows must not fall together
		String distinction = (session != null) ? session : Integer.toString(ordinals.next("input " + uuid(digest)));
		MessageDigest runId = sha256();
		runId.update(digest);
		update(runId, distinction);
		return of(digest, uuid(runId.digest()));
	}

	private static RunRandom of(byte[] digest, String runId) {
		ByteBuffer seeds = ByteBuffer.wrap(digest);
		return new RunRandom(runId, new StableRandom(seeds.getLong()), new StableRandom(seeds.getLong()),
				new StableRandom(seeds.getLong()), new StableRandom(seeds.getLong()));
	}

	private static byte[] digest(long seed, RunRequest request, int ordinal) {
		MessageDigest digest = sha256();
		update(digest, Long.toString(seed));
		update(digest, request.startingAgent().name());
		update(digest, text(request.input()));
		update(digest, Integer.toString(ordinal));
		update(digest, Integer.toString(request.iteration()));
		return digest.digest();
	}

	/**
	 * Add a text with its length, so that no two lists of texts are added alike.
	 */
	private static void update(MessageDigest digest, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
		digest.update(bytes);
	}

	private static String text(RunInput input) {
		return (input instanceof RunInput.Text text) ? text.text() : input.toItems().toString();
	}

	private static String uuid(byte[] digest) {
		ByteBuffer bits = ByteBuffer.wrap(digest);
		long most = (bits.getLong() & ~0xF000L) | 0x8000L;
		long least = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
		return new UUID(most, least).toString();
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
