package io.mockagents.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A type in the data model of the openai client, and what its two ways of reading make of
 * a value: {@code validate} is pydantic's, which refuses what does not fit,
 * {@code construct} is the client's own {@code construct_type}, which takes everything.
 * The client constructs, except for unions, which it validates first.
 */
abstract class Shape {

	/**
	 * The result of {@link #validate} for a value that does not fit.
	 */
	static final Object INVALID = new Object();

	/**
	 * Read a value and refuse what does not fit.
	 * @param value a JSON value
	 * @param pass the state of this reading
	 * @return the value as it is dumped, or {@link #INVALID}
	 */
	abstract @Nullable Object validate(@Nullable Object value, Pass pass);

	/**
	 * Read a value and keep what does not fit.
	 * @param value a JSON value
	 * @param pass the state of this reading
	 * @return the value as it is dumped
	 */
	@Nullable Object construct(@Nullable Object value, Pass pass) {
		return value;
	}

	/**
	 * How well a value fits, which decides between the members of a union.
	 */
	enum Fit {

		CONVERTED, WIDENED, EXACT

	}

	/**
	 * The state of one reading.
	 */
	static final class Pass {

		/**
		 * Whether fields that the value lacks are dumped too.
		 */
		final boolean everything;

		private Fit fit = Fit.EXACT;

		/**
		 * The number of fields set in models so far, or -1 if there was no model.
		 */
		private int fieldsSet = -1;

		Pass(boolean everything) {
			this.everything = everything;
		}

		private void atMost(Fit fit) {
			if (fit.compareTo(this.fit) < 0) {
				this.fit = fit;
			}
		}

		private void addFieldsSet(int count) {
			this.fieldsSet = Math.max(this.fieldsSet, 0) + count;
		}

	}

	/**
	 * The types that contain no others.
	 */
	static final class Scalar extends Shape {

		/**
		 * The number of digits of the greatest float.
		 */
		private static final int MOST_DIGITS = 309;

		private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes", "on");

		private static final Set<String> FALSE = Set.of("0", "f", "false", "n", "no", "off");

		private final Kind kind;

		Scalar(Kind kind) {
			this.kind = kind;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return switch (this.kind) {
				case ANY -> {
					pass.atMost(Fit.CONVERTED);
					yield value;
				}
				case NULL -> (value == null) ? null : INVALID;
				case STR -> (value instanceof String) ? value : INVALID;
				case INT -> integer(value, pass);
				case FLOAT -> floating(value, pass);
				case BOOL -> bool(value, pass);
			};
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			if (this.kind != Kind.FLOAT || value == null) {
				return value;
			}
			if (value instanceof Boolean bool) {
				return BigDecimal.valueOf(bool ? 10 : 0, 1);
			}
			if (!isInteger(value)) {
				return value;
			}
			BigDecimal nearest = nearest((Number) value);
			return (nearest.compareTo(new BigDecimal(value.toString())) == 0) ? nearest : value;
		}

		private static boolean isInteger(Object value) {
			return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
		}

		private static BigDecimal nearest(Number integer) {
			return (integer instanceof Integer) ? BigDecimal.valueOf(integer.longValue()).setScale(1)
					: (BigDecimal) Objects.requireNonNull(JsonObject.normalize(integer.doubleValue()));
		}

		private static @Nullable Object integer(@Nullable Object value, Pass pass) {
			if (value == null || isInteger(value)) {
				return (value != null) ? value : INVALID;
			}
			pass.atMost(Fit.CONVERTED);
			if (value instanceof Boolean bool) {
				return bool ? 1 : 0;
			}
			try {
				if (value instanceof BigDecimal decimal && decimal.scale() > -MOST_DIGITS) {
					return JsonObject.normalize(decimal.toBigIntegerExact());
				}
				if (value instanceof String string) {
					return JsonObject.normalize(new BigInteger(string.strip()));
				}
			}
			catch (ArithmeticException | NumberFormatException ex) {
				return INVALID;
			}
			return INVALID;
		}

		private static @Nullable Object floating(@Nullable Object value, Pass pass) {
			if (value == null || value instanceof BigDecimal) {
				return (value != null) ? value : INVALID;
			}
			if (isInteger(value)) {
				pass.atMost(Fit.WIDENED);
				return nearest((Number) value);
			}
			pass.atMost(Fit.CONVERTED);
			if (value instanceof Boolean bool) {
				return BigDecimal.valueOf(bool ? 10 : 0, 1);
			}
			try {
				return (value instanceof String string) ? JsonObject.normalize(new BigDecimal(string.strip()))
						: INVALID;
			}
			catch (NumberFormatException ex) {
				return INVALID;
			}
		}

