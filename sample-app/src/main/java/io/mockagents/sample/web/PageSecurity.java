package io.mockagents.sample.web;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers how little the pages may do: they run the scripts and styles that are
 * served with them, talk to this service, and are part of no other page. The one that
 * describes the API makes styles and pictures of its own.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String DOCS_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
		.replace("img-src 'self'", "img-src 'self' data:");

	static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

	static final String NO_SNIFF = "nosniff";

	@Bean
	FilterRegistrationBean<OncePerRequestFilter> pageSecurityFilter() {
		return filter(POLICY, "/", "/index.html", "/page/*");
	}

	@Bean
	FilterRegistrationBean<OncePerRequestFilter> docsSecurityFilter() {
		return filter(DOCS_POLICY, "/docs/*");
	}

	/**
	 * Nothing that is served is something else than it says, errors included.
	 */
	@Bean
	FilterRegistrationBean<OncePerRequestFilter> contentTypeFilter() {
		var registration = new FilterRegistrationBean<OncePerRequestFilter>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				response.setHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
				chain.doFilter(request, response);
			}

		});
		registration.addUrlPatterns("/*");
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	private static FilterRegistrationBean<OncePerRequestFilter> filter(String policy, String... urlPatterns) {
		var registration = new FilterRegistrationBean<OncePerRequestFilter>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				response.setHeader("Content-Security-Policy", policy);
				response.setHeader("Referrer-Policy", "no-referrer");
				chain.doFilter(request, response);
			}

		});
		registration.addUrlPatterns(urlPatterns);
		return registration;
	}

}
