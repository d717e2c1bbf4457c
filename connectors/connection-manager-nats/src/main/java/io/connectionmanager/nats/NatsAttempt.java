package io.connectionmanager.nats;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ServerAddress;

/**
 * What is known about the connection of an attempt. The client reports here, on whichever
 * thread it happens; nothing here blocks. Thread-safe.
 */
final class NatsAttempt {

	private final ConnectionAttempt attempt;

	private final ServerAddress server;

	/** What led to the end: the first failure, and the others are its consequences. */
	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	/** What the server said is more telling than how its end of the line looked. */
	private volatile @Nullable String serverError;

	private volatile boolean opening = true;

	/** The thread that the client blocks while it connects. Guarded by this object. */
	private @Nullable Thread opener;

	/** Guarded by this object. */
	private boolean wokenUp;

	private volatile boolean abandoned;

	private volatile boolean closedByApplication;

	private volatile @Nullable WatchedDataPort dataPort;

	NatsAttempt(ConnectionAttempt attempt, ServerAddress server) {
		this.attempt = attempt;
		this.server = server;
	}

	/** The client hands its options to a data port, and nothing else. */
	static NatsAttempt of(Options options) {
		if (options.getErrorListener() instanceof AttemptErrorListener listener) {
			return listener.attempt();
		}
		throw new IllegalStateException("The data port belongs to no attempt");
	}

	String hostName() {
		return this.server.host();
	}

	/** Called for each address of the host: what the one before has failed of is over. */
	void connecting(WatchedDataPort dataPort) {
		this.dataPort = dataPort;
		this.failure.set(null);
		this.closedByApplication = false;
		if (this.abandoned) {
			throw new CancellationException("The attempt was abandoned");
		}
	}

	synchronized void opening() {
		this.opener = Thread.currentThread();
	}

	/** Takes back an interrupt that came from here. */
	synchronized void opened() {
		this.opening = false;
		this.opener = null;
		if (this.wokenUp) {
			Thread.interrupted();
		}
	}

	private synchronized void wakeUp() {
		if (this.opener != null) {
			this.wokenUp = true;
			this.opener.interrupt();
		}
	}

	void abandon() {
		this.abandoned = true;
		WatchedDataPort dataPort = this.dataPort;
		if (dataPort != null) {
			try {
				dataPort.abort();
			}
			catch (IOException ex) {
				// It is closed in any case.
			}
		}
	}

	void alive() {
		this.attempt.alive();
	}

	void failed(Throwable cause) {
		if (!this.closedByApplication && !(cause instanceof CancellationException)) {
			this.failure.compareAndSet(null, NatsFailures.ofClient(cause));
		}
	}

	void serverError(String text) {
		if (NatsFailures.isFatal(text)) {
			this.serverError = text;
		}
		else {
			this.attempt.detail("last error", text);
		}
	}

	/** The socket has come to its end, as the reader of the client sees it. */
	void ended(Connection connection, Throwable cause) {
		failed(cause);
		if (!this.opening) {
			lost();
			return;
		}
		// The client would wait for an answer until its timeout. Closing cancels that,
		// unless
		// it begins to wait at the same moment.
		NatsThreads.workers().execute(() -> {
			try {
				connection.close();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				wakeUp();
			}
		});
	}

	/** The client closes the socket: after a failure, or because it was asked to. */
	void closing() {
		if (this.failure.get() == null) {
			this.closedByApplication = true;
		}
	}

	void event(ConnectionListener.Events event) {
		switch (event) {
			case DISCONNECTED, CLOSED -> {
				if (!this.opening) {
					lost();
				}
			}
			case LAME_DUCK -> this.attempt.detail("lame duck", true);
			default -> {
				// CONNECTED is when the client returns; it never reconnects.
			}
		}
	}

	private void lost() {
		Throwable cause = cause();
		if (cause == null && this.closedByApplication) {
			cause = new ConnectionFailedException(FailureKind.REQUESTED, "The application closed the connection", null);
		}
		this.attempt.disconnected(cause);
	}

	/** Why the connection could not be opened. */
	Throwable failureOr(Throwable thrown) {
		Throwable cause = cause();
		return (cause != null) ? cause : NatsFailures.ofClient(thrown);
	}

	private @Nullable Throwable cause() {
		String text = this.serverError;
		return (text != null) ? NatsFailures.ofServer(text) : this.failure.get();
	}

	@Override
	public String toString() {
		return "connection '%s'".formatted(this.attempt.name());
	}

}
