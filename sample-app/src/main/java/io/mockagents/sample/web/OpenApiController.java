package io.mockagents.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The description of the HTTP API, in the format of OpenAPI 3.1.
 */
@RestController
class OpenApiController {

	private final Map<String, Object> description;

	OpenApiController() throws IOException {
		try (InputStream yaml = new ClassPathResource("openapi/openapi.yaml").getInputStream()) {
			this.description = new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {
			});
		}
	}

	@GetMapping("/openapi.json")
	Map<String, Object> description() {
		return this.description;
	}

}
