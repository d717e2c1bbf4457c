package io.connectionmanager.spring;

import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose peer is there or not, as the test says.
 *
 * @param <C> the type of the connection
 */
public class FakeConnector<C> implements Connector<C> {

	private final Supplier<C> connections;

	private final List<C> opened = new CopyOnWriteArrayList<>();

	private final List<C> closed = new CopyOnWriteArrayList<>();

	private final List<ConnectionAttempt> attempts = new CopyOnWriteArrayList<>();

	private volatile @Nullable Exception refusal;

	public FakeConnector(Supplier<C> connections) {
		this.connections = connections;
	}

	public FakeConnector<C> refusing() {
		return refusing(new ConnectException("Connection refused"));
	}

	public FakeConnector<C> refusing(Exception refusal) {
		this.refusal = refusal;
		return this;
	}

	public FakeConnector<C> accepting() {
		this.refusal = null;
		return this;
	}

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		this.attempts.add(attempt);
		Exception refusal = this.refusal;
		if (refusal != null) {
			throw refusal;
		}
		C connection = this.connections.get();
		this.opened.add(connection);
		attempt.connected();
		return connection;
	}

	@Override
	public void close(C connection) {
		this.closed.add(connection);
	}

	public void lose(Throwable cause) {
		lastAttempt().disconnected(cause);
	}

	public ConnectionAttempt lastAttempt() {
		return this.attempts.get(this.attempts.size() - 1);
	}

	public List<ConnectionAttempt> attempts() {
		return this.attempts;
	}

	public List<C> opened() {
		return this.opened;
	}

	public List<C> closed() {
		return this.closed;
	}

}
