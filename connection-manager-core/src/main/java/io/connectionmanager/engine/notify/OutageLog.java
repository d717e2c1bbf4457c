package io.connectionmanager.engine.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.DurationText;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Outage;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The listener that logs an outage as one record: a line when it begins (WARN), summaries
 * at growing intervals while it lasts (WARN), and a line when it ends (INFO). Flaps are
 * part of the outage. Stack traces are logged at DEBUG. Lines carry key-value pairs for
 * structured logging. That a lease has expired is logged by the group.
 * <p>
 * Every manager has one, so it keeps only numbers, and composes text only for a line to
 * log.
 */
final class OutageLog extends ListenerQueue implements ConnectionListener {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final int FIRST_SUMMARY_SECONDS = 60;

	private boolean isUp;

	private boolean standsBy;

	private boolean wasUp;

	/** Whether the latest connection ended before it was stable. */
	private boolean flapped;

	private int attempts;

	/** The outage so far; {@code null} while there is none. */
	private @Nullable OutageSoFar outage;

	OutageLog(NotificationContext<?> context, Announcement position) {
		super(context, position);
	}

	@Override
	ConnectionListener listener() {
		return this;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		if (logger.isDebugEnabled()) {
			// The outage is noted even where the details cannot be logged.
			UncaughtFailures.catchAll(() -> logDetails(transition));
		}
		boolean ended = transition.from() == ConnectionState.CONNECTED;
		if (ended) {
			this.flapped = transition.inPrevious().compareTo(context().settings().stableAfter()) < 0;
		}
		OutageSoFar outage = this.outage;
		if (outage != null) {
			outage.lengthNanos += transition.inPrevious().toNanos();
			outage.flaps += (ended && this.flapped && outage.flaps < Integer.MAX_VALUE) ? 1 : 0;
		}
		if (transition.from() == ConnectionState.CONNECTING && this.attempts < Integer.MAX_VALUE) {
			this.attempts++;
		}
		this.isUp = transition.to() == ConnectionState.CONNECTED;
		this.standsBy = transition.to() == ConnectionState.STANDBY;
		if (Outage.isBegunBy(transition)) {
			failed(transition);
		}
		if (this.isUp && this.outage == null) {
			this.attempts = 0;
			cameUp(transition.name());
		}
		else if (transition.to() == ConnectionState.SUSPENDED && logger.isWarnEnabled()) {
			about(Level.WARN, transition.name()).log(
					"Connection '{}' suspended: no further attempt until reconnect() or start(); {}", transition.name(),
					summary());
		}
	}

	private void logDetails(ConnectionTransition transition) {
		logger.debug("Connection '{}': {} -> {} after {}", transition.name(), transition.from(), transition.to(),
				DurationText.format(transition.inPrevious()),
				transition.cause().map(context().masking()::mask).orElse(null));
	}

	private void failed(ConnectionTransition transition) {
		FailureKind kind = transition.failureKind().orElse(FailureKind.OTHER);
		OutageSoFar outage = this.outage;
		if (outage == null) {
			// An attempt that was stopped before belongs to no outage.
			this.attempts = (transition.from() == ConnectionState.CONNECTING) ? 1 : 0;
			this.outage = new OutageSoFar(new FailureCounts(kind, 1, null));
			// It begins with a flap, whether the connection was lost or replaced.
			this.outage.flaps = (this.flapped && transition.from() != ConnectionState.CONNECTING) ? 1 : 0;
			if (logger.isWarnEnabled()) {
				about(Level.WARN, transition.name()).addKeyValue("kind", kind)
					.log("Connection '{}' {} ({}): {}", transition.name(), whatHappened(transition), kind,
							describe(transition));
			}
		}
		else {
			outage.causes = FailureCounts.plus(outage.causes, kind);
			if (outage.seconds() >= outage.nextSummarySeconds) {
				outage.nextSummarySeconds = (int) Math.min(2 * outage.seconds(), Integer.MAX_VALUE);
				summarize(transition, outage);
			}
		}
	}

	private static String whatHappened(ConnectionTransition transition) {
		if (transition.from() == ConnectionState.STOPPED) {
			return "given up";
		}
		return (transition.from() == ConnectionState.CONNECTED) ? "lost" : "failed";
	}

	private String describe(ConnectionTransition transition) {
		return transition.cause().map(context().masking()::describe).orElse("reconnect() before it was stable");
	}

	private void summarize(ConnectionTransition transition, OutageSoFar outage) {
		if (logger.isWarnEnabled()) {
			String name = transition.name();
			about(Level.WARN, name).log("Connection '{}' down for {}; {}; last: {}", name,
					DurationText.format(outage.lengthNanos), summary(), describe(transition));
		}
	}

	private void cameUp(String name) {
		if (logger.isInfoEnabled()) {
			logger.atInfo()
				.addKeyValue("connection", name)
				.log("Connection '{}' {}", name, this.wasUp ? "up again" : "up");
		}
		this.wasUp = true;
	}

	@Override
	public void onOutageOver(String name, Instant ended, Duration length) {
		if (this.outage != null) {
			this.outage.lengthNanos = length.toNanos();
		}
		if (logger.isInfoEnabled()) {
			String text = this.isUp ? (this.wasUp ? "up again after" : "up after")
					: this.standsBy ? "stands by after it was down for" : "stopped while down for";
			about(Level.INFO, name).log("Connection '{}' {} {}; {}", name, text, DurationText.format(length),
					summary());
		}
		this.wasUp |= this.isUp;
		this.outage = null;
		this.attempts = 0;
	}

	/** Begins a line with the key-value pairs for structured logging. */
	private LoggingEventBuilder about(Level level, String name) {
		long lengthNanos = (this.outage != null) ? this.outage.lengthNanos : 0;
		return logger.atLevel(level)
			.addKeyValue("connection", name)
			.addKeyValue("attempts", this.attempts)
			.addKeyValue("outageMillis", TimeUnit.NANOSECONDS.toMillis(lengthNanos));
	}

	private String summary() {
		OutageSoFar outage = this.outage;
		if (outage == null) {
			return "";
		}
		String summary = Outage.summary(this.attempts, outage.causes.toMap());
		return (outage.flaps == 0) ? summary
				: summary + "; " + outage.flaps + ((outage.flaps == 1) ? " flap" : " flaps");
	}

	private static final class OutageSoFar {

		private FailureCounts causes;

		private int flaps;

		private int nextSummarySeconds = FIRST_SUMMARY_SECONDS;

		private long lengthNanos;

		private OutageSoFar(FailureCounts causes) {
			this.causes = causes;
		}

		private long seconds() {
			return TimeUnit.NANOSECONDS.toSeconds(this.lengthNanos);
		}

	}

}
