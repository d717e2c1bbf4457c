package io.connectionmanager.spring.actuate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that shows connections, and lets operators reconnect, stop,
 * start and hand them over. It answers from memory, and never touches a connection or
 * waits.
 * <p>
 * {@link ConnectionsEndpointWebExtension} and {@link ConnectionsEndpointJmxExtension}
 * provide the operations on a single connection.
 */
@Endpoint(id = "connections", defaultAccess = Access.READ_ONLY)
public class ConnectionsEndpoint {

	private final ConnectionManagers managers;

	private final ConnectionDescriptors descriptors;

	/**
	 * Creates the endpoint.
	 * @param managers the managers of the connections
	 * @param recorders the recorders of these managers
	 * @param clock the clock that measures ongoing outages
	 */
	public ConnectionsEndpoint(ConnectionManagers managers, ConnectionRecorders recorders, Clock clock) {
		this.managers = managers;
		this.descriptors = new ConnectionDescriptors(recorders, clock);
	}

	/**
	 * Returns a summary of all connections.
	 * @return the connections
	 */
	@ReadOperation
	public ConnectionsDescriptor connections() {
		List<ConnectionSummary> connections = new ArrayList<>();
		Set<ExclusiveGroup> groups = new LinkedHashSet<>();
		this.managers.stream().forEach((manager) -> {
			connections.add(this.descriptors.summary(manager));
			manager.exclusiveGroup().ifPresent(groups::add);
		});
		connections.sort(Comparator.comparing(ConnectionSummary::name));
		return new ConnectionsDescriptor(connections, groups.isEmpty() ? null
				: groups.stream().map((group) -> ExclusiveDescriptors.describe(group.snapshot())).toList());
	}

	/**
	 * Returns a full description of one connection.
	 * @param name the name of the connection
	 * @return the connection, or {@code null} if there is none of that name
	 */
	public @Nullable ConnectionDescriptor connection(String name) {
		return this.managers.find(name).map(this.descriptors::describe).orElse(null);
	}

	/**
	 * Performs an operation on a connection. Does not wait for its outcome.
	 * @param name the name of the connection
	 * @param operation the operation
	 * @return the connection after the call
	 * @throws java.util.NoSuchElementException if there is none of that name
	 * @throws IllegalStateException if the connection is closed, or cannot be handed over
	 */
	public ConnectionSummary operate(String name, ConnectionOperation operation) {
		ConnectionManager<?> manager = this.managers.get(name);
		if (manager.snapshot().state() == ConnectionState.CLOSED) {
			throw new IllegalStateException("Connection '%s' is closed".formatted(name));
		}
		operation.applyTo(manager);
		return this.descriptors.summary(manager);
	}

	ConnectionManagers managers() {
		return this.managers;
	}

}
