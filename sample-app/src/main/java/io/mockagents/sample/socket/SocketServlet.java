package io.mockagents.sample.socket;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

import io.socket.engineio.server.EngineIoServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Takes the requests of clients: those of the polling transport, and those that open a
 * websocket. Which origins they may come from is not its business: they pass the filter
 * that all requests pass.
 */
final class SocketServlet extends HttpServlet {

	static final String PATH = "/socket.io";

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(SocketServlet.class);

	private final transient SocketServer server;

	private final transient EngineIoServer engine;

	private final transient Executor executor;

	/**
	 * Create a servlet.
	 * @param server what answers
	 * @param executor runs what may block, without letting others wait
	 */
	SocketServlet(SocketServer server, Executor executor) {
		this.server = server;
		this.engine = server.engine();
		this.executor = executor;
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		String path = request.getPathInfo();
		if (path != null && !path.equals("/")) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
		else if (request.getParameter("sid") == null && this.server.isClosed()) {
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		}
		else if (request.getParameter("sid") == null && !"4".equals(request.getParameter("EIO"))) {
			refuse(response, 5, "Unsupported protocol version");
		}
		else if ("websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
			upgrade(request, response);
		}
		else if (request.getMethod().equals("GET") || request.getMethod().equals("POST")) {
			poll(request, response);
		}
		else {
			response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
		}
	}

	private void poll(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] body = request.getInputStream().readNBytes(SocketServer.MAX_PAYLOAD + 1);
		if (body.length > SocketServer.MAX_PAYLOAD) {
			response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
			return;
		}
		PollingRequest polling = new PollingRequest(request, body);
		try {
			this.engine.handleRequest(polling, new PollingResponse(response, polling, this.executor));
		}
		catch (RuntimeException ex) {
			// What is sent there is not checked before it is read
			logger.debug("A request that does not follow the protocol", ex);
			if (polling.context() == null) {
				refuse(response, 3, "Bad request");
			}
		}
	}

	private void upgrade(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		ServerContainer container = (ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName());
		ServerEndpointConfig config = ServerEndpointConfig.Builder.create(WebSocketEndpoint.class, PATH)
			.configurator(new Configurator(new WebSocketEndpoint(query(request), headers(request))))
			.build();
		try {
			container.upgradeHttpToWebSocket(request, response, config, Map.of());
		}
		catch (DeploymentException ex) {
			throw new ServletException(ex);
		}
	}

	private static Map<String, String> query(HttpServletRequest request) {
		Map<String, String> query = new TreeMap<>();
		request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
		return query;
	}

	private static Map<String, List<String>> headers(HttpServletRequest request) {
		Map<String, List<String>> headers = new LinkedCaseInsensitiveMap<>();
		Collections.list(request.getHeaderNames())
			.forEach((name) -> headers.put(name, Collections.list(request.getHeaders(name))));
		return headers;
	}

	private static void refuse(HttpServletResponse response, int code, String message) throws IOException {
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getWriter().write("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
	}

	/**
	 * Takes the messages of one websocket.
	 */
	private final class WebSocketEndpoint extends Endpoint {

		private final Map<String, String> query;

		private final Map<String, List<String>> headers;

		private @Nullable WebSocketConnection connection;

		WebSocketEndpoint(Map<String, String> query, Map<String, List<String>> headers) {
			this.query = query;
			this.headers = headers;
		}

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			var opened = new WebSocketConnection(session, this.query, this.headers, SocketServlet.this.executor,
					SocketServer.CAPACITY);
			this.connection = opened;
			session.addMessageHandler(new WholeMessages.OfText(session, opened));
			session.addMessageHandler(new WholeMessages.OfBytes(session, opened));
			SocketServlet.this.engine.handleWebSocket(opened);
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			if (this.connection != null) {
				this.connection.closed();
			}
		}

		@Override
		public void onError(Session session, Throwable failure) {
			logger.debug("A websocket failed", failure);
		}

	}

	/**
	 * Gives a websocket its endpoint.
	 */
	private static final class Configurator extends ServerEndpointConfig.Configurator {

		private final WebSocketEndpoint endpoint;

		Configurator(WebSocketEndpoint endpoint) {
			this.endpoint = endpoint;
		}

		@Override
		public <T> T getEndpointInstance(Class<T> type) {
			return type.cast(this.endpoint);
		}

	}

}