		private static @Nullable Object bool(@Nullable Object value, Pass pass) {
			if (value == null || value instanceof Boolean) {
				return (value != null) ? value : INVALID;
			}
			pass.atMost(Fit.CONVERTED);
			if (value instanceof String string) {
				String word = string.toLowerCase(Locale.ROOT);
				return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : INVALID;
			}
			if (value instanceof Integer || value instanceof BigDecimal) {
				double number = ((Number) value).doubleValue();
				return (number == 1) ? Boolean.TRUE : (number == 0) ? Boolean.FALSE : INVALID;
			}
			return INVALID;
		}

		enum Kind {

			ANY, NULL, STR, INT, FLOAT, BOOL

		}

	}

	/**
	 * One of some strings.
	 */
	static final class Literal extends Shape {

		private final Set<String> values;

		private final String first;

		Literal(Set<String> values) {
			this.values = values;
			this.first = values.iterator().next();
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return (value instanceof String string && (string.equals(this.first) || this.values.contains(string)))
					? value : INVALID;
		}

	}

	/**
	 * An array whose elements have one type.
	 */
	static final class Array extends Shape {

		private final Shape element;

		Array(Shape element) {
			this.element = element;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return (value instanceof List<?> list) ? read(list, pass, true) : INVALID;
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			return (value instanceof List<?> list) ? read(list, pass, false) : value;
		}

		private Object read(List<?> list, Pass pass, boolean validate) {
			@Nullable Object[] read = null;
			for (int i = 0; i < list.size(); i++) {
				Object value = list.get(i);
				Object dumped = validate ? this.element.validate(value, pass) : this.element.construct(value, pass);
				if (dumped == INVALID) {
					return INVALID;
				}
				if (dumped != value) {
					read = (read != null) ? read : list.toArray();
					read[i] = dumped;
				}
			}
			return (read != null) ? Collections.unmodifiableList(Arrays.asList(read)) : list;
		}

	}

	/**
	 * An object with any keys, whose values have one type.
	 */
	static final class Dictionary extends Shape {

		private final Shape value;

		Dictionary(Shape value) {
			this.value = value;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return (value instanceof JsonObject object) ? read(object, pass, true) : INVALID;
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			return (value instanceof JsonObject object) ? read(object, pass, false) : value;
		}

		private Object read(JsonObject object, Pass pass, boolean validate) {
			JsonObject read = object;
			for (int i = 0; i < object.size(); i++) {
				Object entry = object.valueAt(i);
				Object dumped = validate ? this.value.validate(entry, pass) : this.value.construct(entry, pass);
				if (dumped == INVALID) {
					return INVALID;
				}
				if (dumped != entry) {
					read = read.with(object.keyAt(i), dumped);
				}
			}
			return read;
		}

	}

	/**
	 * One of several types.
	 */
	static final class Union extends Shape {

		private final Shape[] members;

		private final @Nullable String discriminator;

		private final boolean nullable;

		/**
		 * The members by discriminator. Filled when all models are known.
		 */
		private Map<String, Model> variants = Map.of();

		/**
		 * Whether {@link #variants} has all members, so that only one of them can fit.
		 */
		private boolean exclusive;

		Union(List<Shape> members, @Nullable String discriminator) {
			this.members = members.toArray(Shape[]::new);
			this.discriminator = discriminator;
			this.nullable = members.stream()
				.anyMatch((member) -> member instanceof Scalar scalar && scalar.kind == Scalar.Kind.NULL);
		}

		void link() {
			String name = (this.discriminator != null) ? this.discriminator : "type";
			Map<String, Model> found = new HashMap<>();
			int expected = 0;
			boolean onlyModels = true;
			for (Shape member : this.members) {
				Literal literal = (member instanceof Model model) ? model.requiredLiteral(name) : null;
				if (literal != null) {
					literal.values.forEach((value) -> found.put(value, (Model) member));
					expected += literal.values.size();
				}
				else if (!(member instanceof Scalar scalar && scalar.kind == Scalar.Kind.NULL)) {
					onlyModels = false;
				}
			}
			this.exclusive = onlyModels && !found.isEmpty() && found.size() == expected;
			this.variants = (this.exclusive || this.discriminator != null) ? found : Map.of();
		}

		private @Nullable Model variant(Object value) {
			String name = (this.discriminator != null) ? this.discriminator : "type";
			return (value instanceof JsonObject object && object.get(name) instanceof String string)
					? this.variants.get(string) : null;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			if (value == null && this.nullable) {
				return null;
			}
			if (value != null && this.exclusive) {
				Model variant = variant(value);
				return (variant != null) ? variant.validate(value, pass) : INVALID;
			}
			return validateBest(value, pass);
		}

