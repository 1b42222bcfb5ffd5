package io.mockagents.sample.web;

import java.io.IOException;
import java.io.PrintWriter;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Gives the errors that never reach the application, such as those of addresses that are
 * none, the same body as all others.
 */
public final class DetailReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		try {
			response.setHeader(PageSecurity.CONTENT_TYPE_OPTIONS, PageSecurity.NO_SNIFF);
			response.setContentType(MediaType.APPLICATION_JSON_VALUE);
			PrintWriter writer = response.getReporter();
			if (writer != null) {
				Detail detail = Detail.of(HttpStatusCode.valueOf(response.getStatus()));
				writer.write(JsonCodec.write(JsonObject.of("detail", detail.detail())));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			// The client is gone
		}
	}

	@Component
	static final class Customizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

		@Override
		public void customize(ConfigurableTomcatWebServerFactory factory) {
			factory.addContextCustomizers((context) -> ((StandardHost) context.getParent())
				.setErrorReportValveClass(DetailReportValve.class.getName()));
		}

	}

}
