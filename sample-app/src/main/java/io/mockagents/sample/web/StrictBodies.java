package io.mockagents.sample.web;

import java.util.List;

import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Does not coerce the values of requests: {@code 5} is not text.
 */
@Configuration(proxyBeanMethods = false)
class StrictBodies {

	@Bean
	JsonMapperBuilderCustomizer typesAsSent() {
		return (builder) -> builder.withCoercionConfig(LogicalType.Textual,
				(config) -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
					.forEach((shape) -> config.setCoercion(shape, CoercionAction.Fail)));
	}

}
