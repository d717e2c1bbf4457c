package io.connectionmanager.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Outage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs an outage as one record: when it begins (WARN), in sum now and then while it lasts
 * (WARN, ever more rarely), and when it ends (INFO). Stack traces come at DEBUG. Lines
 * carry key-value pairs for structured logging.
 * <p>
 * Every manager has one, so it keeps numbers only, and puts together what people read
 * when they are to read it.
 */
final class OutageLog extends ListenerLane {

	private static final Logger logger = ManagedConnection.logger;

	private static final int FIRST_SUMMARY_SECONDS = 60;

	private boolean wasUp;

	/** What the outage has been made of so far; {@code null} while there is none. */
	private @Nullable Tally causes;

	private int attempts;

	private long lengthNanos;

	private int nextSummarySeconds;

	OutageLog(ManagedConnection<?> manager, @Nullable ListenerLane next) {
		super(manager, next);
	}

	@Override
	String observerName() {
		return getClass().getSimpleName();
	}

	@Override
	void onTransition(ConnectionTransition transition, Optional<?> connection) {
		if (logger.isDebugEnabled()) {
			logger.debug("Connection '{}': {} -> {} after {}", transition.name(), transition.from(), transition.to(),
					Spans.format(transition.inPrevious()),
					transition.cause().map(manager().masking()::mask).orElse(null));
		}
		if (this.causes != null) {
			this.lengthNanos += transition.inPrevious().toNanos();
		}
		if (transition.from() == ConnectionState.CONNECTING) {
			this.attempts++;
		}
		transition.cause().ifPresent((cause) -> failed(transition, cause));
		entered(transition);
	}

	private void failed(ConnectionTransition transition, Throwable cause) {
		FailureKind kind = manager().failureClassifier().classify(transition);
		boolean first = this.causes == null;
		this.causes = Tally.plus(this.causes, kind);
		if (first) {
			this.nextSummarySeconds = FIRST_SUMMARY_SECONDS;
			if (logger.isWarnEnabled()) {
				boolean lost = transition.from() == ConnectionState.CONNECTED;
				about(Level.WARN, transition.name()).addKeyValue("kind", kind)
					.log("Connection '{}' {} ({}): {}", transition.name(), lost ? "lost" : "failed", kind,
							manager().masking().describe(cause));
			}
		}
		else if (seconds() >= this.nextSummarySeconds) {
			this.nextSummarySeconds = (int) Math.min(2 * seconds(), Integer.MAX_VALUE);
			if (logger.isWarnEnabled()) {
				about(Level.WARN, transition.name()).log("Connection '{}' down for {}; {}; last: {}", transition.name(),
						Spans.format(this.lengthNanos), summary(), manager().masking().describe(cause));
			}
		}
	}

	private void entered(ConnectionTransition transition) {
		switch (transition.to()) {
			case CONNECTED -> {
				cameUp(transition.name());
				this.wasUp = true;
				over();
			}
			case STOPPED, CLOSED -> {
				if (this.causes != null && logger.isInfoEnabled()) {
					about(Level.INFO, transition.name()).log("Connection '{}' stopped while down for {}; {}",
							transition.name(), Spans.format(this.lengthNanos), summary());
				}
				over();
			}
			case SUSPENDED -> {
				if (logger.isWarnEnabled()) {
					about(Level.WARN, transition.name()).log(
							"Connection '{}' suspended: no further attempt until asked for; {}", transition.name(),
							summary());
				}
			}
			case CONNECTING, WAITING -> {
			}
		}
	}

	private void cameUp(String name) {
		if (!logger.isInfoEnabled()) {
			return;
		}
		String up = this.wasUp ? "up again" : "up";
		if (this.causes != null) {
			about(Level.INFO, name).log("Connection '{}' {} after {}; {}", name, up, Spans.format(this.lengthNanos),
					summary());
		}
		else {
			logger.atInfo().addKeyValue("connection", name).log("Connection '{}' {}", name, up);
		}
	}

	/** Begins a line with what structured logging shows beside the text. */
	private LoggingEventBuilder about(Level level, String name) {
		return logger.atLevel(level)
			.addKeyValue("connection", name)
			.addKeyValue("attempts", this.attempts)
			.addKeyValue("outageMillis", TimeUnit.NANOSECONDS.toMillis(this.lengthNanos));
	}

	private String summary() {
		return (this.causes != null) ? Outage.summary(this.attempts, this.causes.toMap()) : "";
	}

	private long seconds() {
		return TimeUnit.NANOSECONDS.toSeconds(this.lengthNanos);
	}

	private void over() {
		this.causes = null;
		this.attempts = 0;
		this.lengthNanos = 0;
	}

}
