package io.connectionmanager.engine;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.slf4j.Logger;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Masking;

/**
 * Logs an outage as one record: when it begins (WARN), in sum now and then while it lasts
 * (WARN, ever more rarely), and when it ends (INFO). Stack traces come at DEBUG.
 */
final class OutageLog implements ConnectionListener {

	private static final Duration FIRST_SUMMARY = Duration.ofMinutes(1);

	private final Logger logger;

	private final Map<String, Integer> causes = new TreeMap<>();

	private boolean wasUp;

	private boolean outage;

	private int attempts;

	/** Measured by the monotonic clock: the sum of the times in each state. */
	private Duration length = Duration.ZERO;

	private Duration nextSummary = FIRST_SUMMARY;

	OutageLog(Logger logger) {
		this.logger = logger;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		this.logger.debug("Connection '{}': {} -> {} after {}", transition.name(), transition.from(), transition.to(),
				Spans.format(transition.inPrevious()));
		if (this.outage) {
			this.length = this.length.plus(transition.inPrevious());
		}
		if (transition.from() == ConnectionState.CONNECTING) {
			this.attempts++;
		}
		transition.cause().ifPresent((cause) -> failed(transition, cause));
		switch (transition.to()) {
			case CONNECTED -> up(transition);
			case STOPPED, CLOSED -> stopped(transition);
			case SUSPENDED -> this.logger.warn("Connection '{}' suspended: no further attempt until asked for; {}",
					transition.name(), tried());
			default -> {
			}
		}
	}

	private void failed(ConnectionTransition transition, Throwable cause) {
		this.causes.merge(cause.getClass().getSimpleName(), 1, Integer::sum);
		if (!this.outage) {
			this.outage = true;
			String what = (transition.from() == ConnectionState.CONNECTED) ? "lost" : "failed";
			this.logger.warn("Connection '{}' {}: {}", transition.name(), what, Masking.describe(cause));
		}
		else if (this.length.compareTo(this.nextSummary) >= 0) {
			this.nextSummary = this.length.multipliedBy(2);
			this.logger.warn("Connection '{}' down for {}; {}; last: {}", transition.name(), Spans.format(this.length),
					tried(), Masking.describe(cause));
		}
		this.logger.debug("Connection '{}': cause", transition.name(), cause);
	}

	private void up(ConnectionTransition transition) {
		if (this.outage) {
			this.logger.info("Connection '{}' {} after {}; {}", transition.name(), this.wasUp ? "up again" : "up",
					Spans.format(this.length), tried());
		}
		else {
			this.logger.info("Connection '{}' up", transition.name());
		}
		this.wasUp = true;
		reset();
	}

	private void stopped(ConnectionTransition transition) {
		if (this.outage) {
			this.logger.info("Connection '{}' stopped while down for {}; {}", transition.name(),
					Spans.format(this.length), tried());
		}
		reset();
	}

	private void reset() {
		this.outage = false;
		this.attempts = 0;
		this.length = Duration.ZERO;
		this.nextSummary = FIRST_SUMMARY;
		this.causes.clear();
	}

	private String tried() {
		String counted = this.causes.entrySet()
			.stream()
			.map((cause) -> cause.getKey() + " x" + cause.getValue())
			.collect(Collectors.joining(", "));
		return "%d %s; causes: %s".formatted(this.attempts, (this.attempts == 1) ? "attempt" : "attempts", counted);
	}

}
