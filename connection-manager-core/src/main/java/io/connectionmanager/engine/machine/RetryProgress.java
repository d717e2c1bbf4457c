package io.connectionmanager.engine.machine;

import java.util.Objects;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.EndpointPolicy;

/**
 * The data that a manager keeps from one state to the next. Counters saturate instead of
 * overflowing.
 *
 * @param generation the number of the latest attempt: its identity
 * @param attempt its number within the outage, 0 if there was none
 * @param consecutiveFailures attempts that failed since the connection was last up or a
 * suspended manager was resumed
 * @param delayNumber the position of the latest delay in the back-off sequence, 0 before
 * the first
 * @param outageSince when the ongoing outage began, by the ticker, in nanoseconds
 * @param lastFailure the latest failure or loss
 * @param connects the number of times the connection came up since the manager was built
 * @param failures the number of failed attempts since then
 * @param flaps the number of connections since then that ended before they were stable
 * @param endpoint the position of the endpoint of the latest attempt, or of the next one
 * after a failure or a flap; it counts on, and the endpoints repeat
 * @param calls calls of the connector that have not returned
 * @param token the token under which an exclusive connection may be opened and kept, or
 * {@code null} if there is none
 */
public record RetryProgress(long generation, int attempt, int consecutiveFailures, int delayNumber,
		OptionalLong outageSince, @Nullable Failure lastFailure, int connects, int failures, int flaps, int endpoint,
		OutstandingCalls calls, @Nullable Long token) {

	static final RetryProgress NONE = new RetryProgress(0, 0, 0, 0, OptionalLong.empty(), null, 0, 0, 0, 0,
			OutstandingCalls.NONE, null);

	RetryProgress attemptBegun() {
		return new RetryProgress(next(this.generation), next(this.attempt), this.consecutiveFailures, this.delayNumber,
				this.outageSince, this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint, this.calls,
				this.token);
	}

	RetryProgress attemptFailed(Failure failure, long now) {
		return new RetryProgress(this.generation, this.attempt, next(this.consecutiveFailures), this.delayNumber,
				outageFrom(now), failure, this.connects, next(this.failures), this.flaps, nextEndpoint(), this.calls,
				this.token);
	}

	RetryProgress connected() {
		return new RetryProgress(this.generation, this.attempt, 0, this.delayNumber, this.outageSince, this.lastFailure,
				next(this.connects), this.failures, this.flaps, this.endpoint, this.calls, this.token);
	}

	/**
	 * The connection has become stable: the outage is over and the delays start over.
	 */
	RetryProgress outageOver() {
		return new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, 0, OptionalLong.empty(),
				this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint, this.calls, this.token);
	}

	/**
	 * A connection that was stable has ended.
	 * @param policy whether the next outage starts at the first endpoint
	 */
	RetryProgress stableEnded(EndpointPolicy policy) {
		int endpoint = (policy == EndpointPolicy.ORDERED) ? 0 : this.endpoint;
		return new RetryProgress(this.generation, 0, this.consecutiveFailures, 0, OptionalLong.empty(),
				this.lastFailure, this.connects, this.failures, this.flaps, endpoint, this.calls, this.token);
	}

	/**
	 * A connection is replaced before it was stable: if there is no outage, that begins
	 * one.
	 */
	RetryProgress replaced(long now) {
		return new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, this.delayNumber,
				outageFrom(now), this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint, this.calls,
				this.token);
	}

	/** A connection ended before it was stable; an ongoing outage continues. */
	RetryProgress flapped() {
		return new RetryProgress(this.generation, this.outageSince.isPresent() ? this.attempt : 0,
				this.consecutiveFailures, this.delayNumber, this.outageSince, this.lastFailure, this.connects,
				this.failures, next(this.flaps), nextEndpoint(), this.calls, this.token);
	}

	RetryProgress lost(Failure failure, long now) {
		return new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, this.delayNumber,
				outageFrom(now), failure, this.connects, this.failures, this.flaps, this.endpoint, this.calls,
				this.token);
	}

	RetryProgress waiting() {
		return new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, next(this.delayNumber),
				this.outageSince, this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint, this.calls,
				this.token);
	}

	RetryProgress resumed() {
		return new RetryProgress(this.generation, this.attempt, 0, this.delayNumber, this.outageSince, this.lastFailure,
				this.connects, this.failures, this.flaps, this.endpoint, this.calls, this.token);
	}

	/** Nobody wants a connection any more: there is no outage and no attempt. */
	RetryProgress unwanted() {
		return new RetryProgress(this.generation, 0, 0, this.delayNumber, OptionalLong.empty(), this.lastFailure,
				this.connects, this.failures, this.flaps, this.endpoint, this.calls, this.token);
	}

	/** The manager was stopped, or stands by. */
	RetryProgress stopped() {
		return unwanted().withToken(null);
	}

	/** The lease of the exclusive connection has expired: no attempt has failed. */
	RetryProgress leaseLost(Failure failure) {
		return new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, this.delayNumber,
				this.outageSince, failure, this.connects, this.failures, this.flaps, this.endpoint, this.calls, null);
	}

	RetryProgress withToken(@Nullable Long token) {
		return Objects.equals(token, this.token) ? this
				: new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, this.delayNumber,
						this.outageSince, this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint,
						this.calls, token);
	}

	/** The connection of this attempt is to be closed. */
	RetryProgress closing() {
		return with(this.calls.closeRequested(this.generation));
	}

	RetryProgress with(OutstandingCalls calls) {
		return (calls == this.calls) ? this
				: new RetryProgress(this.generation, this.attempt, this.consecutiveFailures, this.delayNumber,
						this.outageSince, this.lastFailure, this.connects, this.failures, this.flaps, this.endpoint,
						calls, this.token);
	}

	private int nextEndpoint() {
		return (this.endpoint == Integer.MAX_VALUE) ? 0 : this.endpoint + 1;
	}

	private OptionalLong outageFrom(long now) {
		return this.outageSince.isPresent() ? this.outageSince : OptionalLong.of(now);
	}

	private static long next(long count) {
		return (count == Long.MAX_VALUE) ? count : count + 1;
	}

	private static int next(int count) {
		return (count == Integer.MAX_VALUE) ? count : count + 1;
	}

}
