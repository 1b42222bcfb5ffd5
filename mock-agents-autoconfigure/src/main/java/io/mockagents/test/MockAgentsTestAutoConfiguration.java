package io.mockagents.test;

import io.mockagents.autoconfigure.MockAgentsAutoConfiguration;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.ConfigurableMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcConfigurer;
import org.springframework.web.context.WebApplicationContext;

/**
 * Auto-configuration of the contexts of kit tests: finds the test of a run, and carries
 * its identity over HTTP and to executors of Spring Boot.
 */
@AutoConfiguration(before = MockAgentsAutoConfiguration.class)
public final class MockAgentsTestAutoConfiguration {

	@Bean
	TestRunOwners mockAgentsTestRunOwners() {
		return new TestRunOwners();
	}

	@Bean
	TaskDecorator mockAgentsTestTaskDecorator() {
		return TestIdentity::carried;
	}

	/**
	 * The identity of requests that arrive.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Filter.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		TestIdentityFilter mockAgentsTestIdentityFilter() {
			return new TestIdentityFilter();
		}

	}

	/**
	 * The identity of requests that {@code MockMvc} makes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, MockMvcBuilderCustomizer.class })
	static class MockMvcConfiguration {

		@Bean
		MockMvcBuilderCustomizer mockAgentsTestMockMvcBuilderCustomizer() {
			return (builder) -> builder.apply(new MockMvcConfigurer() {

				@Override
				public @Nullable RequestPostProcessor beforeMockMvcCreated(ConfigurableMockMvcBuilder<?> builder,
						@Nullable WebApplicationContext context) {
					return (request) -> {
						String id = TestIdentity.current();
						if (id != null) {
							request.addHeader(TestIdentity.HEADER, id);
						}
						return request;
					};
				}

			});
		}

	}

	/**
	 * The identity of requests that {@code RestTestClient} makes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientHttpRequestInterceptor.class, RestTestClientBuilderCustomizer.class })
	static class RestTestClientConfiguration {

		@Bean
		RestTestClientBuilderCustomizer mockAgentsTestRestTestClientBuilderCustomizer() {
			return (builder) -> builder.requestInterceptor(identity());
		}

		@Bean
		static BeanPostProcessor mockAgentsTestRestTemplatePostProcessor() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof TestRestTemplate template) {
						template.getRestTemplate().getInterceptors().add(identity());
					}
					return bean;
				}

			};
		}

		private static ClientHttpRequestInterceptor identity() {
			return (request, body, execution) -> {
				String id = TestIdentity.current();
				if (id != null) {
					request.getHeaders().set(TestIdentity.HEADER, id);
				}
				return execution.execute(request, body);
			};
		}

	}

}
