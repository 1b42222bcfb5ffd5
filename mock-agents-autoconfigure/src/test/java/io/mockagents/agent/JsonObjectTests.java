package io.mockagents.agent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The ordered JSON object.
 */
class JsonObjectTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void keepsItsKeysInTheOrderInWhichTheyWerePut() {
		JsonObject object = JsonObject.of("type", "message", "id", "msg_1", "content", List.of());
		assertThat(object.keySet()).containsExactly("type", "id", "content");
		assertThat(object.with("id", "msg_2").with("status", null).keySet()).containsExactly("type", "id", "content",
				"status");
		assertThat(object.without("id").keySet()).containsExactly("type", "content");
	}

	@Test
	void isSerializedAndReadWithoutLosingOrderOrNulls() {
		String json = "{\"b\":1,\"a\":null,\"c\":{\"z\":[1,\"x\",null,true],\"y\":1.5},\"d\":\"é\"}";
		JsonObject object = this.mapper.readValue(json, JsonObject.class);
		assertThat(this.mapper.writeValueAsString(object)).isEqualTo(json);
		assertThat(object.object("c").array("z")).containsExactly(1, "x", null, true);
	}

	@Test
	void numbersReadAsPythonPrintsThem() {
		JsonObject object = JsonObject.of("created_at", 1772323200.0, "whole", new BigDecimal("2"), "small", 0.1f,
				"long", 4_000_000_000L, "int", 7L, "big", new BigInteger("99999999999999999999"));
		assertThat(this.mapper.writeValueAsString(object)).isEqualTo("{\"created_at\":1772323200.0,\"whole\":2.0,"
				+ "\"small\":0.1,\"long\":4000000000,\"int\":7,\"big\":99999999999999999999}");
		assertThat(object.integer("int")).isEqualTo(7);
	}

	@Test
	void isACopy() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		Map<String, @Nullable Object> inner = new LinkedHashMap<>(Map.of("a", 1));
		map.put("inner", inner);
		JsonObject object = JsonObject.copyOf(map);
		inner.put("a", 2);
		map.clear();
		assertThat(object.object("inner").integer("a")).isEqualTo(1);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> object.put("b", 1));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> JsonObject.of("list", Arrays.asList(1, 2)).array("list").add(3));
	}

	@Test
	void equalsAnyMapOfTheSameEntries() {
		assertThat(JsonObject.of("a", 1, "b", "x")).isEqualTo(Map.of("b", "x", "a", 1))
			.hasSameHashCodeAs(Map.of("b", "x", "a", 1))
			.isNotEqualTo(JsonObject.of("a", 1));
	}

	@Test
	void saysWhatIsMissingAndWhatIsThereInstead() {
		JsonObject object = JsonObject.of("id", 5, "name", null);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> object.string("id"))
			.withMessageContaining("'id'")
			.withMessageContaining("5");
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> object.string("name"))
			.withMessageContaining("null");
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> object.object("nope"))
			.withMessageContaining("nothing");
		assertThat(object.stringOrNull("id")).isNull();
		assertThat(object.objects("nope")).isEmpty();
	}

	@Test
	void refusesWhatHasNoPlaceInJson() {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.of("thread", new Object()))
			.withMessageContaining("java.lang.Object");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.of("a", 1, "a", 2))
			.withMessageContaining("Duplicate key 'a'");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.of("a")).withMessageContaining("no value");
	}

}
