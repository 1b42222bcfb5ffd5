package io.mockagents.sample.socket;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Serves the sockets on the port of everything else.
 */
@Configuration(proxyBeanMethods = false)
class SocketConfiguration {

	@Bean
	ServletRegistrationBean<SocketServlet> socketServlet(SocketServer server, SimpleAsyncTaskExecutorBuilder executor) {
		var servlet = new SocketServlet(server, executor.threadNamePrefix("socket-client-").build());
		return new ServletRegistrationBean<>(servlet, SocketServlet.PATH + "/*");
	}

}
