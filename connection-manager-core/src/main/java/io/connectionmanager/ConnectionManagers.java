package io.connectionmanager;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * A registry of named managers. Safe for use by many threads; managers may be added and
 * removed at any time. It neither starts nor closes them.
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
	 * @return the manager, or empty if there is none of that name
	 */
	public Optional<ConnectionManager<?>> find(String name) {
		return Optional.ofNullable(this.managers.get(name));
	}

	/**
	 * Returns a manager that must be there.
	 * @param <C> the type that the caller knows the connection to have; it is not checked
	 * @param name the name of the connection
	 * @return the manager
	 * @throws NoSuchElementException if there is none of that name; the message lists
	 * those that there are
	 */
	@SuppressWarnings("unchecked")
	public <C> ConnectionManager<C> get(String name) {
		ConnectionManager<?> manager = this.managers.get(name);
		if (manager == null) {
			throw new NoSuchElementException(
					"No connection '%s'; there are %s".formatted(name, new TreeSet<>(this.managers.keySet())));
		}
		return (ConnectionManager<C>) manager;
	}

	/**
	 * Adds a manager under its name.
	 * @param <C> the type of the connection
	 * @param manager the manager
	 * @return the manager
	 * @throws IllegalStateException if there is another one of that name
	 */
	public <C> ConnectionManager<C> add(ConnectionManager<C> manager) {
		ConnectionManager<?> present = this.managers.putIfAbsent(manager.name(), manager);
		if (present != null && present != manager) {
			throw new IllegalStateException("There is a connection '%s' already".formatted(manager.name()));
		}
		return manager;
	}

	/**
	 * Removes a manager. It goes on as it is: closing it is up to the caller.
	 * @param name the name of the connection
	 * @return the manager, or empty if there was none of that name
	 */
	public Optional<ConnectionManager<?>> remove(String name) {
		return Optional.ofNullable(this.managers.remove(name));
	}

	/**
	 * Returns the managers there are now, in no particular order.
	 * @return the managers
	 */
	public Stream<ConnectionManager<?>> stream() {
		return this.managers.values().stream();
	}

}
