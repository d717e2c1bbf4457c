package io.connectionmanager.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ConnectionManagerException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.DurationText;
import io.connectionmanager.ManagerClosedException;
import io.connectionmanager.Masking;
import io.connectionmanager.NotConnectedException;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.OutstandingCalls;
import io.connectionmanager.engine.machine.RetryProgress;
import io.connectionmanager.engine.machine.State.AwaitingPermit;
import io.connectionmanager.engine.machine.State.AwaitingRetry;
import io.connectionmanager.engine.machine.State.Closed;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Connecting;
import io.connectionmanager.engine.machine.State.Opened;
import io.connectionmanager.engine.machine.State.Stopped;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The state that readers see: the state of the machine, and its times by the wall clock.
 * Immutable.
 *
 * @param <C> the type of the connection
 */
final class PublishedState<C> {

	private static final String ABANDONED = "abandoned";

	private static final String HANGING_CLOSES = "hangingCloses";

	private static final String ENDPOINT = "endpoint";

	private static final Set<String> RESERVED = Set.of(ABANDONED, HANGING_CLOSES, ENDPOINT);

	private final @Nullable ConnectionHandle<C> ready;

	private final State<ConnectionHandle<C>> state;

	/** When the outage began, or {@code null} if there is none. */
	private final @Nullable Instant outageSince;

	/** When the public state was entered: an Instant without the object. */
	private final long sinceNanos;

	private PublishedState(State<ConnectionHandle<C>> state, long sinceNanos, @Nullable Instant outageSince) {
		this.ready = (state instanceof Connected<ConnectionHandle<C>> connected) ? connected.connection() : null;
		this.state = state;
		this.sinceNanos = sinceNanos;
		this.outageSince = outageSince;
	}

	static <C> PublishedState<C> initial(State<ConnectionHandle<C>> state, Instant now) {
		return new PublishedState<>(state, nanosOf(now), null);
	}

	/**
	 * Returns the published form of the next state.
	 * @param next the state
	 * @param runtime provides the wall clock
	 */
	PublishedState<C> next(State<ConnectionHandle<C>> next, EngineRuntime runtime) {
		boolean sameState = next.publicState() == this.state.publicState() && next.since() == this.state.since();
		OptionalLong outage = next.progress().outageSince();
		boolean sameOutage = outage.equals(this.state.progress().outageSince());
		if (sameState && sameOutage) {
			return new PublishedState<>(next, this.sinceNanos, this.outageSince);
		}
		Instant now = runtime.instant();
		Instant outageSince = outage.isEmpty() ? null : sameOutage ? this.outageSince : now;
		return new PublishedState<>(next, sameState ? this.sinceNanos : nanosOf(now), outageSince);
	}

	/** A clock may show any time; one before 1678 or after 2261 is cut off. */
	private static long nanosOf(Instant now) {
		try {
			return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
		}
		catch (ArithmeticException ex) {
			return (now.getEpochSecond() < 0) ? Long.MIN_VALUE : Long.MAX_VALUE;
		}
	}

	/**
	 * Returns the connection that is ready.
	 * @return the handle, or {@code null}
	 */
	@Nullable ConnectionHandle<C> ready() {
		return this.ready;
	}

	State<ConnectionHandle<C>> state() {
		return this.state;
	}

	boolean isClosed() {
		return this.state instanceof Closed;
	}

	boolean isAwaitingPermit() {
		return this.state instanceof AwaitingPermit;
	}

	Instant since() {
		return Instant.ofEpochSecond(0, this.sinceNanos);
	}

	/**
	 * Returns the connection that is ready, or may become ready.
	 * @return the handle, or {@code null}
	 */
	@Nullable ConnectionHandle<C> present() {
		if (this.ready == null && this.state instanceof Opened<ConnectionHandle<C>> opened) {
			return opened.connection();
		}
		return this.ready;
	}

	Optional<C> connection() {
		ConnectionHandle<C> handle = present();
		return (handle != null) ? handle.asOptional() : Optional.empty();
	}

	private Optional<Instant> nextAttemptAt() {
		return (this.state instanceof AwaitingRetry<ConnectionHandle<C>> waiting)
				? Optional.of(since().plusNanos(waiting.deadline().at() - waiting.since())) : Optional.empty();
	}

