package io.connectionmanager.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.connector.ListenerCalls;

/**
 * Waits for the notifications of a connection and passes them on, until the connection
 * ends.
 */
final class NotificationLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PostgresConnector.class);

	/**
	 * How long one call of the driver waits. It returns at once when a notification
	 * arrives, but locks out everyone else who uses the connection until then.
	 */
	private static final int WAIT_MILLIS = 100;

	/** The lock of the driver is not fair: whoever waits for it needs a gap. */
	private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final ConnectionAttempt attempt;

	private final PGConnection connection;

	private final PostgresNotificationListener listener;

	private final ListenerCalls calls = new ListenerCalls();

	private volatile boolean stopped;

	NotificationLoop(ConnectionAttempt attempt, PGConnection connection, PostgresNotificationListener listener) {
		this.attempt = attempt;
		this.connection = connection;
		this.listener = listener;
	}

	void start() {
		Thread thread = ConnectorThreads.likeCurrent("connection-manager-" + this.attempt.name() + "-notifications",
				this);
		thread.setContextClassLoader(this.listener.getClass().getClassLoader());
		thread.start();
	}

	void stop() {
		this.stopped = true;
	}

	/** Ends the call of the listener that is under way, however long it takes. */
	void endCall(Duration grace) throws InterruptedException {
		this.calls.end(grace);
	}

	@Override
	public void run() {
		try {
			while (!this.stopped) {
				PGNotification[] notifications = this.connection.getNotifications(WAIT_MILLIS);
				if (notifications.length > 0) {
					this.attempt.alive();
					deliver(notifications);
				}
				else {
					LockSupport.parkNanos(isInTransaction() ? TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS) : GAP_NANOS);
				}
			}
		}
		catch (Throwable ex) {
			if (!this.stopped) {
				this.attempt.disconnected((ex instanceof SQLException) ? PostgresFailures.translate(ex) : ex);
			}
		}
	}

	/** Then, the driver does not wait. */
	private boolean isInTransaction() {
		return ((BaseConnection) this.connection).getTransactionState() != TransactionState.IDLE;
	}

	private void deliver(PGNotification[] notifications) {
		for (PGNotification notification : notifications) {
			if (this.stopped || !this.calls.begin()) {
				return;
			}
			try {
				this.listener.onNotification(notification);
			}
			catch (ConnectionUnusableException ex) {
				throw ex;
			}
			catch (Throwable ex) {
				logger.warn("Listener {} of connection '{}' failed on a notification of channel '{}'",
						this.listener.getClass().getName(), this.attempt.name(), notification.getName(),
						Masking.standard().mask(ex));
			}
			finally {
				// Without an interrupt, which would turn waiting into a busy loop.
				this.calls.finish();
			}
		}
	}

}
