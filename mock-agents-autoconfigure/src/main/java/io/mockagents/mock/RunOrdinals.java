package io.mockagents.mock;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the runs of one runner that have something in common. Forgets those that were
 * not counted for long, so that it stays small. Safe for several threads.
 */
final class RunOrdinals {

	private static final int MAX_KEYS = 100_000;

	private final Map<String, Integer> counts = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > MAX_KEYS;
		}

	};

	/**
	 * Count a run.
	 * @param key what it has in common with others
	 * @return how many were counted before it
	 */
	synchronized int next(String key) {
		return this.counts.merge(key, 1, Integer::sum) - 1;
	}

}