		/**
		 * The "smart mode" of pydantic: the first member that fits exactly without being
		 * a model, otherwise the one with the most fields set, otherwise the best fit,
		 * otherwise the first.
		 */
		private @Nullable Object validateBest(@Nullable Object value, Pass pass) {
			Fit fitBefore = pass.fit;
			int fieldsBefore = pass.fieldsSet;
			Object best = INVALID;
			Fit bestFit = Fit.EXACT;
			int bestFields = -1;
			for (Shape member : this.members) {
				pass.fit = Fit.EXACT;
				pass.fieldsSet = -1;
				Object read = member.validate(value, pass);
				if (read != INVALID && (best == INVALID || isBetter(pass, bestFit, bestFields))) {
					best = read;
					bestFit = pass.fit;
					bestFields = pass.fieldsSet;
					if (bestFit == Fit.EXACT && bestFields < 0) {
						break;
					}
				}
			}
			pass.fit = fitBefore;
			pass.fieldsSet = fieldsBefore;
			if (best != INVALID) {
				pass.atMost(bestFit);
				if (bestFields >= 0) {
					pass.addFieldsSet(bestFields);
				}
			}
			return best;
		}

		private static boolean isBetter(Pass pass, Fit bestFit, int bestFields) {
			if (bestFields >= 0 && pass.fieldsSet >= 0 && bestFields != pass.fieldsSet) {
				return bestFields < pass.fieldsSet;
			}
			return bestFit.compareTo(pass.fit) < 0;
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			Object valid = validate(value, pass);
			if (valid != INVALID) {
				return valid;
			}
			Model variant = (value != null && this.discriminator != null) ? variant(value) : null;
			return ((variant != null) ? variant : this.members[0]).construct(value, pass);
		}

	}

	/**
	 * An object with known fields, and any others after them.
	 */
	static final class Model extends Shape {

		private static final int MOST_FIELDS = Long.SIZE;

		private final String name;

		private Field[] fields = {};

		private String[] names = {};

		private @Nullable Object[] defaults = {};

		private long required;

		/**
		 * The position of the literal that is checked before everything else, or -1.
		 */
		private int tag = -1;

		/**
		 * A hash table of the keys on the wire, and the position of the field of each. A
		 * field is known by its own name too, so that a dump is read as what it dumps.
		 */
		private @Nullable String[] keys = {};

		private int[] positions = {};

		private boolean aliased;

		/**
		 * The keys of the last object with extras, which mostly are the same ones.
		 */
		private volatile String[] namesWithExtras = {};

		Model(String name) {
			this.name = name;
		}

		void define(List<Field> fields) {
			if (fields.size() > MOST_FIELDS) {
				throw new IllegalStateException(this.name + " has more than " + MOST_FIELDS + " fields");
			}
			this.fields = fields.toArray(Field[]::new);
			this.names = fields.stream().map(Field::name).toArray(String[]::new);
			this.defaults = fields.stream().map(Field::defaultValue).toArray();
			int capacity = Integer.highestOneBit(Math.max(fields.size(), 1)) * 4;
			this.keys = new String[capacity];
			this.positions = new int[capacity];
			for (int i = 0; i < this.fields.length; i++) {
				Field field = this.fields[i];
				this.required |= field.required() ? 1L << i : 0;
				this.aliased |= !field.key().equals(field.name());
				if (field.required() && field.shape() instanceof Literal && field.name().equals("type")) {
					this.tag = i;
				}
				place(field.key(), i);
			}
			for (int i = 0; i < this.fields.length; i++) {
				if (position(this.fields[i].name()) < 0) {
					place(this.fields[i].name(), i);
				}
			}
		}

		private void place(String key, int position) {
			int mask = this.keys.length - 1;
			int slot = key.hashCode() & mask;
			while (this.keys[slot] != null) {
				slot = (slot + 1) & mask;
			}
			this.keys[slot] = key;
			this.positions[slot] = position;
		}

		@Nullable Literal requiredLiteral(String name) {
			for (Field field : this.fields) {
				if (field.name().equals(name) && field.required() && field.shape() instanceof Literal literal) {
					return literal;
				}
			}
			return null;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return (value instanceof JsonObject object) ? read(object, pass, true) : INVALID;
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			if (value instanceof List<?> list && !list.isEmpty()) {
				return new Array(new Entries(this)).construct(list, pass);
			}
			return (value instanceof JsonObject object) ? read(object, pass, false) : value;
		}

