package io.mockagents.scenario.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds which of many texts are contained in another one. They are found by the hash of
 * their first characters, and then by the hash of the whole text, for each length that
 * texts with this start have. The time of a search hardly depends on the number of texts.
 * Not safe for several threads while texts are added.
 *
 * @param <V> the type of the values that belong to the texts
 */
public final class ContainedTexts<V> {

	private static final int LONGEST_START = 32;

	/** By the number of first characters, a power of two. */
	private final NavigableMap<Integer, Starts<V>> starts = new TreeMap<>(Comparator.reverseOrder());

	/**
	 * Add a text.
	 * @param text the text, not empty
	 * @param value a value that belongs to it; a text may have several
	 */
	public void add(String text, V value) {
		int start = Integer.highestOneBit(Math.min(text.length(), LONGEST_START));
		this.starts.computeIfAbsent(start, Starts::new).add(text, value);
	}

	/**
	 * Return the values of the longest texts that are contained in another one.
	 * @param whole the other text
	 * @param filter accepts values; texts without an accepted value are skipped
	 * @return the length of the texts and the accepted values, by text in the order of
	 * their first occurrence
	 */
	public Longest<V> longestIn(String whole, Predicate<V> filter) {
		Hashes hashes = this.starts.isEmpty() ? null : new Hashes(whole);
		for (Starts<V> starts : this.starts.values()) {
			Longest<V> longest = (hashes != null) ? starts.longestIn(whole, hashes, filter)
					: new Longest<>(0, List.of());
			if (longest.length() > 0) {
				return longest;
			}
		}
		return new Longest<>(0, List.of());
	}

	/**
	 * The longest texts that were found.
	 *
	 * @param length their length, or 0 if none was found
	 * @param values their values
	 */
	public record Longest<V>(int length, List<V> values) {
	}

	private record Text<V>(String text, List<V> values) {
	}

	/**
	 * The texts that are found by a certain number of first characters.
	 */
	private static final class Starts<V> {

		private final int length;

		/** By the hash of the start, then by length, longest first, then by hash. */
		private final Map<Long, NavigableMap<Integer, Map<Long, List<Text<V>>>>> texts = new HashMap<>();

		/** The hashes that may be among those of the starts. */
		private BitSet possible = new BitSet();

		private int bits = 10;

		Starts(int length) {
			this.length = length;
		}

		void add(String text, V value) {
			Hashes hashes = new Hashes(text);
			long start = hashes.of(0, this.length);
			List<Text<V>> equal = this.texts.computeIfAbsent(start, (added) -> new TreeMap<>(Comparator.reverseOrder()))
				.computeIfAbsent(text.length(), (added) -> new HashMap<>())
				.computeIfAbsent(hashes.of(0, text.length()), (added) -> new ArrayList<>(1));
			for (Text<V> known : equal) {
				if (known.text().equals(text)) {
					known.values().add(value);
					return;
				}
			}
			equal.add(new Text<>(text, new ArrayList<>(List.of(value))));
			if (this.texts.size() > 1 << (this.bits - 4)) {
				this.bits++;
				this.possible = new BitSet();
				this.texts.keySet().forEach((hash) -> this.possible.set(bit(hash)));
			}
			this.possible.set(bit(start));
		}

		private int bit(long hash) {
			return (int) (((hash ^ (hash >>> 32)) * Hashes.BASE) >>> (Long.SIZE - this.bits));
		}

		Longest<V> longestIn(String whole, Hashes hashes, Predicate<V> filter) {
			int longest = 0;
			Set<Text<V>> found = new LinkedHashSet<>();
			for (int at = 0; at <= whole.length() - Math.max(longest, this.length); at++) {
				long start = hashes.of(at, this.length);
				NavigableMap<Integer, Map<Long, List<Text<V>>>> lengths = this.possible.get(bit(start))
						? this.texts.get(start) : null;
				if (lengths == null) {
					continue;
				}
				for (Map.Entry<Integer, Map<Long, List<Text<V>>>> texts : lengths
					.subMap(whole.length() - at, true, Math.max(longest, this.length), true)
					.entrySet()) {
					int length = texts.getKey();
					for (Text<V> text : texts.getValue().getOrDefault(hashes.of(at, length), List.of())) {
						if (whole.startsWith(text.text(), at) && text.values().stream().anyMatch(filter)) {
							if (length > longest) {
								longest = length;
								found.clear();
							}
							found.add(text);
						}
					}
					if (length == longest) {
						break;
					}
				}
			}
			return new Longest<>(longest,
					found.stream().flatMap((text) -> text.values().stream()).filter(filter).toList());
		}

	}

	/**
	 * The hashes of all parts of a text.
	 */
	private static final class Hashes {

		private static final long BASE = 0x9E3779B97F4A7C15L;

		private final long[] starts;

		private final long[] powers;

		Hashes(String text) {
			this.starts = new long[text.length() + 1];
			this.powers = new long[text.length() + 1];
			this.powers[0] = 1;
			for (int i = 0; i < text.length(); i++) {
				this.starts[i + 1] = this.starts[i] * BASE + text.charAt(i) + 1;
				this.powers[i + 1] = this.powers[i] * BASE;
			}
		}

		long of(int start, int length) {
			return this.starts[start + length] - this.starts[start] * this.powers[length];
		}

	}

}
