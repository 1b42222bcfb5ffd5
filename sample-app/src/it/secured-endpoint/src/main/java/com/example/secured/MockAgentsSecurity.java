package com.example.secured;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Lets developers read and change the mock.
 */
@Configuration(proxyBeanMethods = false)
class MockAgentsSecurity {

	@Bean
	@Order(0)
	SecurityFilterChain mockAgentsFilterChain(HttpSecurity http) {
		return http.securityMatcher(EndpointRequest.to("mockagents"))
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("DEVELOPER"))
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

}
