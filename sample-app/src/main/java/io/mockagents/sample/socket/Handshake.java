package io.mockagents.sample.socket;

/**
 * The first packet of a connection. The protocol's library leaves out how much a client
 * may send.
 */
final class Handshake {

	private static final String OPEN = "0{";

	private Handshake() {
	}

	/**
	 * Add how much a client may send.
	 * @param packets what is sent to a client
	 * @return the packets, completed if the first is a handshake
	 */
	static String complete(String packets) {
		return packets.startsWith(OPEN)
				? packets.replaceFirst("}", ", \"maxPayload\": " + SocketServer.MAX_PAYLOAD + "}") : packets;
	}

}
