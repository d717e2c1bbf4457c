package io.connectionmanager.jdk;

/**
 * A stream of server-sent events that is being received. Its events go to the
 * {@link EventStreamListener}. Thread-safe.
 */
public interface EventStream extends AutoCloseable {

	/**
	 * Returns whether events are being received.
	 * @return {@code false} once the stream has ended or was closed
	 */
	boolean isOpen();

	/**
	 * Returns the ID of the latest event, which the next attempt sends to the server.
	 * @return the ID, or an empty text
	 */
	String lastEventId();

	/**
	 * Closes the stream. No event is delivered any more, except that a call of the
	 * listener may be under way. The manager reconnects, unless it closes the stream
	 * itself.
	 */
	@Override
	void close();

}
