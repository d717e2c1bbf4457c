package io.connectionmanager.jdk;

/**
 * Receives the events of a connection.
 * <ul>
 * <li><b>Threads.</b> Called on a thread of the HTTP client. It may block: nothing more
 * is read meanwhile, and the server is slowed down. A listener that is slow does not
 * cause a loss. If the manager closes the connection, the call under way is interrupted
 * after half a second.</li>
 * <li><b>Ordering.</b> One call at a time, in the order of the events, also when the
 * connection has been replaced during a call: the events of the next connection
 * wait.</li>
 * <li><b>Exceptions.</b> An exception is logged, and the next event is delivered. A
 * {@link io.connectionmanager.ConnectionUnusableException} gives the connection up, and a
 * {@link io.connectionmanager.ConnectionRejectedException} also ends the retrying.</li>
 * </ul>
 */
@FunctionalInterface
public interface EventStreamListener {

	/**
	 * Called for each event. Its ID counts as the last one received from now on: an event
	 * is delivered once, even if this method throws an exception.
	 * @param event the event
	 */
	void onEvent(ServerSentEvent event);

}
