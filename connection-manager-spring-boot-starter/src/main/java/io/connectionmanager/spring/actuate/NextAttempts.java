package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionRejectedException;
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
	 * @param journal what else is known of the connection, or empty if nothing is
	 * @return the explanation, or {@code null} while the connection is up
	 */
	static @Nullable NextAttempt explain(ConnectionSnapshot<?> snapshot, Optional<ConnectionJournal> journal) {
		return switch (snapshot.state()) {
			case CONNECTED -> null;
			case CONNECTING -> NextAttempt.when(WaitsFor.ATTEMPT, attempt(snapshot, journal));
			case WAITING -> delay(snapshot, journal);
			case SUSPENDED -> NextAttempt.when(WaitsFor.OPERATION,
					suspended(snapshot, journal) + "; no attempt is made until 'reconnect' or 'start' is asked for");
			case STOPPED ->
				NextAttempt.when(WaitsFor.OPERATION, ((snapshot.generation() == 0) ? "Never started" : "Stopped")
						+ "; no attempt is made until 'start' is asked for");
			case CLOSED -> NextAttempt.when(WaitsFor.NOTHING, "Closed for good");
		};
	}

	private static String attempt(ConnectionSnapshot<?> snapshot, Optional<ConnectionJournal> journal) {
		String timeout = journal
			.map((each) -> " (timeout %s)".formatted(Durations.inWords(each.configuration().settings().timeout())))
			.orElse("");
		return snapshot.connection().isPresent()
				? "Attempt %d is under way%s: there is a connection that is not ready yet".formatted(snapshot.attempt(),
						timeout)
				: "Attempt %d is under way%s, or waits for its turn under the connect limit, before its timeout begins"
					.formatted(snapshot.attempt(), timeout);
	}

	private static String suspended(ConnectionSnapshot<?> snapshot, Optional<ConnectionJournal> journal) {
		if (snapshot.lastFailure().filter(ConnectionRejectedException.class::isInstance).isPresent()) {
			return "Suspended, because the connector says that trying again is pointless";
		}
		return "Suspended, because the attempts are used up"
				+ journal.map((each) -> " (max-attempts %d)".formatted(each.configuration().settings().maxAttempts()))
					.orElse("");
	}

	private static NextAttempt delay(ConnectionSnapshot<?> snapshot, Optional<ConnectionJournal> journal) {
		Instant at = snapshot.nextAttemptAt().orElse(snapshot.since());
		Duration delay = Duration.between(snapshot.since(), at);
		Optional<Integer> number = journal.flatMap((each) -> each.delayNumber(snapshot.since()));
		String after = "Attempt %d comes %s after the latest failure or loss".formatted(snapshot.attempt() + 1,
				Durations.inWords(delay));
		return journal.flatMap((each) -> BackoffDelay.explain(delay, number, each.configuration().settings()))
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
