package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A time during which a connection was wanted and not there, as one record: from the
 * first failure, loss or flap until the connection is up, or nobody wants it any more. It
 * holds no exceptions, only what may be shown of them.
 *
 * @param name the name of the connection
 * @param begun when it began, by the wall clock
 * @param ended when it ended, or empty while it lasts
 * @param length how long it lasted until the latest transition, by the monotonic clock
 * @param attempts how many attempts were made, the one that ended it included
 * @param causes how often what kind of failure occurred, the loss that began it included
 * @param lastCause the latest failure: its type and masked message
 */
public record Outage(String name, Instant begun, Optional<Instant> ended, Duration length, int attempts,
		Map<FailureKind, Integer> causes, String lastCause) {

	public Outage {
		causes = Collections.unmodifiableMap(new EnumMap<>(causes));
	}

	/**
	 * Returns whether a transition begins an outage, if there is none, or else adds to
	 * its causes: a failure, a loss, or a connection that was given up before it was
	 * stable, to be replaced.
	 * @param transition the transition
	 * @return whether it does
	 */
	public static boolean isBegunBy(ConnectionTransition transition) {
		return transition.cause().isPresent() || transition.to() == ConnectionState.WAITING
				&& transition.failureKind().filter((kind) -> kind == FailureKind.REQUESTED).isPresent();
	}

	/**
	 * Returns the outage that a transition {@link #isBegunBy begins}.
	 * @param transition the transition
	 * @param kind what kind of failure it was
	 * @param masking takes secrets out of the message of the cause
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
	 * @param kind what kind of failure it was, looked at only if it has a cause
	 * @param masking takes secrets out of the message of the cause
	 * @return the outage, which goes on
	 */
	public Outage after(ConnectionTransition transition, FailureKind kind, Masking masking) {
		return with(transition, this.length.plus(transition.inPrevious()), kind, masking);
	}

	private Outage with(ConnectionTransition transition, Duration length, FailureKind kind, Masking masking) {
		Map<FailureKind, Integer> causes = new EnumMap<>(FailureKind.class);
		causes.putAll(this.causes);
		if (isBegunBy(transition)) {
			causes.merge(kind, 1, Integer::sum);
		}
		boolean attempted = transition.from() == ConnectionState.CONNECTING;
		return new Outage(this.name, this.begun, Optional.empty(), length,
				attempted ? Math.max(this.attempts, this.attempts + 1) : this.attempts, causes,
				transition.cause().map(masking::describe).orElse(this.lastCause));
	}

	/**
	 * Returns this outage when it is over.
	 * @param ended when it ended, by the wall clock
	 * @param length how long it lasted, by the monotonic clock
	 * @return the outage
	 * @see ConnectionListener#onOutageOver
	 */
	public Outage over(Instant ended, Duration length) {
		return new Outage(this.name, this.begun, Optional.of(ended), length, this.attempts, this.causes,
				this.lastCause);
	}

	/**
	 * Returns what was tried and what came of it, in one line.
	 * @return such as {@code 4 attempts; causes: refused x3, reset x1}
	 */
	public String summary() {
		return summary(this.attempts, this.causes);
	}

	/**
	 * Returns what was tried and what came of it, in one line.
	 * @param attempts how many attempts were made
	 * @param causes how often what kind of failure occurred
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
