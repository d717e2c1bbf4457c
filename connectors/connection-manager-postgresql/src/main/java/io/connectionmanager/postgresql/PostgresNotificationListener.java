package io.connectionmanager.postgresql;

import org.postgresql.PGNotification;

import io.connectionmanager.ConnectionUnusableException;

/**
 * Receives the notifications of a connection. An application supplies it as a bean, or to
 * the builder of {@link PostgresConnector}.
 * <ul>
 * <li><b>Threads.</b> Called on a thread of the connection, one call at a time and in the
 * order of arrival. While a call blocks, further notifications wait in the buffers of the
 * connection; the connection is not given up for it. A call that outlasts its connection
 * may overlap with calls of the next one. If the manager closes the connection, the call
 * under way is interrupted after half a second.</li>
 * <li><b>Exceptions.</b> An exception is logged, and the next notification is delivered.
 * A {@link ConnectionUnusableException} gives the connection up.</li>
 * <li><b>Gaps.</b> PostgreSQL does not keep notifications for a session that is not
 * there: whatever is sent between two connections is lost.</li>
 * </ul>
 */
@FunctionalInterface
public interface PostgresNotificationListener {

	/**
	 * Receives a notification.
	 * @param notification the notification, with its channel and its payload
	 */
	void onNotification(PGNotification notification);

}
