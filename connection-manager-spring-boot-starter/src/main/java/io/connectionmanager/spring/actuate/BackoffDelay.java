package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.util.Optional;

import io.connectionmanager.ConnectionSettings;

/**
 * How a delay before an attempt came about.
 *
 * @param number which one of the back-off sequence it is, or empty if that is not known
 * @param unstretched how long it is without jitter
 * @param stretchedBy by which fraction jitter has stretched it
 * @param decidedBy which property decided how long it is without jitter
 * @param calculation how it was calculated, in words
 */
record BackoffDelay(Optional<Integer> number, Duration unstretched, double stretchedBy, String decidedBy,
		String calculation) {

	/**
	 * Explains a delay.
	 * @param delay the delay
	 * @param number which one of the sequence it is, or empty if that is not known
	 * @param settings the settings that are supposed to have led to it
	 * @return the explanation, or empty if the settings do not lead to it
	 */
	static Optional<BackoffDelay> explain(Duration delay, Optional<Integer> number, ConnectionSettings settings) {
		ConnectionSettings.Backoff backoff = settings.backoff();
		if (number.isEmpty() && backoff.multiplier() > 1) {
			return Optional.empty();
		}
		int n = number.orElse(1);
		double growth = Math.min(Math.pow(backoff.multiplier(), n - 1), Double.MAX_VALUE);
		double grown = settings.reconnectAfter().toNanos() * growth;
		double capped = Math.min(grown, backoff.maxDelay().toNanos());
		double most = Math.ceil(capped * (1 + backoff.jitter()));
		if (delay.toNanos() < (long) capped || delay.toNanos() > most) {
			return Optional.empty();
		}
		Duration unstretched = Duration.ofNanos((long) capped);
		double stretchedBy = (capped > 0) ? Math.max(0, delay.toNanos() / capped - 1) : 0;
		return Optional.of(new BackoffDelay(number, unstretched, round(stretchedBy),
				decidedBy(grown > capped, growth > 1), calculation(settings, n, grown > capped, growth > 1)));
	}

	private static double round(double fraction) {
		return Math.round(fraction * 1000) / 1000.0;
	}

	private static String decidedBy(boolean capped, boolean grown) {
		if (capped) {
			return "backoff.max-delay";
		}
		return grown ? "backoff.multiplier" : "reconnect-after";
	}

	private static String calculation(ConnectionSettings settings, int n, boolean capped, boolean grown) {
		StringBuilder text = new StringBuilder(Durations.inWords(settings.reconnectAfter()));
		text.append(" (reconnect-after)");
		if (grown) {
			text.append(" x %s^%d (backoff.multiplier)".formatted(settings.backoff().multiplier(), n - 1));
		}
		if (capped) {
			text.append(
					", but at most %s (backoff.max-delay)".formatted(Durations.inWords(settings.backoff().maxDelay())));
		}
		return text.toString();
	}

}
