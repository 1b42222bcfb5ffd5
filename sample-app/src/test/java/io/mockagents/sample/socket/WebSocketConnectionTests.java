package io.mockagents.sample.socket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link WebSocketConnection}. What it leaves to other threads runs when a test
 * says so.
 */
class WebSocketConnectionTests {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Session session = mock();

	private final RemoteEndpoint.Basic remote = mock();

	private final List<String> closed = new ArrayList<>();

	private WebSocketConnection connection;

	@BeforeEach
	void create() {
		given(this.session.getBasicRemote()).willReturn(this.remote);
		Executor executor = this.tasks::add;
		this.connection = new WebSocketConnection(this.session, Map.of(), Map.of(), executor, 10);
		this.connection.on("close", (args) -> this.closed.add("closed"));
	}

	@Test
	void writingDoesNotSend() throws IOException {
		this.connection.write("one");
		verify(this.remote, never()).sendText(anyString());
		runTasks();
		verify(this.remote).sendText("one");
	}

	@Test
	void messagesAreSentInOrderByOneThread() throws IOException {
		willAnswer((invocation) -> {
			this.connection.write("three");
			return null;
		}).given(this.remote).sendText("one");
		this.connection.write("one");
		this.connection.write("two");
		assertThat(this.tasks).hasSize(1);
		runTasks();
		var order = inOrder(this.remote);
		order.verify(this.remote).sendText("one");
		order.verify(this.remote).sendText("two");
		order.verify(this.remote).sendText("three");
	}

	@Test
	void clientForWhichTooMuchWaitsIsRefusedMore() throws IOException {
		this.connection.write("01234567");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.connection.write("890"))
			.withMessage("The client does not read its messages");
	}

	@Test
	void largeMessageIsSentIfNothingWaits() throws IOException {
		this.connection.write("0123456789ABCDEF");
		runTasks();
		verify(this.remote).sendText("0123456789ABCDEF");
		this.connection.write("01234567");
		runTasks();
		verify(this.remote).sendText("01234567");
	}

	@Test
	void closingSendsWhatWaits() throws IOException {
		this.connection.write("one");
		this.connection.close();
		assertThat(this.closed).as("told without waiting for the client").hasSize(1);
		runTasks();
		var order = inOrder(this.remote, this.session);
		order.verify(this.remote).sendText("one");
		order.verify(this.session).close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.connection.write("two"));
	}

	@Test
	void closingAnIdleConnectionClosesTheWebSocket() throws IOException {
		this.connection.close();
		this.connection.close();
		runTasks();
		verify(this.session).close();
		assertThat(this.closed).hasSize(1);
	}

	@Test
	void clientThatCannotBeReachedIsClosed() throws IOException {
		willThrow(IOException.class).given(this.remote).sendText("one");
		this.connection.write("one");
		this.connection.write("two");
		runTasks();
		verify(this.remote, never()).sendText("two");
		verify(this.session).close();
		assertThat(this.closed).hasSize(1);
	}

	@Test
	void clientThatHasGoneIsClosed() {
		this.connection.closed();
		this.connection.closed();
		assertThat(this.closed).hasSize(1);
	}

	private void runTasks() {
		Runnable task;
		while ((task = this.tasks.poll()) != null) {
			task.run();
		}
	}

}
