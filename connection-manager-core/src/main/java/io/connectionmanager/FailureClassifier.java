package io.connectionmanager;

/**
 * A function from failures to their {@link FailureKind}.
 * <ul>
 * <li><b>Threads.</b> A manager calls it once for each failure, on the thread that
 * reports the failure and before it decides what to do. A classifier must be thread-safe
 * and must not block.</li>
 * <li><b>Exceptions.</b> A classifier that throws or returns {@code null} is treated as
 * if it had returned {@link FailureKind#OTHER}.</li>
 * </ul>
 */
@FunctionalInterface
public interface FailureClassifier {

	/**
	 * Classifies the failure of a transition.
	 * @param transition the transition that the failure leads to, with its cause. Its
	 * target is {@link ConnectionState#WAITING}, even if the manager is then suspended
	 * @return the kind of failure
	 */
	FailureKind classify(ConnectionTransition transition);

	/**
	 * Returns a classifier that returns the same as this one, or
	 * {@link FailureKind#OTHER} if this one throws or returns {@code null}.
	 * @return the classifier
	 */
	default FailureClassifier orOther() {
		return (transition) -> {
			try {
				FailureKind kind = classify(transition);
				return (kind != null) ? kind : FailureKind.OTHER;
			}
			catch (RuntimeException ex) {
				return FailureKind.OTHER;
			}
		};
	}

	/**
	 * Returns the default classifier. It recognizes the exceptions of the JDK and of this
	 * library, follows the causes of others, and classifies a transition without a cause
	 * as {@link FailureKind#REQUESTED}. To recognize more, check before delegating to it:
	 * <pre class="code">
	 * FailureClassifier classifier = (transition) -&gt;
	 *     (transition.cause().orElse(null) instanceof BadCredentials) ? FailureKind.AUTHENTICATION
	 *         : FailureClassifier.standard().classify(transition);
	 * </pre>
	 * @return the classifier
	 */
	static FailureClassifier standard() {
		return StandardFailureClassifier.INSTANCE;
	}

}
