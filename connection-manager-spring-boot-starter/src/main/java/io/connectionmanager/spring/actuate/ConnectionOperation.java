package io.connectionmanager.spring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to a connection.
 */
public enum ConnectionOperation {

	/**
	 * Connect anew: drop the connection that there is, or do not wait any longer.
	 */
	RECONNECT(ConnectionManager::reconnect),

	/**
	 * Let go of the connection, until it is started again.
	 */
	STOP(ConnectionManager::stop),

	/**
	 * Start connecting.
	 */
	START(ConnectionManager::start);

	private final Consumer<ConnectionManager<?>> action;

	ConnectionOperation(Consumer<ConnectionManager<?>> action) {
		this.action = action;
	}

	void applyTo(ConnectionManager<?> manager) {
		this.action.accept(manager);
	}

	static Optional<ConnectionOperation> named(@Nullable String name) {
		return Arrays.stream(values()).filter((operation) -> operation.name().equalsIgnoreCase(name)).findFirst();
	}

	static List<String> names() {
		return Arrays.stream(values()).map(ConnectionOperation::toString).toList();
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
