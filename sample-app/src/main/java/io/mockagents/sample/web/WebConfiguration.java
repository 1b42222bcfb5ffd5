package io.mockagents.sample.web;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
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
		configurer.strategies(List
			.of((request) -> Stream.concat(accepted(header, request).stream(), Stream.of(MediaType.ALL)).toList()));
	}

	private static List<MediaType> accepted(HeaderContentNegotiationStrategy header, NativeWebRequest request) {
		try {
			return header.resolveMediaTypes(request);
		}
		catch (HttpMediaTypeNotAcceptableException ex) {
			// The header names no types
			return List.of();
		}
	}

	@Override
	public void addViewControllers(ViewControllerRegistry registry) {
		registry.addViewController("/docs").setViewName("forward:/docs/index.html");
	}

}
