package io.connectionmanager.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.connectionmanager.ConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a connection.
 */
public enum ConnectionOperation {

	/**
	 * Replace the connection, or end the current delay.
	 */
	RECONNECT,

	/**
	 * Stop the connection until it is started again.
	 */
	STOP,

	/**
	 * Start connecting.
	 */
	START;

	void applyTo(ConnectionManager<?> manager) {
		switch (this) {
			case RECONNECT -> manager.reconnect();
			case STOP -> manager.stop();
			case START -> manager.start();
		}
	}

	static @Nullable ConnectionOperation find(@Nullable String name) {
		for (ConnectionOperation operation : values()) {
			if (operation.name().equalsIgnoreCase(name)) {
				return operation;
			}
		}
		return null;
	}

	static List<String> names() {
		List<String> names = new ArrayList<>();
		for (ConnectionOperation operation : values()) {
			names.add(operation.toString());
		}
		return names;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
