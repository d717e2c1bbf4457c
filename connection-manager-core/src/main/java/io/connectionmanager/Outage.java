package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The record of one outage, from the first failure, loss or flap until a connection is up
 * that proves stable, or until the manager is stopped or stands by. It holds no
 * exceptions, only their displayable form.
 *
 * @param name the name of the connection
 * @param begun when it began, by the wall clock
 * @param ended when it ended, or empty while it is ongoing
 * @param length its duration up to the latest transition, by the monotonic clock
 * @param attempts the number of attempts, including the one that ended it
 * @param causes the number of failures by kind, including the loss that began it
 * @param lastCause the latest failure: its type and masked message
 */
public record Outage(String name, Instant begun, Optional<Instant> ended, Duration length, int attempts,
		Map<FailureKind, Integer> causes, String lastCause) {

	public Outage {
		causes = Collections.unmodifiableMap(new EnumMap<>(causes));
	}

	/**
	 * Returns whether a transition begins an outage, or adds a cause to the current one:
	 * a failure, a loss, or a connection that is replaced before it was stable. A replica
	 * that {@link ConnectionState#STANDBY stands by} has no outage.
	 * @param transition the transition
	 * @return whether it does
	 */
	public static boolean isBegunBy(ConnectionTransition transition) {
		return switch (transition.to()) {
			case STANDBY -> false;
			case WAITING -> transition.cause().isPresent()
					|| transition.failureKind().filter((kind) -> kind == FailureKind.REQUESTED).isPresent();
			default -> transition.cause().isPresent();
		};
	}

	/**
	 * Returns the outage that a transition {@link #isBegunBy begins}.
	 * @param transition the transition
	 * @param kind the kind of failure
	 * @param masking masks secrets in the message of the cause
	 * @return the outage
	 */
	public static Outage begin(ConnectionTransition transition, FailureKind kind, Masking masking) {
		Outage outage = new Outage(transition.name(), transition.at(), Optional.empty(), Duration.ZERO, 0,
				new EnumMap<>(FailureKind.class), "");
		return outage.with(transition, Duration.ZERO, kind, masking);
	}

	/**
	 * Returns this outage after the next transition.
	 * @param transition the transition
	 * @param kind the kind of failure, ignored if the transition has no cause
	 * @param masking masks secrets in the message of the cause
	 * @return the ongoing outage
	 */
	public Outage after(ConnectionTransition transition, FailureKind kind, Masking masking) {
		return with(transition, this.length.plus(transition.inPrevious()), kind, masking);
	}

	private Outage with(ConnectionTransition transition, Duration length, FailureKind kind, Masking masking) {
		Map<FailureKind, Integer> causes = new EnumMap<>(FailureKind.class);
		causes.putAll(this.causes);
		String lastCause = this.lastCause;
		if (isBegunBy(transition)) {
			causes.merge(kind, 1, Integer::sum);
			lastCause = transition.cause().map(masking::describe).orElse(lastCause);
		}
		boolean attempted = transition.from() == ConnectionState.CONNECTING;
		return new Outage(this.name, this.begun, Optional.empty(), length,
				attempted ? Math.max(this.attempts, this.attempts + 1) : this.attempts, causes, lastCause);
	}

	/**
	 * Returns this outage as a finished one.
	 * @param ended when it ended, by the wall clock
	 * @param length its duration, by the monotonic clock
	 * @return the outage
	 * @see ConnectionListener#onOutageOver
	 */
	public Outage over(Instant ended, Duration length) {
		return new Outage(this.name, this.begun, Optional.of(ended), length, this.attempts, this.causes,
				this.lastCause);
	}

	/**
	 * Returns attempts and causes in one line.
	 * @return such as {@code 4 attempts; causes: refused x3, reset x1}
	 */
	public String summary() {
		return summary(this.attempts, this.causes);
	}

	/**
	 * Returns attempts and causes in one line.
	 * @param attempts the number of attempts
	 * @param causes the number of failures by kind
	 * @return such as {@code 4 attempts; causes: refused x3, reset x1}
	 */
	public static String summary(int attempts, Map<FailureKind, Integer> causes) {
		String counted = causes.entrySet()
			.stream()
			.map((cause) -> cause.getKey() + " x" + cause.getValue())
			.collect(Collectors.joining(", "));
		return "%d %s; causes: %s".formatted(attempts, (attempts == 1) ? "attempt" : "attempts", counted);
	}

}
