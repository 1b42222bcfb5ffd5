package io.mockagents.sample.web;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves what there is whatever type a client would rather accept, and shows people the
 * description of the API at {@code /docs}.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

	@Override
	public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
		HeaderContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();
		configurer.strategies(
				List.of((request) -> Stream.concat(header.resolveMediaTypes(request).stream(), Stream.of(MediaType.ALL))
					.toList()));
	}

	@Override
	public void addViewControllers(ViewControllerRegistry registry) {
		registry.addViewController("/docs").setViewName("forward:/docs/index.html");
	}

}
