package io.connectionmanager.engine.machine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.engine.machine.Effect.CancelTimer;
import io.connectionmanager.engine.machine.Effect.CloseConnection;
import io.connectionmanager.engine.machine.Effect.EndAttempt;

/**
 * A state of the machine. Each record holds only what is valid in that state.
 *
 * @param <T> what stands for a connection
 */
public sealed interface State<T> {

	/**
	 * Returns the data kept across states.
	 * @return the progress
	 */
	RetryProgress progress();

	/**
	 * Returns when the {@link #publicState() public} state was entered.
	 * @return the time of the ticker, in nanoseconds
	 */
	long since();

	/**
	 * Returns this state as users see it.
	 * @return the public state
	 */
	ConnectionState publicState();

	/**
	 * Returns this state with different progress.
	 * @param progress the progress
	 * @return the state
	 */
	State<T> with(RetryProgress progress);

	/**
	 * Returns when this state ends on its own.
	 * @return the deadline, or {@code null} if it does not
	 */
	default @Nullable Deadline deadline() {
		return null;
	}

	/**
	 * Returns the effects of leaving this state: no timer, permit, running {@code open}
	 * or connection may be left behind.
	 * @return the effects
	 */
	default List<Effect<T>> exitEffects() {
		return (deadline() != null) ? List.of(new CancelTimer<>()) : List.of();
	}

	/** The manager is stopped, and there is no connection. */
	record Stopped<T>(RetryProgress progress, long since) implements State<T> {

		@Override
		public ConnectionState publicState() {
			return ConnectionState.STOPPED;
		}

		@Override
		public State<T> with(RetryProgress progress) {
			return new Stopped<>(progress, this.since);
		}

	}

	/** An attempt has begun. */
	sealed interface Connecting<T> extends State<T> {

		@Override
		default ConnectionState publicState() {
			return ConnectionState.CONNECTING;
		}

	}

