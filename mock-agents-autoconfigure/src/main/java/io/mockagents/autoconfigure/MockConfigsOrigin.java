package io.mockagents.autoconfigure;

import org.springframework.boot.origin.Origin;

/**
 * Where in the JSON of {@code OPENAI_MOCK_CONFIGS} a property comes from.
 *
 * @param key the key in the JSON
 * @param line the line of the value, from 1
 * @param column the column of the value, from 1
 * @param source where the JSON comes from
 */
record MockConfigsOrigin(MockConfigsKey key, int line, int column, Origin source) implements Origin {

	@Override
	public Origin getParent() {
		return this.source;
	}

	@Override
	public String toString() {
		return "key '" + this.key.key() + "', line " + this.line + ", column " + this.column + " of "
				+ MockConfigs.describe(this.source);
	}

}
