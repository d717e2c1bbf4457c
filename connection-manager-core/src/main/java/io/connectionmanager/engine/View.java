package io.connectionmanager.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManagerException;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ManagerClosedException;
import io.connectionmanager.Masking;
import io.connectionmanager.NotConnectedException;
import io.connectionmanager.engine.State.Closed;
import io.connectionmanager.engine.State.Connected;
import io.connectionmanager.engine.State.Opened;
import io.connectionmanager.engine.State.Waiting;

/**
 * What readers see: the state itself, and when it was entered by the wall clock. What is
 * asked for most often comes first.
 *
 * @param <C> the type of the connection
 */
final class View<C> {

	private final @Nullable Held<C> ready;

	private final State<Held<C>> state;

	// An Instant, without the object.
	private final long sinceSecond;

	private final int sinceNano;

	/**
	 * Creates a view.
	 * @param state the state of the machine
	 * @param since when its {@link State#shown() shown} state was entered
	 */
	View(State<Held<C>> state, Instant since) {
		this.ready = (state instanceof Connected<Held<C>> connected) ? connected.connection() : null;
		this.state = state;
		this.sinceSecond = since.getEpochSecond();
		this.sinceNano = since.getNano();
	}

	/**
	 * Returns the connection that is ready.
	 * @return what is held, or {@code null}
	 */
	@Nullable Held<C> ready() {
		return this.ready;
	}

	State<Held<C>> state() {
		return this.state;
	}

	Instant since() {
		return Instant.ofEpochSecond(this.sinceSecond, this.sinceNano);
	}

	/**
	 * Returns the connection that is ready or on its way to be.
	 * @return what is held, or {@code null}
	 */
	@Nullable Held<C> present() {
		if (this.ready == null && this.state instanceof Opened<Held<C>> opened) {
			return opened.connection();
		}
		return this.ready;
	}

	Optional<C> connection() {
		Held<C> held = present();
		return (held != null) ? held.asOptional() : Optional.empty();
	}

	Optional<Instant> nextAttemptAt() {
		return (this.state instanceof Waiting<Held<C>> waiting) ? Optional.of(since().plusNanos(waiting.delayNanos()))
				: Optional.empty();
	}

	/** What came up has gone down again, unless it is up. */
	private long disconnects() {
		long connects = this.state.ledger().connects();
		return (this.ready != null) ? connects - 1 : connects;
	}

	ConnectionSnapshot<C> snapshot(String name) {
		Ledger ledger = this.state.ledger();
		return new ConnectionSnapshot<>(name, this.state.shown(), since(), connection(), ledger.generation(),
				ledger.attempt(), Optional.ofNullable(ledger.lastFailure()), nextAttemptAt(), ledger.connects(),
				disconnects(), ledger.failures(), ledger.flaps());
	}

	/**
	 * Says why there is no connection.
	 * @param name the name of the connection
	 * @param waited how long the caller has waited, or zero
	 * @param now the time of the ticker, in nanoseconds
	 * @param masking takes secrets out of the message of the last failure
	 * @return the exception
	 */
	ConnectionManagerException notConnected(String name, Duration waited, long now, Masking masking) {
		StringBuilder message = new StringBuilder();
		message.append("Connection '%s' is %s".formatted(name, this.state.shown()));
		if (this.state instanceof Closed) {
			return new ManagerClosedException(message.append(" for good").toString(),
					this.state.ledger().lastFailure());
		}
		message.append(" since %s (%s)".formatted(since(), Spans.format(now - this.state.since())));
		if (!waited.isZero()) {
			message.append(" and was not ready within %s".formatted(Spans.format(waited)));
		}
		Ledger ledger = this.state.ledger();
		if (ledger.attempt() > 0) {
			message.append("; attempt %d".formatted(ledger.attempt()));
		}
		if (ledger.lastFailure() != null) {
			message.append("; last failure: %s".formatted(masking.describe(ledger.lastFailure())));
		}
		nextAttemptAt().ifPresent((at) -> message.append("; next attempt at %s".formatted(at)));
		return new NotConnectedException(message.toString(), ledger.lastFailure());
	}

}
