package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.spring.actuate.NextAttempt.WaitsFor;
import org.jspecify.annotations.Nullable;

/**
 * Says when next attempts come, and why then.
 */
final class NextAttempts {

	private NextAttempts() {
	}

	/**
	 * Explains when the next attempt comes.
	 * @param snapshot what the manager says
	 * @param settings its settings
	 * @return the explanation, or {@code null} while the connection is up
	 */
	static @Nullable NextAttempt explain(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		return switch (snapshot.state()) {
			case CONNECTED -> null;
			case CONNECTING -> NextAttempt.when(WaitsFor.ATTEMPT, attempt(snapshot, settings));
			case WAITING -> delay(snapshot, settings);
			case SUSPENDED -> NextAttempt.when(WaitsFor.OPERATION,
					suspended(snapshot, settings) + "; no attempt is made until 'reconnect' or 'start' is asked for");
			case STOPPED ->
				NextAttempt.when(WaitsFor.OPERATION, ((snapshot.generation() == 0) ? "Never started" : "Stopped")
						+ "; no attempt is made until 'start' is asked for");
			case CLOSED -> NextAttempt.when(WaitsFor.NOTHING, "Closed for good");
		};
	}

	private static String attempt(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		String timeout = Durations.inWords(settings.timeout());
		if (snapshot.connection().isPresent()) {
			return "Attempt %d is under way (timeout %s): there is a connection that is not ready yet"
				.formatted(snapshot.attempt(), timeout);
		}
		return snapshot.awaitingPermit()
				? "Attempt %d waits for its permit under the connect limit; its timeout (%s) has not begun"
					.formatted(snapshot.attempt(), timeout)
				: "Attempt %d is under way (timeout %s)".formatted(snapshot.attempt(), timeout);
	}

	private static String suspended(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		if (snapshot.lastFailure().filter(ConnectionRejectedException.class::isInstance).isPresent()) {
			return "Suspended, because the connector says that trying again is pointless";
		}
		return "Suspended, because the attempts are used up (max-attempts %d)".formatted(settings.maxAttempts());
	}

	private static NextAttempt delay(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		Instant at = snapshot.nextAttemptAt().orElse(snapshot.since());
		Duration delay = Duration.between(snapshot.since(), at);
		Optional<Integer> number = Optional.of(snapshot.delayNumber()).filter((each) -> each > 0);
		String after = "Attempt %d comes %s after the latest failure or loss".formatted(snapshot.attempt() + 1,
				Durations.inWords(delay));
		return BackoffDelay.explain(delay, number, settings)
			.map((backoff) -> delay(at, delay, backoff, after))
			.orElseGet(() -> new NextAttempt(WaitsFor.DELAY, at, delay, number.orElse(null), null, null, null, after));
	}

	private static NextAttempt delay(Instant at, Duration delay, BackoffDelay backoff, String after) {
		StringBuilder explanation = new StringBuilder(after).append(": ");
		backoff.number()
			.ifPresent((number) -> explanation
				.append("delay %d since the connection was last stable, ".formatted(number)));
		explanation.append(backoff.calculation());
		if (backoff.stretchedBy() > 0) {
			explanation.append(", stretched by %.1f %% (backoff.jitter)".formatted(backoff.stretchedBy() * 100));
		}
		return new NextAttempt(WaitsFor.DELAY, at, delay, backoff.number().orElse(null), backoff.unstretched(),
				backoff.decidedBy(), backoff.stretchedBy(), explanation.toString());
	}

}
