package io.mockagents.sample.web;

import java.util.Map;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/**
 * Gives the errors that never reach a controller the same body as all others.
 */
@Component
class DetailErrorAttributes extends DefaultErrorAttributes {

	@Override
	public Map<String, Object> getErrorAttributes(WebRequest webRequest, ErrorAttributeOptions options) {
		Object error = super.getErrorAttributes(webRequest, options).get("error");
		return Map.of("detail", (error != null) ? error : "Error");
	}

}
