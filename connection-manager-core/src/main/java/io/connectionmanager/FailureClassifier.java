package io.connectionmanager;

/**
 * Classifies failures. A manager asks it once for each failure, before it decides, on the
 * thread that reports the failure; several threads may ask at once. It must not block.
 */
@FunctionalInterface
public interface FailureClassifier {

	/**
	 * Classifies the failure of a transition.
	 * @param transition the transition that the failure leads to, with its cause. Its
	 * target is {@link ConnectionState#WAITING}, also where the manager is then suspended
	 * @return the kind of failure
	 */
	FailureKind classify(ConnectionTransition transition);

	/**
	 * Returns a classifier that answers like this one, and with {@link FailureKind#OTHER}
	 * where this one throws or returns {@code null}.
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
	 * Returns the classifier that managers use which were not given one. It knows the
	 * exceptions of the JDK and of this library, looks through those that merely wrap
	 * another one, and takes a transition without a cause for one that was asked for. To
	 * know more, ask before it: <pre class="code">
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
