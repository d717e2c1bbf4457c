package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.OpenInterceptor;

/**
 * A connector that is not just called: it opens without blocking a worker, or something
 * runs around each opening. Most managers have none of this, and no object for it.
 *
 * @param connector the connector
 * @param asyncOpener opens without blocking, or {@code null}
 * @param interceptor runs around each opening, or {@code null}
 * @param <C> the type of the connection
 */
record ConnectorParts<C>(Connector<C> connector, @Nullable AsyncOpener<C> asyncOpener,
		@Nullable OpenInterceptor interceptor) implements Connector<C> {

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return this.connector.open(attempt);
	}

	@Override
	public void close(C connection) throws Exception {
		this.connector.close(connection);
	}

}
