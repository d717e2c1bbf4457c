package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.DurationText;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureKind;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.spring.actuate.NextAttempt.WaitsFor;
import org.jspecify.annotations.Nullable;

/**
 * Explains when the next attempt is due, and why.
 */
final class NextAttempts {

	private NextAttempts() {
	}

	/**
	 * Explains when the next attempt is due.
	 * @param snapshot the snapshot of the manager
	 * @param manager the manager
	 * @return the explanation, or {@code null} while the connection is up
	 */
	static @Nullable NextAttempt explain(ConnectionSnapshot<?> snapshot, ConnectionManager<?> manager) {
		ConnectionSettings settings = manager.settings();
		return switch (snapshot.state()) {
			case CONNECTED -> null;
			case CONNECTING -> NextAttempt.when(WaitsFor.ATTEMPT, attempt(snapshot, settings));
			case WAITING -> delay(snapshot, settings);
			case SUSPENDED -> NextAttempt.when(WaitsFor.OPERATION,
					"Suspended: %s; no attempt until 'reconnect' or 'start'".formatted(suspended(snapshot, settings)));
			case STOPPED -> NextAttempt.when(WaitsFor.OPERATION,
					((snapshot.generation() == 0) ? "Never started" : "Stopped") + "; no attempt until 'start'");
			case STANDBY -> NextAttempt.when(WaitsFor.CLAIM, "Standing by: " + standby(manager));
			case CLOSED -> NextAttempt.when(WaitsFor.NOTHING, "Closed; no further attempts");
		};
	}

	private static String standby(ConnectionManager<?> manager) {
		ExclusiveGroup group = manager.exclusiveGroup().orElse(null);
		ClaimSnapshot claim = (group != null) ? group.claim(manager.name()).orElse(null) : null;
		if (group == null || claim == null) {
			return "no attempt unless this replica may hold the connection";
		}
		String holder = claim.holder().map("'%s'"::formatted).orElse("another replica");
		return switch (claim.waitsFor().orElse(ClaimSnapshot.WaitsFor.STORE)) {
			case HOLDER -> "%s holds the connection".formatted(holder);
			case EXPIRY -> "%s has vanished, and its lease has not expired yet".formatted(holder);
			case CAP -> "this replica holds its share, or has handed the connection over";
			case STORE -> store(group.snapshot());
		};
	}

	private static String store(GroupSnapshot group) {
		String failure = ExclusiveDescriptors.storeFailure(group);
		return "the store (%s) has not confirmed the claim%s".formatted(ExclusiveDescriptors.store(group),
				(failure != null) ? ": " + failure : "");
	}

	private static String attempt(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		String timeout = DurationText.format(settings.timeout());
		String text = snapshot.awaitingPermit()
				? "Attempt %d is waiting for a permit of the connect limit; its timeout (%s) has not begun"
				: "Attempt %d is under way (timeout %s)";
		return text.formatted(snapshot.attempt(), timeout)
				+ (snapshot.connection().isPresent() ? "; its connection is not ready yet" : "");
	}

	private static String suspended(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		return snapshot.lastFailure().filter(ConnectionRejectedException.class::isInstance).isPresent()
				? "the connection was rejected" : "max-attempts (%d) is exhausted".formatted(settings.maxAttempts());
	}

	private static NextAttempt delay(ConnectionSnapshot<?> snapshot, ConnectionSettings settings) {
		Instant at = snapshot.nextAttemptAt().orElse(snapshot.since());
		Duration delay = Duration.between(snapshot.since(), at);
		int number = snapshot.delayNumber();
		String due = "Attempt %d is due %s after the latest failure or loss".formatted(snapshot.attempt() + 1,
				DurationText.format(delay));
		Duration unstretched = settings.backoff().delay(number, 0);
		if (number == 0 || delay.compareTo(settings.backoff().delay(number, 1)) > 0) {
			String decidedBy = minimum(delay, snapshot, settings);
			return new NextAttempt(WaitsFor.DELAY, at, delay, (number != 0) ? number : null, null, decidedBy, null,
					due + ": " + ((decidedBy != null) ? decidedBy : "the peer asked for it"));
		}
		String decidedBy = decidedBy(number, unstretched, settings);
		double stretchedBy = unstretched.isZero() ? 0
				: Math.round(1_000.0 * (delay.toNanos() - unstretched.toNanos()) / unstretched.toNanos()) / 1_000.0;
		String jitter = (stretchedBy > 0) ? ", extended by %.1f %% (backoff.jitter)".formatted(stretchedBy * 100) : "";
		return new NextAttempt(WaitsFor.DELAY, at, delay, number, unstretched, decidedBy, stretchedBy,
				"%s: delay %d since the connection was last stable, %s (%s)%s".formatted(due, number,
						DurationText.format(unstretched), decidedBy, jitter));
	}

	// The delay exceeds the back-off: something else set a minimum.
	private static @Nullable String minimum(Duration delay, ConnectionSnapshot<?> snapshot,
			ConnectionSettings settings) {
		if (snapshot.lastFailureKind().filter(FailureKind.AUTHENTICATION::equals).isPresent()
				&& delay.equals(settings.authenticationDelay())) {
			return "authentication-delay";
		}
		return delay.equals(settings.maxRetryAfter()) ? "max-retry-after" : null;
	}

	private static String decidedBy(int number, Duration unstretched, ConnectionSettings settings) {
		if (unstretched.equals(settings.backoff().delay(1, 0))) {
			return "reconnect-after";
		}
		boolean capped = number > 1 && settings.reconnectAfter().toNanos()
				* Math.pow(settings.backoff().multiplier(), number - 1.0) > unstretched.toNanos();
		return capped ? "backoff.max-delay" : "backoff.multiplier";
	}

}
