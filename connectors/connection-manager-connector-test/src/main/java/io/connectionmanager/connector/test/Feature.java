package io.connectionmanager.connector.test;

/**
 * Something that a protocol or a connector may lack. The tests of a
 * {@link ConnectorContract#unsupported() missing feature} are skipped with the reason.
 */
public enum Feature {

	/**
	 * Connections over TLS.
	 */
	TLS,

	/**
	 * A user name and a password, or either of them.
	 */
	CREDENTIALS,

	/**
	 * The peer has to answer before a connection without TLS is ready.
	 */
	HANDSHAKE,

	/**
	 * The peer can send messages, which reach a consumer of the application by way of
	 * {@link ConnectorContract#messageReceived()}.
	 */
	MESSAGES,

	/**
	 * Messages continue to arrive after a consumer has thrown an error.
	 */
	FAILING_CONSUMER,

	/**
	 * A consumer that blocks is interrupted when the manager is stopped.
	 */
	INTERRUPTED_CONSUMER,

	/**
	 * A peer that refuses a connection can say when to come back.
	 */
	RETRY_HINT

}
