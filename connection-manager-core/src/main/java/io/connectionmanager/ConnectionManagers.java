package io.connectionmanager;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * A registry of managers by name. Thread-safe; managers may be added and removed at any
 * time. The registry neither starts nor closes them.
 */
public final class ConnectionManagers {

	private final ConcurrentMap<String, ConnectionManager<?>> managers = new ConcurrentHashMap<>();

	/**
	 * Creates an empty registry.
	 */
	public ConnectionManagers() {
	}

	/**
	 * Finds a manager.
	 * @param name the name of the connection
	 * @return the manager, or empty if there is none with that name
	 */
	public Optional<ConnectionManager<?>> find(String name) {
		return Optional.ofNullable(this.managers.get(name));
	}

	/**
	 * Returns a manager, which must exist.
	 * @param <C> the type of the connection, which is not checked
	 * @param name the name of the connection
	 * @return the manager
	 * @throws NoSuchElementException if there is none with that name. The message lists
	 * the existing names
	 */
	@SuppressWarnings("unchecked")
	public <C> ConnectionManager<C> get(String name) {
		ConnectionManager<?> manager = this.managers.get(name);
		if (manager == null) {
			throw new NoSuchElementException("No connection '%s'; existing connections: %s".formatted(name,
					new TreeSet<>(this.managers.keySet())));
		}
		return (ConnectionManager<C>) manager;
	}

	/**
	 * Adds a manager under its name.
	 * @param <C> the type of the connection
	 * @param manager the manager
	 * @return the manager
	 * @throws IllegalStateException if the registry has another manager with that name
	 */
	public <C> ConnectionManager<C> add(ConnectionManager<C> manager) {
		ConnectionManager<?> present = this.managers.putIfAbsent(manager.name(), manager);
		if (present != null && present != manager) {
			throw new IllegalStateException("Connection '%s' already exists".formatted(manager.name()));
		}
		return manager;
	}

	/**
	 * Removes a manager, without stopping or closing it.
	 * @param name the name of the connection
	 * @return the manager, or empty if there was none with that name
	 */
	public Optional<ConnectionManager<?>> remove(String name) {
		return Optional.ofNullable(this.managers.remove(name));
	}

	/**
	 * Returns the current managers, in no particular order.
	 * @return the managers
	 */
	public Stream<ConnectionManager<?>> stream() {
		return this.managers.values().stream();
	}

}
