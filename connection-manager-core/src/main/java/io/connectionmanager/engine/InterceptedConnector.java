package io.connectionmanager.engine;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.OpenInterceptor;

/**
 * A connector that opens through an interceptor.
 *
 * @param connector the connector
 * @param interceptor wraps each opening
 * @param <C> the type of the connection
 */
record InterceptedConnector<C>(Connector<C> connector, OpenInterceptor interceptor) implements Connector<C> {

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return this.interceptor.open(attempt, () -> this.connector.open(attempt));
	}

	@Override
	public void close(C connection) throws Exception {
		this.connector.close(connection);
	}

}
