package io.connectionmanager.sample.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the price server can be told to do wrong, and how to stop it.
 */
public enum Fault {

	/**
	 * Close all connections, once.
	 */
	CUT,

	/**
	 * Close all connections and the listening socket, as a server that is restarted.
	 */
	REFUSE,

	/**
	 * Accept, and keep connections, but say nothing on any of them.
	 */
	SILENT,

	/**
	 * Close all connections, and each new one as soon as it is accepted.
	 */
	DROP,

	/**
	 * Accept, and keep connections, but say what is not of the protocol on all of them.
	 */
	GARBLE,

	/**
	 * Do nothing wrong.
	 */
	HEAL;

	static Optional<Fault> named(String name) {
		return Arrays.stream(values()).filter((fault) -> fault.toString().equals(name)).findFirst();
	}

	static String names() {
		return Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
