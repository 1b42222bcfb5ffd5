package io.mockagents.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.MapPropertySource;

/**
 * The {@code mock-agents.*} properties that the JSON of {@code OPENAI_MOCK_CONFIGS} sets.
 */
final class MockConfigsPropertySource extends MapPropertySource implements OriginLookup<String> {

	/**
	 * The name of the property source.
	 */
	static final String NAME = MockConfigs.NAME + " (JSON)";

	private final Map<String, Origin> origins;

	MockConfigsPropertySource(Map<String, Object> properties, Map<String, Origin> origins) {
		super(NAME, properties);
		this.origins = Map.copyOf(origins);
	}

	@Override
	public @Nullable Origin getOrigin(String property) {
		return this.origins.get(property);
	}

}