		private Object read(JsonObject wire, Pass pass, boolean validate) {
			int size = wire.size();
			@Nullable Object[] values = this.defaults.clone();
			long present = 0;
			int known = 0;
			int last = -1;
			boolean ordered = true;
			for (int i = 0; i < size; i++) {
				int position = position(wire.keyAt(i));
				if (position >= 0) {
					ordered &= position > last && known == i;
					last = position;
					known++;
					present |= 1L << position;
					values[position] = wire.valueAt(i);
				}
			}
			if (validate) {
				if ((present & this.required) != this.required || (this.tag >= 0
						&& this.fields[this.tag].shape().validate(values[this.tag], pass) == INVALID)) {
					return INVALID;
				}
				pass.atMost(Fit.CONVERTED);
				pass.addFieldsSet(known);
			}
			boolean unchanged = ordered && !this.aliased;
			for (long rest = present; rest != 0; rest &= rest - 1) {
				int position = Long.numberOfTrailingZeros(rest);
				Object value = values[position];
				Object dumped = field(this.fields[position], value, pass, validate);
				if (dumped == INVALID) {
					return INVALID;
				}
				if (dumped != value) {
					values[position] = dumped;
					unchanged = false;
				}
			}
			if (unchanged && (known == this.names.length || !pass.everything)) {
				return wire;
			}
			if (this.aliased || !pass.everything) {
				return dump(wire, values, pass.everything ? -1L : present, validate);
			}
			return (size == known) ? JsonObject.ofShared(this.names, values)
					: dumpWithExtras(wire, values, size - known);
		}

		private static @Nullable Object field(Field field, @Nullable Object value, Pass pass, boolean validate) {
			if (validate) {
				return field.shape().validate(value, pass);
			}
			return (value != null) ? field.shape().construct(value, pass) : field.defaultValue();
		}

		private JsonObject dumpWithExtras(JsonObject wire, @Nullable Object[] values, int extras) {
			int count = values.length;
			String[] keys = this.namesWithExtras;
			boolean same = keys.length == count + extras;
			@Nullable Object[] entries = Arrays.copyOf(values, count + extras);
			for (int i = 0; count < entries.length; i++) {
				String key = wire.keyAt(i);
				if (position(key) < 0) {
					if (same && !keys[count].equals(key)) {
						same = false;
					}
					entries[count++] = wire.valueAt(i);
				}
			}
			if (!same) {
				keys = namesWithExtras(wire, extras);
				this.namesWithExtras = keys;
			}
			return JsonObject.ofShared(keys, entries);
		}

		private String[] namesWithExtras(JsonObject wire, int extras) {
			int count = this.names.length;
			String[] keys = Arrays.copyOf(this.names, count + extras);
			for (int i = 0; count < keys.length; i++) {
				if (position(wire.keyAt(i)) < 0) {
					keys[count++] = wire.keyAt(i);
				}
			}
			return keys;
		}

		private JsonObject dump(JsonObject wire, @Nullable Object[] values, long dumped, boolean validated) {
			int capacity = values.length + wire.size();
			String[] keys = new String[capacity];
			@Nullable Object[] entries = new Object[capacity];
			int count = 0;
			for (int i = 0; i < values.length; i++) {
				if ((dumped & (1L << i)) != 0) {
					keys[count] = this.names[i];
					entries[count++] = values[i];
				}
			}
			for (int i = 0; i < wire.size(); i++) {
				if (isExtra(wire.keyAt(i), validated)) {
					keys[count] = wire.keyAt(i);
					entries[count++] = wire.valueAt(i);
				}
			}
			return JsonObject.ofShared(Arrays.copyOf(keys, count), Arrays.copyOf(entries, count));
		}

		/**
		 * Whether a key on the wire is dumped after the fields. A key that is an alias
		 * is, when constructed, both a field and an extra.
		 */
		private boolean isExtra(String key, boolean validated) {
			if (this.aliased) {
				return (position(key) < 0 || !validated) && !Arrays.asList(this.names).contains(key);
			}
			return position(key) < 0;
		}

		private int position(String key) {
			int mask = this.keys.length - 1;
			int slot = key.hashCode() & mask;
			while (true) {
				String candidate = this.keys[slot];
				if (candidate == null) {
					return -1;
				}
				if (candidate.equals(key)) {
					return this.positions[slot];
				}
				slot = (slot + 1) & mask;
			}
		}

		/**
		 * A field of a model.
		 *
		 * @param name its name, under which it is dumped
		 * @param key its name on the wire
		 * @param shape its type
		 * @param required whether validation needs it
		 * @param defaultValue its value when the wire lacks it
		 */
		record Field(String name, String key, Shape shape, boolean required, @Nullable Object defaultValue) {
		}

	}

	/**
	 * The entries of an array where the client expects a model: objects become that
	 * model, everything else stays.
	 */
	private static final class Entries extends Shape {

		private final Model model;

		Entries(Model model) {
			this.model = model;
		}

		@Override
		@Nullable Object validate(@Nullable Object value, Pass pass) {
			return INVALID;
		}

		@Override
		@Nullable Object construct(@Nullable Object value, Pass pass) {
			return (value instanceof JsonObject) ? this.model.construct(value, pass) : value;
		}

	}

}