	/**
	 * The attempt waits until an earlier connection is closed, or its close grace has
	 * expired. There is no deadline while {@code close} still has to be called for some
	 * connection.
	 */
	record AwaitingClose<T>(RetryProgress progress, long since, @Nullable Deadline deadline) implements Connecting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new AwaitingClose<>(progress, this.since, this.deadline);
		}

	}

	/** The attempt waits for its permit; its timeout has not begun. */
	record AwaitingPermit<T>(RetryProgress progress, long since) implements Connecting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new AwaitingPermit<>(progress, this.since);
		}

		@Override
		public List<Effect<T>> exitEffects() {
			return List.of(new EndAttempt<>(this.progress.generation(), false));
		}

	}

	/** The attempt has its permit and waits for a worker; its timeout has not begun. */
	record AwaitingWorker<T>(RetryProgress progress, long since) implements Connecting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new AwaitingWorker<>(progress, this.since);
		}

		@Override
		public List<Effect<T>> exitEffects() {
			return List.of(new EndAttempt<>(this.progress.generation(), false));
		}

	}

	/**
	 * {@code open} has been called, and the timeout runs.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Attempting<T> extends Connecting<T> {

		/**
		 * Returns when {@code open} was called.
		 * @return the time of the ticker, in nanoseconds
		 */
		long openCalledAt();

		@Override
		Deadline deadline();

		/**
		 * Returns whether {@code open} is still running.
		 * @return whether it has not returned
		 */
		default boolean isOpenRunning() {
			return true;
		}

		/**
		 * Describes how far the attempt has come.
		 * @return a clause
		 */
		String progressText();

		@Override
		default List<Effect<T>> exitEffects() {
			return List.of(new CancelTimer<>(), new EndAttempt<>(progress().generation(), false));
		}

	}

	/** {@code open} is running. */
	record Opening<T>(RetryProgress progress, long since, long openCalledAt,
			Deadline deadline) implements Attempting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new Opening<>(progress, this.since, this.openCalledAt, this.deadline);
		}

		@Override
		public String progressText() {
			return "open has not returned";
		}

	}

	/** {@code open} is running, and the connection is ready already. */
	record OpeningReady<T>(RetryProgress progress, long since, long openCalledAt,
			Deadline deadline) implements Attempting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new OpeningReady<>(progress, this.since, this.openCalledAt, this.deadline);
		}

		@Override
		public String progressText() {
			return "connected was signalled, but open has not returned";
		}

	}

	/** {@code open} has returned a connection that is not ready yet. */
	record Opened<T>(RetryProgress progress, long since, long openCalledAt, Deadline deadline,
			T connection) implements Attempting<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new Opened<>(progress, this.since, this.openCalledAt, this.deadline, this.connection);
		}

		@Override
		public boolean isOpenRunning() {
			return false;
		}

		@Override
		public String progressText() {
			return "open has returned, but connected was never signalled";
		}

		@Override
		public List<Effect<T>> exitEffects() {
			return List.of(new CancelTimer<>(), new EndAttempt<>(this.progress.generation(), false),
					new CloseConnection<>(this.connection));
		}

	}

	/**
	 * The connection is ready for use. There is a deadline while an outage is ongoing.
	 */
	record Connected<T>(RetryProgress progress, long since, T connection,
			@Nullable Deadline deadline) implements State<T> {

		@Override
		public ConnectionState publicState() {
			return ConnectionState.CONNECTED;
		}

		@Override
		public State<T> with(RetryProgress progress) {
			return new Connected<>(progress, this.since, this.connection, this.deadline);
		}

	}

	/** The next attempt is due later. */
	sealed interface AwaitingRetry<T> extends State<T> {

		@Override
		Deadline deadline();

		@Override
		default ConnectionState publicState() {
			return ConnectionState.WAITING;
		}

	}

	/** The next attempt is due when the delay is over. */
	record Waiting<T>(RetryProgress progress, long since, Deadline deadline) implements AwaitingRetry<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new Waiting<>(progress, this.since, this.deadline);
		}

	}

	/**
	 * The next attempt is due when one of the abandoned calls has returned, or after an
	 * hour.
	 */
	record AwaitingReturn<T>(RetryProgress progress, long since, Deadline deadline) implements AwaitingRetry<T> {

		@Override
		public State<T> with(RetryProgress progress) {
			return new AwaitingReturn<>(progress, this.since, this.deadline);
		}

	}

	/** No attempt is made until a user calls {@code reconnect()} or {@code start()}. */
	record Suspended<T>(RetryProgress progress, long since) implements State<T> {

		@Override
		public ConnectionState publicState() {
			return ConnectionState.SUSPENDED;
		}

		@Override
		public State<T> with(RetryProgress progress) {
			return new Suspended<>(progress, this.since);
		}

	}

	/** The connection is exclusive, and this replica may not open it. */
	record Standby<T>(RetryProgress progress, long since) implements State<T> {

		@Override
		public ConnectionState publicState() {
			return ConnectionState.STANDBY;
		}

		@Override
		public State<T> with(RetryProgress progress) {
			return new Standby<>(progress, this.since);
		}

	}

	/**
	 * The connection is being given up on request, and subscribers are being notified.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Stopping<T> extends State<T> {

		@Override
		Deadline deadline();

		@Override
		default ConnectionState publicState() {
			return (next() == Next.STANDBY) ? ConnectionState.STANDBY : ConnectionState.STOPPED;
		}

		/**
		 * Returns what follows when every subscriber has been notified.
		 * @return what follows
		 */
		Next next();

		/**
		 * Returns this state with a different follow-up.
		 * @param next what follows
		 * @param since when the public state was entered that this makes
		 * @return the state
		 */
		Stopping<T> then(Next next, long since);

		@Override
		Stopping<T> with(RetryProgress progress);

	}

	/** Subscribers are being notified; then the connection is closed. */
	record Draining<T>(RetryProgress progress, long since, T connection, Next next,
			Deadline deadline) implements Stopping<T> {

		@Override
		public Stopping<T> with(RetryProgress progress) {
			return new Draining<>(progress, this.since, this.connection, this.next, this.deadline);
		}

		@Override
		public Stopping<T> then(Next next, long since) {
			return new Draining<>(this.progress, since, this.connection, next, this.deadline);
		}

		Stopping<T> lost() {
			return new DrainingLost<>(this.progress.closing(), this.since, this.next, this.deadline);
		}

		@Override
		public List<Effect<T>> exitEffects() {
			return List.of(new CancelTimer<>(), new CloseConnection<>(this.connection));
		}

	}

	/** Subscribers are being notified; the connection was lost meanwhile. */
	record DrainingLost<T>(RetryProgress progress, long since, Next next, Deadline deadline) implements Stopping<T> {

		@Override
		public Stopping<T> with(RetryProgress progress) {
			return new DrainingLost<>(progress, this.since, this.next, this.deadline);
		}

		@Override
		public Stopping<T> then(Next next, long since) {
			return new DrainingLost<>(this.progress, since, next, this.deadline);
		}

	}

	/** Nothing happens any more. */
	record Closed<T>(RetryProgress progress, long since) implements State<T> {

		@Override
		public ConnectionState publicState() {
			return ConnectionState.CLOSED;
		}

		@Override
		public State<T> with(RetryProgress progress) {
			return new Closed<>(progress, this.since);
		}

	}

}
