package io.mockagents.sample.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine or another. While it is cut,
 * neither existing connections nor new ones hold.
 */
class TcpProxy implements AutoCloseable {

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private final String host;

	private final int port;

	private volatile boolean cut;

	TcpProxy(String host, int port) {
		this.host = host;
		this.port = port;
		try {
			this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	void cut() {
		this.cut = true;
		this.sockets.forEach(TcpProxy::close);
	}

	void restore() {
		this.cut = false;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			if (this.cut) {
				close(client);
				continue;
			}
			Socket upstream = new Socket(this.host, this.port);
			client.setTcpNoDelay(true);
			upstream.setTcpNoDelay(true);
			this.sockets.add(client);
			this.sockets.add(upstream);
			start(() -> pump(client, upstream));
			start(() -> pump(upstream, client));
			if (this.cut) {
				cut();
			}
		}
	}

	private void pump(Socket from, Socket to) throws IOException {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		finally {
			close(from);
			close(to);
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Closed all the same
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of the ends was closed
			}
		}, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		cut();
	}

	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

}
