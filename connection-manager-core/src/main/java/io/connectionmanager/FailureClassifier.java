package io.connectionmanager;

/**
 * Tells what kind of failure led to a transition. Called on worker threads, by several at
 * once.
 */
@FunctionalInterface
public interface FailureClassifier {

	/**
	 * Classifies the failure of a transition.
	 * @param transition a transition that has a cause, or that leaves
	 * {@link ConnectionState#CONNECTED}
	 * @return the kind of failure
	 */
	FailureKind classify(ConnectionTransition transition);

	/**
	 * Returns a classifier that knows what this one knows, and says
	 * {@link FailureKind#OTHER} where this one throws.
	 * @return the classifier
	 */
	default FailureClassifier orOther() {
		return (transition) -> {
			try {
				return classify(transition);
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
