package io.mockagents.test;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;

/**
 * Lets the thread of a request work for the test that its header names.
 */
final class TestIdentityFilter implements Filter, Ordered {

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String id = (request instanceof HttpServletRequest http) ? http.getHeader(TestIdentity.HEADER) : null;
		if (id == null) {
			chain.doFilter(request, response);
			return;
		}
		String before = TestIdentity.current();
		TestIdentity.set(id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			TestIdentity.set(before);
		}
	}

}
