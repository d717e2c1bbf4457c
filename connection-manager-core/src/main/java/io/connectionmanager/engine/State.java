package io.connectionmanager.engine;

import java.util.List;

import io.connectionmanager.ConnectionState;

import io.connectionmanager.engine.Effect.CancelTimer;
import io.connectionmanager.engine.Effect.CloseConnection;
import io.connectionmanager.engine.Effect.EndAttempt;

/**
 * The states of the machine. Each record holds what is valid in it, and nothing else.
 *
 * @param <T> what stands for a connection
 */
sealed interface State<T> {

	/**
	 * Returns what is remembered.
	 * @return the ledger
	 */
	Ledger ledger();

	/**
	 * Returns when the {@link #shown() shown} state was entered.
	 * @return the time of the ticker, in nanoseconds
	 */
	long since();

	/**
	 * Returns how this state looks from outside.
	 * @return the public state
	 */
	ConnectionState shown();

	/**
	 * Returns what must be done when this state is given up: no timer, permit, running
	 * {@code open} or connection of it may stay behind.
	 * @return the effects
	 */
	default List<Effect<T>> givingUp() {
		return List.of();
	}

	/** Nothing is wanted, nothing is there. */
	record Stopped<T>(Ledger ledger, long since) implements State<T> {

		@Override
		public ConnectionState shown() {
			return ConnectionState.STOPPED;
		}

	}

	/**
	 * An attempt is under way.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Connecting<T> extends State<T> {

		@Override
		default ConnectionState shown() {
			return ConnectionState.CONNECTING;
		}

	}

	/** The attempt waits for its permit or for a worker; its timeout has not begun. */
	record Queued<T>(Ledger ledger, long since) implements Connecting<T> {

		@Override
		public List<Effect<T>> givingUp() {
			return List.of(new EndAttempt<>(ledger().generation()));
		}

	}

	/**
	 * {@code open} has been called, and the timeout runs.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Underway<T> extends Connecting<T> {

		/**
		 * Returns when {@code open} was called.
		 * @return the time of the ticker, in nanoseconds
		 */
		long openCalledAt();

		/**
		 * Says how far the attempt came, for one who asks why it took too long.
		 * @return a clause
		 */
		String howFar();

		@Override
		default List<Effect<T>> givingUp() {
			return List.of(new CancelTimer<>(), new EndAttempt<>(ledger().generation()));
		}

	}

	/** {@code open} is running. */
	record Opening<T>(Ledger ledger, long since, long openCalledAt) implements Underway<T> {

		@Override
		public String howFar() {
			return "still in open";
		}

	}

	/** {@code open} is running, and the connection is ready already. */
	record OpeningReady<T>(Ledger ledger, long since, long openCalledAt) implements Underway<T> {

		@Override
		public String howFar() {
			return "connected was signalled, but still in open";
		}

	}

	/** {@code open} has returned a connection that is not ready yet. */
	record Opened<T>(Ledger ledger, long since, long openCalledAt, T connection) implements Underway<T> {

		@Override
		public String howFar() {
			return "open has returned, but connected was never signalled";
		}

		@Override
		public List<Effect<T>> givingUp() {
			return List.of(new CancelTimer<>(), new EndAttempt<>(ledger().generation()),
					new CloseConnection<>(connection()));
		}

	}

	/** The connection is ready for use. */
	record Connected<T>(Ledger ledger, long since, T connection) implements State<T> {

		@Override
		public ConnectionState shown() {
			return ConnectionState.CONNECTED;
		}

	}

	/** The next attempt comes when the delay is over. */
	record Waiting<T>(Ledger ledger, long since, long delayNanos) implements State<T> {

		@Override
		public ConnectionState shown() {
			return ConnectionState.WAITING;
		}

		@Override
		public List<Effect<T>> givingUp() {
			return List.of(new CancelTimer<>());
		}

	}

	/** No attempt comes until somebody asks for one. */
	record Suspended<T>(Ledger ledger, long since) implements State<T> {

		@Override
		public ConnectionState shown() {
			return ConnectionState.SUSPENDED;
		}

	}

	/**
	 * The connection is not wanted any more, and subscribers are being told.
	 *
	 * @param <T> what stands for a connection
	 */
	sealed interface Leaving<T> extends State<T> {

		@Override
		default ConnectionState shown() {
			return ConnectionState.STOPPED;
		}

		/**
		 * Returns what comes when all have been told.
		 * @return what comes next
		 */
		Afterwards afterwards();

		/**
		 * Returns this state with another sequel.
		 * @param afterwards what comes when all have been told
		 * @return the state
		 */
		Leaving<T> then(Afterwards afterwards);

	}

	/** Subscribers are being told, and then the connection is closed. */
	record Draining<T>(Ledger ledger, long since, T connection, Afterwards afterwards) implements Leaving<T> {

		@Override
		public List<Effect<T>> givingUp() {
			return List.of(new CancelTimer<>(), new CloseConnection<>(connection()));
		}

		@Override
		public Leaving<T> then(Afterwards afterwards) {
			return new Draining<>(ledger(), since(), connection(), afterwards);
		}

	}

	/** Subscribers are being told; the connection was lost meanwhile and is closed. */
	record DrainingLost<T>(Ledger ledger, long since, Afterwards afterwards) implements Leaving<T> {

		@Override
		public List<Effect<T>> givingUp() {
			return List.of(new CancelTimer<>());
		}

		@Override
		public Leaving<T> then(Afterwards afterwards) {
			return new DrainingLost<>(ledger(), since(), afterwards);
		}

	}

	/** Nothing happens any more. */
	record Closed<T>(Ledger ledger, long since) implements State<T> {

		@Override
		public ConnectionState shown() {
			return ConnectionState.CLOSED;
		}

	}

	/**
	 * What comes after a connection was given up on purpose.
	 */
	enum Afterwards {

		/** Stay stopped. */
		STOP,

		/** Connect anew. */
		START,

		/** Close for good. */
		CLOSE

	}

}
