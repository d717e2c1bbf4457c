package io.connectionmanager.postgresql.application;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.postgresql.PostgresNotificationListener;
import org.postgresql.PGNotification;

import org.springframework.stereotype.Component;

@Component
class OrdersListener implements PostgresNotificationListener {

	private final List<String> orders = new CopyOnWriteArrayList<>();

	@Override
	public void onNotification(PGNotification notification) {
		this.orders.add(notification.getParameter());
	}

	List<String> orders() {
		return this.orders;
	}

}
