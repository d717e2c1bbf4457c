package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;

/**
 * Where a connection is in its back-off sequence, counted along with the manager by the
 * same rule: the sequence starts over after a connection that was stable, and only then.
 *
 * @param delays how many waits there were since the connection was last stable
 * @param waitingSince when the wait began that there is now, or empty if there is none
 */
record BackoffPosition(int delays, Optional<Instant> waitingSince) {

	static final BackoffPosition START = new BackoffPosition(0, Optional.empty());

	BackoffPosition after(ConnectionTransition transition, Duration stableAfter) {
		boolean wasStable = transition.from() == ConnectionState.CONNECTED
				&& transition.inPrevious().compareTo(stableAfter) >= 0;
		int delays = wasStable ? 0 : this.delays;
		return (transition.to() == ConnectionState.WAITING)
				? new BackoffPosition(delays + 1, Optional.of(transition.at()))
				: new BackoffPosition(delays, Optional.empty());
	}

}
