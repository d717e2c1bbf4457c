package io.connectionmanager.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Outage;

/**
 * Logs an outage as one record: when it begins (WARN), in sum now and then while it lasts
 * (WARN, ever more rarely), and when it ends (INFO). Stack traces come at DEBUG. Lines
 * carry key-value pairs for structured logging.
 */
final class OutageLog implements ConnectionListener {

	private static final Duration FIRST_SUMMARY = Duration.ofMinutes(1);

	private final Logger logger;

	private final FailureClassifier classifier;

	private boolean wasUp;

	private @Nullable Outage outage;

	private Duration nextSummary = FIRST_SUMMARY;

	OutageLog(Logger logger, FailureClassifier classifier) {
		this.logger = logger;
		this.classifier = classifier;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		this.logger.debug("Connection '{}': {} -> {} after {}", transition.name(), transition.from(), transition.to(),
				Spans.format(transition.inPrevious()), transition.cause().orElse(null));
		Outage before = this.outage;
		boolean failed = transition.cause().isPresent();
		FailureKind kind = failed ? this.classifier.classify(transition) : FailureKind.OTHER;
		if (before != null) {
			this.outage = before.after(transition, kind);
			goesOn(this.outage, failed);
		}
		else if (failed) {
			this.outage = Outage.begin(transition, kind);
			boolean lost = transition.from() == ConnectionState.CONNECTED;
			about(Level.WARN, this.outage).addKeyValue("kind", kind)
				.log("Connection '{}' {} ({}): {}", transition.name(), lost ? "lost" : "failed", kind,
						this.outage.lastCause());
		}
		entered(transition.to(), transition.name(), this.outage);
	}

	private void goesOn(Outage outage, boolean failed) {
		if (failed && outage.length().compareTo(this.nextSummary) >= 0) {
			this.nextSummary = outage.length().multipliedBy(2);
			about(Level.WARN, outage).log("Connection '{}' down for {}; {}; last: {}", outage.name(),
					Spans.format(outage.length()), outage.summary(), outage.lastCause());
		}
	}

	private void entered(ConnectionState state, String name, @Nullable Outage outage) {
		switch (state) {
			case CONNECTED -> {
				String up = this.wasUp ? "up again" : "up";
				if (outage != null) {
					about(Level.INFO, outage).log("Connection '{}' {} after {}; {}", name, up,
							Spans.format(outage.length()), outage.summary());
				}
				else {
					this.logger.atInfo().addKeyValue("connection", name).log("Connection '{}' {}", name, up);
				}
				this.wasUp = true;
				over();
			}
			case STOPPED, CLOSED -> {
				if (outage != null) {
					about(Level.INFO, outage).log("Connection '{}' stopped while down for {}; {}", name,
							Spans.format(outage.length()), outage.summary());
				}
				over();
			}
			case SUSPENDED -> this.logger.warn("Connection '{}' suspended: no further attempt until asked for; {}",
					name, (outage != null) ? outage.summary() : "");
			default -> {
			}
		}
	}

	/** Begins a line with what structured logging shows beside the text. */
	private LoggingEventBuilder about(Level level, Outage outage) {
		return this.logger.atLevel(level)
			.addKeyValue("connection", outage.name())
			.addKeyValue("attempts", outage.attempts())
			.addKeyValue("outageMillis", outage.length().toMillis());
	}

	private void over() {
		this.outage = null;
		this.nextSummary = FIRST_SUMMARY;
	}

}
