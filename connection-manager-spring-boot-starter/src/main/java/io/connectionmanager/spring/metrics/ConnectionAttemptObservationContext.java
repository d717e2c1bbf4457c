package io.connectionmanager.spring.metrics;

import java.util.Optional;

import io.connectionmanager.ConnectionAttempt;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation of an attempt. Its error, if any, is the failure of the
 * attempt.
 */
public class ConnectionAttemptObservationContext extends Observation.Context {

	private final String connectionName;

	private final int attempt;

	private volatile @Nullable String outcome;

	/**
	 * Creates the context of an attempt.
	 * @param attempt the attempt
	 */
	public ConnectionAttemptObservationContext(ConnectionAttempt attempt) {
		this.connectionName = attempt.name();
		this.attempt = attempt.number();
	}

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	public String getConnectionName() {
		return this.connectionName;
	}

	/**
	 * Returns the number of the attempt within the outage.
	 * @return the number, counted from 1
	 */
	public int getAttempt() {
		return this.attempt;
	}

	/**
	 * Returns the outcome of the attempt.
	 * @return {@code connected}, a {@link io.connectionmanager.FailureKind FailureKind},
	 * or {@code abandoned} if the manager was stopped first; empty while the attempt is
	 * in progress
	 */
	public Optional<String> getOutcome() {
		return Optional.ofNullable(this.outcome);
	}

	/**
	 * Sets the outcome of the attempt.
	 * @param outcome the outcome
	 */
	public void setOutcome(String outcome) {
		this.outcome = outcome;
	}

}
