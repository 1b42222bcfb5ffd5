package io.mockagents.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on this machine or another. While it is cut,
 * neither existing connections nor new ones hold. Its port stays, whatever server it
 * leads to.
 */
public final class TcpProxy implements AutoCloseable {

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private volatile InetSocketAddress target;

	private volatile boolean cut;

	public TcpProxy(String host, int port) {
		this.target = new InetSocketAddress(host, port);
		try {
			this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	public void cut() {
		this.cut = true;
		this.sockets.forEach(TcpProxy::close);
	}

	public void restore() {
		this.cut = false;
	}

	/**
	 * Lead new connections to another port.
	 */
	public void leadTo(int port) {
		this.target = new InetSocketAddress(this.target.getHostString(), port);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			if (this.cut) {
				close(client);
				continue;
			}
			start(() -> connect(client));
		}
	}

	private void connect(Socket client) throws IOException {
		Socket upstream = new Socket();
		this.sockets.add(client);
		this.sockets.add(upstream);
		try {
			upstream.connect(this.target);
			client.setTcpNoDelay(true);
			upstream.setTcpNoDelay(true);
			start(() -> pump(upstream, client));
			if (this.cut) {
				cut();
			}
			pump(client, upstream);
		}
		finally {
			end(client, upstream);
		}
	}

	private void pump(Socket from, Socket to) throws IOException {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		finally {
			end(from, to);
		}
	}

	private void end(Socket... connection) {
		for (Socket socket : connection) {
			close(socket);
			this.sockets.remove(socket);
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