	/**
	 * Requires that a detail of a connector does not hide one of the engine.
	 * @param key the key of the connector
	 */
	static void requireOwnKey(String key) {
		if (RESERVED.contains(key)) {
			throw new IllegalArgumentException("'%s' is a detail that the manager itself sets".formatted(key));
		}
	}

	/**
	 * Returns this state for display.
	 * @param name the name of the connection
	 * @param settings the settings of the manager
	 * @param now the time of the ticker, in nanoseconds
	 * @param endpoint the endpoint in use, or to be tried next; {@code null} unless there
	 * are several
	 * @param extras what the latest attempt has that few have, or {@code null}
	 * @return the snapshot
	 */
	ConnectionSnapshot<C> snapshot(String name, ConnectionSettings settings, long now, @Nullable String endpoint,
			@Nullable AttemptExtras extras) {
		RetryProgress progress = this.state.progress();
		Failure failure = progress.lastFailure();
		boolean stable = this.ready != null && now - this.state.since() >= settings.stableAfter().toNanos();
		return new ConnectionSnapshot<>(name, this.state.publicState(), since(), connection(), progress.generation(),
				progress.attempt(), Optional.ofNullable(failure).map(Failure::cause), nextAttemptAt(),
				progress.connects(), (this.ready != null) ? progress.connects() - 1 : progress.connects(),
				progress.failures(), progress.flaps(), stable, stable ? 0 : progress.delayNumber(),
				stable ? Optional.empty() : Optional.ofNullable(this.outageSince),
				Optional.ofNullable(failure).map(Failure::kind), isAwaitingPermit(), details(now, endpoint, extras));
	}

	private Map<String, Object> details(long now, @Nullable String endpoint, @Nullable AttemptExtras extras) {
		OutstandingCalls calls = this.state.progress().calls();
		boolean ofConnector = extras != null && isUnderWay(extras.generation());
		if (calls.isEmpty() && endpoint == null && !ofConnector) {
			return Map.of();
		}
		Map<String, Object> details = (extras != null && ofConnector) ? new HashMap<>(extras.details())
				: new HashMap<>();
		put(details, ABANDONED, calls.abandoned());
		put(details, HANGING_CLOSES, calls.hangingCloses(now));
		if (endpoint != null) {
			details.put(ENDPOINT, endpoint);
		}
		return details;
	}

	/**
	 * Returns whether an attempt has not ended: it is being made, or its connection is
	 * ready.
	 * @param generation the attempt
	 * @return whether it is the current one
	 */
	boolean isUnderWay(long generation) {
		return this.state.progress().generation() == generation
				&& (this.state instanceof Connecting || this.state instanceof Connected);
	}

	private static void put(Map<String, Object> details, String key, int number) {
		if (number > 0) {
			details.put(key, number);
		}
	}

	/**
	 * Returns an exception that explains why there is no connection.
	 * @param name the name of the connection
	 * @param waited how long the caller has waited, or zero
	 * @param now the time of the ticker, in nanoseconds
	 * @param masking removes secrets from the message of the last failure
	 * @param holder the replica that holds the connection, if it is exclusive and that is
	 * known
	 * @return the exception
	 */
	ConnectionManagerException notConnected(String name, Duration waited, long now, Masking masking,
			Optional<ClaimHolder> holder) {
		StringBuilder message = new StringBuilder();
		message.append("Connection '%s' is %s".formatted(name, this.state.publicState()));
		RetryProgress progress = this.state.progress();
		Throwable cause = (progress.lastFailure() != null) ? progress.lastFailure().cause() : null;
		if (isClosed()) {
			return new ManagerClosedException(message.append(" for good").toString(), cause);
		}
		message.append(" since %s (%s)".formatted(since(), DurationText.format(now - this.state.since())));
		if (!waited.isZero()) {
			message.append(" and was not ready within %s".formatted(DurationText.format(waited)));
		}
		if (progress.generation() == 0 && this.state instanceof Stopped) {
			message.append("; nothing has started it yet");
		}
		if (this.state.publicState() == ConnectionState.STANDBY) {
			message.append(holder.map((it) -> "; held by " + it).orElse("; no replica is known to hold it"));
		}
		if (progress.attempt() > 0) {
			message.append("; attempt %d".formatted(progress.attempt()));
		}
		if (cause != null) {
			message.append("; last failure: %s".formatted(masking.describe(cause)));
		}
		nextAttemptAt().ifPresent((at) -> message.append("; next attempt at %s".formatted(at)));
		return new NotConnectedException(message.toString(), cause);
	}

}
