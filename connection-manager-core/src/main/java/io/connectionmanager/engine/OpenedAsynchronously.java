package io.connectionmanager.engine;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;

/**
 * A connector that the engine opens without blocking a worker.
 *
 * @param connector closes; opens only when something other than the engine calls it
 * @param opener opens
 * @param <C> the type of the connection
 */
record OpenedAsynchronously<C>(Connector<C> connector, AsyncOpener<C> opener) implements Connector<C> {

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return this.connector.open(attempt);
	}

	@Override
	public void close(C connection) throws Exception {
		this.connector.close(connection);
	}

}
