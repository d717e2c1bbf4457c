package io.connectionmanager.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Outage;

/**
 * Logs an outage as one record: when it begins (WARN), in sum now and then while it lasts
 * (WARN, ever more rarely), and when it ends (INFO). Stack traces come at DEBUG.
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
			this.logger.warn("Connection '{}' {} ({}): {}", transition.name(), lost ? "lost" : "failed", kind,
					this.outage.lastCause());
		}
		entered(transition.to(), transition.name(), this.outage);
	}

	private void goesOn(Outage outage, boolean failed) {
		if (failed && outage.length().compareTo(this.nextSummary) >= 0) {
			this.nextSummary = outage.length().multipliedBy(2);
			this.logger.warn("Connection '{}' down for {}; {}; last: {}", outage.name(), Spans.format(outage.length()),
					outage.summary(), outage.lastCause());
		}
	}

	private void entered(ConnectionState state, String name, @Nullable Outage outage) {
		switch (state) {
			case CONNECTED -> {
				String up = this.wasUp ? "up again" : "up";
				if (outage != null) {
					this.logger.info("Connection '{}' {} after {}; {}", name, up, Spans.format(outage.length()),
							outage.summary());
				}
				else {
					this.logger.info("Connection '{}' {}", name, up);
				}
				this.wasUp = true;
				over();
			}
			case STOPPED, CLOSED -> {
				if (outage != null) {
					this.logger.info("Connection '{}' stopped while down for {}; {}", name,
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

	private void over() {
		this.outage = null;
		this.nextSummary = FIRST_SUMMARY;
	}

}
