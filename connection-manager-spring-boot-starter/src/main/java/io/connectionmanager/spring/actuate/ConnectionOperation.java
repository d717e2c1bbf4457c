package io.connectionmanager.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveGroup;
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
	START,

	/**
	 * Hand an exclusive connection over to another replica.
	 */
	HAND_OVER;

	void applyTo(ConnectionManager<?> manager) {
		switch (this) {
			case RECONNECT -> manager.reconnect();
			case STOP -> manager.stop();
			case START -> manager.start();
			case HAND_OVER -> handOver(manager);
		}
	}

	private static void handOver(ConnectionManager<?> manager) {
		ExclusiveGroup group = manager.exclusiveGroup()
			.orElseThrow(() -> new IllegalStateException("Connection '%s' is not exclusive".formatted(manager.name())));
		if (group.claim(manager.name()).filter((claim) -> claim.role() == ClaimSnapshot.Role.HOLDER).isEmpty()) {
			throw new IllegalStateException("Connection '%s' is not held by this replica".formatted(manager.name()));
		}
		CompletableFuture<Boolean> outcome = manager.handOver().toCompletableFuture();
		if (outcome.isDone() && !outcome.join()) {
			throw new IllegalStateException(
					"Connection '%s' cannot be handed over: no other replica is up".formatted(manager.name()));
		}
	}

	static @Nullable ConnectionOperation find(@Nullable String name) {
		for (ConnectionOperation operation : values()) {
			if (operation.toString().equalsIgnoreCase(name) || operation.name().equalsIgnoreCase(name)) {
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
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
