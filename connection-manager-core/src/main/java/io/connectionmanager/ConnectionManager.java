package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Keeps one named connection alive: opens it through a {@link Connector}, aborts an
 * attempt that takes too long, retries after a failure or a loss, and notifies its
 * {@link ConnectionSubscriber subscribers} when the connection comes and goes.
 * <pre class="code">
 * ConnectionManager&lt;Socket&gt; prices = ConnectionManager
 *     .builder("prices", Connector.blocking((attempt) -&gt; new Socket("feed.example", 7000)))
 *     .reconnectAfter(Duration.ofSeconds(1))
 *     .start();
 * prices.subscribe((socket) -&gt; socket.getOutputStream().write(hello));
 * </pre>
 * <p>
 * <ul>
 * <li>Every method may be called from any thread, and from any callback of this or
 * another manager.</li>
 * <li>Only {@link #awaitConnection(Duration)} and {@link #close()} wait.</li>
 * <li>The effect of a call is visible to its caller when the call returns: after
 * {@link #stop()} or {@link #close()}, {@link #isConnected()} is {@code false}; after
 * {@link #connectionLost}, {@link #reconnect()} or
 * {@link ConnectionAttempt#disconnected()}, no method hands out the connection given
 * up.</li>
 * <li>A started manager is held by its runtime until it is stopped or closed.</li>
 * </ul>
 * <p>
 * The model is {@code Message::Passing::Role::ConnectionManager} of Perl's
 * Message-Passing.
 *
 * @param <C> the type of the connection
 */
public interface ConnectionManager<C> extends AutoCloseable {

	/**
	 * Returns a builder of a manager.
	 * @param <C> the type of the connection
	 * @param name the name of the connection, for people and for look-ups; not blank
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
	 * Returns where this manager connects to. A URI may carry credentials: show it
	 * through {@link Masking#mask(URI)}.
	 * @return the endpoints, empty if it has none
	 */
	List<URI> endpoints();

	/**
	 * Returns whether the connection is ready for use, right now. Costs a volatile read.
	 * @return whether the state is {@link ConnectionState#CONNECTED}
	 */
	boolean isConnected();

	/**
	 * Returns the connection: while {@link ConnectionState#CONNECTED}, and while
	 * {@link ConnectionState#CONNECTING} once the connector has returned it, though it is
	 * not ready yet then.
	 * @return the connection, or empty
	 */
	Optional<C> connection();

	/**
	 * Returns the ready connection.
	 * @return the connection
	 * @throws NotConnectedException if there is none right now. The message says the
	 * state, since when, the last failure and when the next attempt comes
	 */
	C requireConnection();

	/**
	 * Waits until the connection is ready. It does not start a manager that is stopped.
	 * @param atMost how long to wait; zero or less to look once
	 * @return the connection
	 * @throws NotConnectedException if it was not ready in time
	 * @throws ManagerClosedException if the manager is closed, at once
	 * @throws InterruptedException if the thread was interrupted meanwhile
	 */
	C awaitConnection(Duration atMost) throws InterruptedException;

	/**
	 * Returns one consistent view of this manager.
	 * @return the view
	 */
	ConnectionSnapshot<C> snapshot();

	/**
	 * Subscribes. If the connection is ready, {@code connected} is called before this
	 * returns, on the calling thread; otherwise it comes when the connection is up, on a
	 * worker thread. The subscriber is held until the subscription is cancelled.
	 * @param subscriber whom to tell
	 * @return the subscription; inactive if the manager is closed
	 */
	Subscription subscribe(ConnectionSubscriber<? super C> subscriber);

	/**
	 * Subscribes with an executor on which all calls are made.
	 * @param subscriber whom to tell
	 * @param executor where to call; {@code Runnable::run} to be called on the thread
	 * that brings the news, which must then not be blocked
	 * @return the subscription; inactive if the manager is closed
	 */
	Subscription subscribe(ConnectionSubscriber<? super C> subscriber, Executor executor);

	/**
	 * Subscribes like {@link #subscribe(ConnectionSubscriber)}, but holds the subscriber
	 * weakly: the subscription ends when nobody else holds it. A lambda or another object
	 * made for the call is held by nobody and may be gone at once.
	 * @param subscriber whom to tell
	 * @return the subscription; inactive if the manager is closed. It does not hold the
	 * subscriber either
	 */
	Subscription subscribeWeakly(ConnectionSubscriber<? super C> subscriber);

	/**
	 * Starts connecting, if {@link ConnectionState#STOPPED} or
	 * {@link ConnectionState#SUSPENDED}; otherwise does nothing. Never blocks.
	 */
	void start();

	/**
	 * Stops: the state is {@link ConnectionState#STOPPED} at once, subscribers are told,
	 * their {@code disconnected} is waited for (up to the drain timeout), and then the
	 * connection is closed. {@link #start()} works again; one that comes meanwhile takes
	 * effect after the drain.
	 * @return a stage that completes when the connection is closed and subscribers and
	 * listeners have been told of the stop; where one of them hangs, when the drain
	 * timeout has passed. Who is still being told of a loss that came before is not
	 * waited for. It completes on a worker thread and never exceptionally
	 */
	CompletionStage<Void> stop();

	/**
	 * Replaces the connection, or stops waiting for the next attempt.
	 * <ul>
	 * <li>{@link ConnectionState#CONNECTED}: gives the connection up as {@link #stop()}
	 * does, and then connects at once. A connection that was not up for
	 * {@link ConnectionSettings#stableAfter()} is a flap: the next attempt then waits for
	 * the next delay of the back-off.</li>
	 * <li>{@link ConnectionState#WAITING} or {@link ConnectionState#SUSPENDED}: makes an
	 * attempt at once.</li>
	 * <li>Otherwise: nothing.</li>
	 * </ul>
	 */
	void reconnect();

	/**
	 * Says that a user of the connection noticed its loss. Ignored unless it is the
	 * current connection, so that a late complaint about an earlier one does no harm.
	 * @param connection the connection that failed
	 * @param cause what was noticed, or {@code null}
	 */
	void connectionLost(C connection, @Nullable Throwable cause);

	/**
	 * Stops for good and waits until that is done, for no longer than twice the drain
	 * timeout. Called from a callback of this manager it does not wait. Closing a closed
	 * manager again does nothing and does not wait.
	 */
	@Override
	void close();

	/**
	 * Returns what removes the secrets of this connection from text that people see.
	 * @return the masking
	 */
	Masking masking();

	/**
	 * Builds a {@link ConnectionManager}. Not safe for use by several threads.
	 *
	 * @param <C> the type of the connection
	 */
	interface Builder<C> {

		/**
		 * Sets all settings. Those set one by one afterwards are changed in them.
		 * @param settings the settings
		 * @return this builder
		 */
		Builder<C> settings(ConnectionSettings settings);

		/**
		 * Sets how long an attempt may take; 30 s by default.
		 * @param timeout the timeout
		 * @return this builder
		 * @see ConnectionSettings#timeout()
		 */
		Builder<C> timeout(Duration timeout);

		/**
		 * Sets how long to wait after a failure or a loss; 2 s by default.
		 * @param reconnectAfter the wait
		 * @return this builder
		 * @see ConnectionSettings#reconnectAfter()
		 */
		Builder<C> reconnectAfter(Duration reconnectAfter);

		/**
		 * Sets where to connect to, which the connector finds in
		 * {@link ConnectionAttempt#endpoint()}.
		 * @param endpoint the endpoint
		 * @return this builder
		 */
		Builder<C> endpoint(URI endpoint);

		/**
		 * Adds a listener, which sees every transition.
		 * @param listener the listener
		 * @return this builder
		 */
		Builder<C> listener(ConnectionListener listener);

		/**
		 * Adds an interceptor, which runs around the opening of each connection. The one
		 * added last is called first.
		 * @param interceptor the interceptor
		 * @return this builder
		 */
		Builder<C> interceptor(OpenInterceptor interceptor);

		/**
		 * Adds a subscriber, held for as long as the manager.
		 * @param subscriber the subscriber
		 * @return this builder
		 */
		Builder<C> subscriber(ConnectionSubscriber<? super C> subscriber);

		/**
		 * Sets what tells kinds of failure, for the log;
		 * {@link FailureClassifier#standard()} by default.
		 * @param classifier the classifier
		 * @return this builder
		 */
		Builder<C> failureClassifier(FailureClassifier classifier);

		/**
		 * Sets what takes secrets out of the messages of failures, for the log and for
		 * {@link NotConnectedException}; {@link Masking#standard()} by default. What the
		 * endpoint has for user-info is masked in any case.
		 * @param masking the masking
		 * @return this builder
		 */
		Builder<C> masking(Masking masking);

		/**
		 * Sets where threads, time and connect limits come from;
		 * {@link ConnectionRuntime#shared()} by default.
		 * @param runtime the runtime, built by {@link ConnectionRuntime#builder()}
		 * @return this builder
		 */
		Builder<C> runtime(ConnectionRuntime runtime);

		/**
		 * Builds the manager, in state {@link ConnectionState#STOPPED}.
		 * @return the manager
		 * @throws IllegalArgumentException if a setting is invalid
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
