package io.connectionmanager;

import java.util.Locale;

/**
 * What kind of failure ended an attempt or a connection: a small, closed vocabulary, used
 * alike in history, metrics, events and logs.
 *
 * @see FailureClassifier
 */
public enum FailureKind {

	/**
	 * Nobody listens there.
	 */
	REFUSED,

	/**
	 * There is no way to there.
	 */
	UNREACHABLE,

	/**
	 * The name of the host is not known.
	 */
	UNRESOLVED,

	/**
	 * The attempt took too long.
	 */
	TIMEOUT,

	/**
	 * The connection was torn down: by the peer's system, or by something in between.
	 */
	RESET,

	/**
	 * The peer ended the connection in an orderly way.
	 */
	CLOSED_BY_PEER,

	/**
	 * The peer does not take us for who we say we are, or does not let us in.
	 */
	AUTHENTICATION,

	/**
	 * No secure channel: a certificate, a protocol version, a cipher.
	 */
	TLS,

	/**
	 * Trying again is pointless, says the connector.
	 */
	REJECTED,

	/**
	 * The peer said what makes no sense.
	 */
	PROTOCOL,

	/**
	 * A connection that was up has fallen silent.
	 */
	LIVENESS,

	/**
	 * Somebody asked for it.
	 */
	REQUESTED,

	/**
	 * Anything else.
	 */
	OTHER;

	/**
	 * Returns the word for this kind, as it is shown: {@code refused},
	 * {@code closed-by-peer}.
	 * @return the word, in lower case
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
