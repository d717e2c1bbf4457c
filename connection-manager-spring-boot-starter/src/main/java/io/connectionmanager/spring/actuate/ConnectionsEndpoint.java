package io.connectionmanager.spring.actuate;

import java.time.Clock;
import java.util.Comparator;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows what there is to know of connections, and lets
 * operators connect them anew, stop and start them. It answers from memory: no connection
 * is touched, and nothing is waited for.
 */
@Endpoint(id = "connections", defaultAccess = Access.READ_ONLY)
public class ConnectionsEndpoint {

	private final ConnectionManagers managers;

	private final ConnectionDescriptors descriptors;

	/**
	 * Creates the endpoint.
	 * @param managers the managers of the connections
	 * @param journals the journals that are kept of them
	 * @param clock the clock that outages are measured by while they last
	 */
	public ConnectionsEndpoint(ConnectionManagers managers, ConnectionJournals journals, Clock clock) {
		this.managers = managers;
		this.descriptors = new ConnectionDescriptors(journals, clock);
	}

	/**
	 * Shows all connections in short.
	 * @return the connections
	 */
	@ReadOperation
	public ConnectionsDescriptor connections() {
		return new ConnectionsDescriptor(this.managers.stream()
			.sorted(Comparator.comparing(ConnectionManager::name))
			.map(this.descriptors::summary)
			.toList());
	}

	/**
	 * Shows all that is known of one connection.
	 * @param name the name of the connection
	 * @return the connection, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable ConnectionDescriptor connection(@Selector String name) {
		return this.managers.find(name).map(this.descriptors::describe).orElse(null);
	}

	/**
	 * Does something to a connection. What comes of it is not waited for.
	 * @param name the name of the connection
	 * @param operation what to do
	 * @return the connection just afterwards
	 * @throws java.util.NoSuchElementException if there is none of that name
	 */
	@WriteOperation
	public ConnectionSummary operate(@Selector String name, ConnectionOperation operation) {
		ConnectionManager<?> manager = this.managers.get(name);
		operation.applyTo(manager);
		return this.descriptors.summary(manager);
	}

}
