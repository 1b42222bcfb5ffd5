package io.mockagents.sample.web;

import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

/**
 * Answers {@code GET /mockagents} with plain JSON as everything else, whatever a client
 * accepts.
 */
@Configuration(proxyBeanMethods = false)
class EndpointMediaType {

	@Bean
	EndpointMediaTypes endpointMediaTypes() {
		return new EndpointMediaTypes(MediaType.APPLICATION_JSON_VALUE);
	}

}
