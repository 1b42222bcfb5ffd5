package io.mockagents.sample.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * Sends those who end an address with a slash to the one without, with the method and the
 * body they came with.
 */
@Configuration(proxyBeanMethods = false)
class TrailingSlashes {

	@Bean
	UrlHandlerFilter trailingSlashFilter() {
		return UrlHandlerFilter
			.trailingSlashHandler("/projects/**", "/sessions/**", "/messages/**", "/diffs/**", "/health/**", "/docs/**")
			.redirect(HttpStatus.TEMPORARY_REDIRECT)
			.build();
	}

}
