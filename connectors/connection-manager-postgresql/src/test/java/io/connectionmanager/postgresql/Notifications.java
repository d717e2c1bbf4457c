package io.connectionmanager.postgresql;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.postgresql.PGNotification;

/**
 * Remembers notifications.
 */
final class Notifications implements PostgresNotificationListener {

	private final List<String> received = new CopyOnWriteArrayList<>();

	@Override
	public void onNotification(PGNotification notification) {
		this.received.add(notification.getName() + "=" + notification.getParameter());
	}

	List<String> received() {
		return this.received;
	}

}
