package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * A manager of one named, long-lived connection. It opens the connection through a
 * {@link Connector}, abandons an attempt that takes too long, retries after a failure or
 * a loss, and notifies {@link ConnectionSubscriber subscribers} when the connection comes
 * and goes. <pre class="code">
 * ConnectionManager&lt;Socket&gt; prices = ConnectionManager.builder("prices", Connector.blocking((attempt) -&gt; {
 *     Socket socket = new Socket("feed.example", 7000);
 *     new Thread(() -&gt; read(socket, attempt)).start();   // calls attempt.disconnected(cause) at the end
 *     return socket;
 * })).reconnectAfter(Duration.ofSeconds(1)).start();
 * prices.subscribe((socket) -&gt; socket.getOutputStream().write(hello));
 * </pre>
 * <ul>
 * <li><b>Threads.</b> Every method may be called from any thread. Connectors, subscribers
 * without an executor and listeners are called on worker threads of the
 * {@link ConnectionRuntime}, with no lock held.</li>
 * <li><b>Blocking.</b> Only {@link #awaitConnection(Duration)} and {@link #close()} wait.
 * {@link #subscribe} calls a late subscriber, and so may take as long as that
 * subscriber.</li>
 * <li><b>Reentrancy.</b> Every method may be called from any callback of this or another
 * manager, and from inside a supplied timer, executor or clock, without deadlock or
 * recursion.</li>
 * <li><b>Visibility.</b> The effect of a call is visible to its caller when the call
 * returns. After {@link #stop()} or {@link #close()}, {@link #isConnected()} is
 * {@code false}. After {@link #connectionLost}, {@link #reconnect()} or
 * {@link ConnectionAttempt#disconnected()}, no method returns the connection given
 * up.</li>
 * <li><b>Ordering.</b> A subscriber sees strictly alternating calls. A listener sees
 * every transition once and in order.</li>
 * <li><b>Exceptions.</b> No exception of a connector, a subscriber or a listener is
 * thrown to a caller of this interface. A failed attempt is retried, until the attempts
 * are exhausted or a {@link ConnectionRejectedException} suspends the manager. An
 * exception of a subscriber or a listener is logged.</li>
 * <li><b>Lifetime.</b> The runtime holds a started manager until the manager is stopped
 * or closed.</li>
 * </ul>
 * <p>
 * Modelled on {@code Message::Passing::Role::ConnectionManager} of Perl's
 * Message-Passing.
 *
 * @param <C> the type of the connection
 */
public interface ConnectionManager<C> extends AutoCloseable {

	/**
	 * Returns a builder of a manager.
	 * @param <C> the type of the connection
	 * @param name the name of the connection, which is displayed and used for look-ups;
	 * not blank
	 * @param connector opens and closes the connection
	 * @return the builder
	 */
	static <C> Builder<C> builder(String name, Connector<C> connector) {
		return ProviderHolder.PROVIDER.manager(name, connector, AsyncConnector.openerOf(connector));
	}

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the settings in force for this manager.
	 * @return the settings
	 */
	ConnectionSettings settings();

	/**
	 * Returns the endpoints that this manager connects to, in the order in which it tries
	 * them. A URI may contain credentials: display it through {@link Masking#mask(URI)}.
	 * @return the endpoints, or an empty list if it has none
	 */
	List<URI> endpoints();

	/**
	 * Returns whether the connection is ready for use now. Costs a volatile read.
	 * @return whether the state is {@link ConnectionState#CONNECTED}
	 */
	boolean isConnected();

	/**
	 * Returns the connection while {@link ConnectionState#CONNECTED}, and also while
	 * {@link ConnectionState#CONNECTING} once the connector has returned it. It is not
	 * ready for use in the second case.
	 * @return the connection, or empty
	 */
	Optional<C> connection();

	/**
	 * Returns the ready connection.
	 * @return the connection
	 * @throws NotConnectedException if the connection is not ready now. The message gives
	 * the state and since when, the last failure, and when the next attempt is due
	 */
	C requireConnection();

	/**
	 * Waits until the connection is ready. Does not start a stopped manager.
	 * @param atMost the maximum time to wait; zero or less to check once
	 * @return the connection
	 * @throws NotConnectedException if it was not ready in time
	 * @throws ManagerClosedException as soon as the manager is closed
	 * @throws InterruptedException if the thread is interrupted while waiting
	 */
	C awaitConnection(Duration atMost) throws InterruptedException;

	/**
	 * Returns a consistent view of this manager.
	 * @return the view
	 */
	ConnectionSnapshot<C> snapshot();

	/**
	 * Subscribes. If the connection is ready, {@code connected} is called on the calling
	 * thread before this method returns. All other calls are made on worker threads. The
	 * subscriber is held strongly until the subscription is cancelled.
	 * @param subscriber the subscriber to notify
	 * @return the subscription; inactive if the manager is closed
	 */
	Subscription subscribe(ConnectionSubscriber<? super C> subscriber);

	/**
	 * Subscribes, with an executor that makes all calls.
	 * @param subscriber the subscriber to notify
	 * @param executor makes the calls. With {@code Runnable::run}, calls are made on the
	 * thread that reports the change, which the subscriber must not block
	 * @return the subscription; inactive if the manager is closed
	 */
	Subscription subscribe(ConnectionSubscriber<? super C> subscriber, Executor executor);

	/**
	 * Subscribes like {@link #subscribe(ConnectionSubscriber)}, but holds the subscriber
	 * weakly. The subscription ends when the subscriber is no longer reachable otherwise.
	 * Do not pass a lambda or another object created for the call: nothing else holds it,
	 * and it may be collected at once.
	 * @param subscriber the subscriber to notify
	 * @return the subscription, which does not hold the subscriber either; inactive if
	 * the manager is closed
	 */
	Subscription subscribeWeakly(ConnectionSubscriber<? super C> subscriber);

	/**
	 * Starts connecting if the manager is {@link ConnectionState#STOPPED} or
	 * {@link ConnectionState#SUSPENDED}; otherwise does nothing. Never blocks.
	 */
	void start();

	/**
	 * Stops connecting, and closes the connection.
	 * <ol>
	 * <li>The state is {@link ConnectionState#STOPPED} at once.</li>
	 * <li>Subscribers are notified. Their {@code disconnected} may still use the
	 * connection, for up to the drain timeout.</li>
	 * <li>The connection is closed.</li>
	 * </ol>
	 * {@link #start()} starts the manager again; a start during the drain takes effect
	 * after it.
	 * @return a stage that completes when the connection is closed and subscribers and
	 * listeners have been notified of the stop, or, if one of them hangs, when the drain
	 * timeout has expired. It does not wait for a subscriber that is still being notified
	 * of an earlier loss. It completes on a worker thread, and never exceptionally
	 */
	CompletionStage<Void> stop();

	/**
	 * Replaces the connection, or ends the current delay.
	 * <ul>
	 * <li>{@link ConnectionState#CONNECTED}: gives the connection up like
	 * {@link #stop()}, and then connects at once. If the connection was up for less than
	 * {@link ConnectionSettings#stableAfter()}, it is a flap, and the next attempt waits
	 * for the next delay of the back-off.</li>
	 * <li>{@link ConnectionState#WAITING} or {@link ConnectionState#SUSPENDED}: makes an
	 * attempt at once.</li>
	 * <li>Any other state: does nothing.</li>
	 * </ul>
	 */
	void reconnect();

	/**
	 * Reports that the connection was lost, as noticed by code that uses it. Ignored
	 * unless it is the current connection, so that a late report about an earlier one
	 * does no harm.
	 * @param connection the connection that was lost
	 * @param cause the reason, or {@code null} if it is not known
	 */
	void connectionLost(C connection, @Nullable Throwable cause);

	/**
	 * Stops for good, and waits until that is done, but no longer than twice the drain
	 * timeout. Does not wait if it is called from a callback of this manager, or if the
	 * manager is closed already.
	 */
	@Override
	void close();

	/**
	 * Returns the group within which the connection is exclusive.
	 * @return the group, or empty if the connection is not exclusive
	 */
	Optional<ExclusiveGroup> exclusiveGroup();

	/**
	 * Returns the replica that holds the connection, as far as this replica knows.
	 * @return the holder; empty if the connection is not exclusive, nobody holds it, or
	 * that is unknown
	 */
	Optional<ClaimHolder> holder();

	/**
	 * Hands an exclusive connection over to another replica: notifies subscribers, closes
	 * the connection, and releases it. The manager is then
	 * {@link ConnectionState#STANDBY} and does not claim the connection again before
	 * another replica has had the opportunity.
	 * @return a stage that completes with {@code true} when the connection is released,
	 * or with {@code false} if nothing was done, because the connection is not exclusive,
	 * this replica does not hold it, or no other replica is up. It never completes
	 * exceptionally
	 */
	CompletionStage<Boolean> handOver();

	/**
	 * Returns the masking that removes the secrets of this connection from displayed
	 * text.
	 * @return the masking
	 */
	Masking masking();

	/**
	 * A builder of {@link ConnectionManager}. Not thread-safe.
	 *
	 * @param <C> the type of the connection
	 */
	interface Builder<C> {

		/**
		 * Sets all settings. Later calls that set a single one change it in them.
		 * @param settings the settings
		 * @return this builder
		 */
		Builder<C> settings(ConnectionSettings settings);

		/**
		 * Sets the maximum duration of an attempt; 30 s by default.
		 * @param timeout the timeout
		 * @return this builder
		 * @see ConnectionSettings#timeout()
		 */
		Builder<C> timeout(Duration timeout);

		/**
		 * Sets the first delay after a failure or a loss; 2 s by default.
		 * @param reconnectAfter the delay
		 * @return this builder
		 * @see ConnectionSettings#reconnectAfter()
		 */
		Builder<C> reconnectAfter(Duration reconnectAfter);

		/**
		 * Sets the endpoint to connect to, which the connector finds in
		 * {@link ConnectionAttempt#endpoint()}.
		 * @param endpoint the endpoint
		 * @return this builder
		 */
		Builder<C> endpoint(URI endpoint);

		/**
		 * Sets several endpoints, which attempts take in turn.
		 * @param endpoints the endpoints; the connector finds that of the attempt in
		 * {@link ConnectionAttempt#endpoint()}
		 * @return this builder
		 * @throws IllegalArgumentException if there is none, or one of them is
		 * {@code null}
		 */
		Builder<C> endpoints(List<URI> endpoints);

		/**
		 * Sets the order in which several endpoints are tried;
		 * {@link EndpointPolicy#ORDERED} by default.
		 * @param policy the order
		 * @return this builder
		 */
		Builder<C> endpointPolicy(EndpointPolicy policy);

		/**
		 * Adds a listener, which sees every transition.
		 * @param listener the listener
		 * @return this builder
		 */
		Builder<C> listener(ConnectionListener listener);

		/**
		 * Adds an interceptor, which wraps the opening of each connection. The last one
		 * added is called first.
		 * @param interceptor the interceptor
		 * @return this builder
		 */
		Builder<C> interceptor(OpenInterceptor interceptor);

		/**
		 * Adds a subscriber, which is held as long as the manager.
		 * @param subscriber the subscriber
		 * @return this builder
		 */
		Builder<C> subscriber(ConnectionSubscriber<? super C> subscriber);

		/**
		 * Sets the classifier of failures; {@link FailureClassifier#standard()} by
		 * default.
		 * @param classifier the classifier
		 * @return this builder
		 */
		Builder<C> failureClassifier(FailureClassifier classifier);

		/**
		 * Sets the masking of failure messages in the log and in
		 * {@link NotConnectedException}; {@link Masking#standard()} by default. The
		 * user-info of the endpoints is always masked.
		 * @param masking the masking
		 * @return this builder
		 */
		Builder<C> masking(Masking masking);

		/**
		 * Sets the runtime that provides threads, time and connect limits;
		 * {@link ConnectionRuntime#shared()} by default.
		 * @param runtime the runtime, built by {@link ConnectionRuntime#builder()}
		 * @return this builder
		 */
		Builder<C> runtime(ConnectionRuntime runtime);

		/**
		 * Makes the connection exclusive: exactly one member of the group holds it at a
		 * time. Unless it is this one, the manager is {@link ConnectionState#STANDBY}
		 * once it was started.
		 * @param group the group; it must have the same runtime as the manager
		 * @return this builder
		 */
		Builder<C> exclusive(ExclusiveGroup group);

		/**
		 * Sets after how long an outage the connection is handed over, if another member
		 * of the group is up: perhaps it can connect. Never by default. Has no effect
		 * unless the connection is exclusive.
		 * @param yieldAfter the length of the outage; more than zero
		 * @return this builder
		 */
		Builder<C> yieldAfter(Duration yieldAfter);

		/**
		 * Builds the manager in state {@link ConnectionState#STOPPED}.
		 * @return the manager
		 * @throws IllegalArgumentException if a setting is invalid, or the group has an
		 * open manager of that name
		 * @throws IllegalStateException if the group was closed
		 */
		ConnectionManager<C> build();

		/**
		 * Builds the manager and starts it.
		 * @return the manager
		 * @throws IllegalArgumentException if a setting is invalid
		 */
		ConnectionManager<C> start();

	}

}
