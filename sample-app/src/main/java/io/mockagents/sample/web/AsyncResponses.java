package io.mockagents.sample.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Responses that threads of the application write, while the web server may end them
 * because their client is gone.
 */
public final class AsyncResponses {

	private static final Log logger = LogFactory.getLog(AsyncResponses.class);

	private AsyncResponses() {
	}

	/**
	 * End a response, unless the web server has done so.
	 * @param completion ends it; an {@link IllegalStateException} that it throws says
	 * that there is nothing left to end
	 */
	public static void end(Runnable completion) {
		try {
			completion.run();
		}
		catch (IllegalStateException ex) {
			logger.debug("A client left before its response was complete", ex);
		}
	}

}
