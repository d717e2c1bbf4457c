package io.connectionmanager;

import java.util.Locale;

/**
 * The kind of failure that ended an attempt or a connection: a small, closed vocabulary,
 * which history, metrics, events and logs share.
 *
 * @see FailureClassifier
 */
public enum FailureKind {

	/**
	 * Nothing listens at the endpoint. If it is a file, such as a socket or a device, it
	 * does not exist.
	 */
	REFUSED,

	/**
	 * There is no route to the host, or no local address to connect from.
	 */
	UNREACHABLE,

	/**
	 * The host name could not be resolved.
	 */
	UNRESOLVED,

	/**
	 * The attempt took too long.
	 */
	TIMEOUT,

	/**
	 * The connection was reset by the peer's system or by something in between.
	 */
	RESET,

	/**
	 * The connection was closed normally: by the peer, or without a reason given.
	 */
	CLOSED_BY_PEER,

	/**
	 * The peer refused the credentials, or the peer or the system denied access.
	 */
	AUTHENTICATION,

	/**
	 * A secure channel could not be established: a certificate, a protocol version, a
	 * cipher.
	 */
	TLS,

	/**
	 * The connector reported that retrying is pointless.
	 */
	REJECTED,

	/**
	 * The peer violated the protocol.
	 */
	PROTOCOL,

	/**
	 * The peer fell silent while the connection was up.
	 */
	LIVENESS,

	/**
	 * The lease of an exclusive connection could not be renewed in time.
	 */
	LEASE,

	/**
	 * The connection was given up on request.
	 */
	REQUESTED,

	/**
	 * Anything else.
	 */
	OTHER;

	/**
	 * Returns the word that is displayed for this kind, such as {@code refused} or
	 * {@code closed-by-peer}.
	 * @return the word, in lower case
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
