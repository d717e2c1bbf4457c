package io.connectionmanager.sample.server;

/**
 * Something else listens on the port of the price server.
 */
class PriceServerPortInUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int port;

	PriceServerPortInUseException(int port, Throwable cause) {
		super("Port %d is already in use".formatted(port), cause);
		this.port = port;
	}

	int port() {
		return this.port;
	}

}
