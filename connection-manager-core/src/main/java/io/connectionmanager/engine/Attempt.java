package io.connectionmanager.engine;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;

/**
 * One attempt: calls the connector on a worker and passes on what comes of it. All that
 * it tells the manager carries its generation.
 *
 * @param <C> the type of the connection
 */
final class Attempt<C> extends ConnectLimit.Ticket implements ConnectionAttempt, Runnable {

	private final ManagedConnection<C> manager;

	private final long generation;

	private final int number;

	/** The thread that is about to call {@code open} or in it. Guarded by this. */
	private @Nullable Thread opener;

	/** Guarded by this. */
	private boolean ended;

	Attempt(ManagedConnection<C> manager, long generation, int number) {
		this.manager = manager;
		this.generation = generation;
		this.number = number;
	}

	void enlist() {
		this.manager.runtime().limit().enlist(this);
	}

	@Override
	void admitted() {
		this.manager.signal(new Input.Admitted<>(this.generation));
	}

	/**
	 * Has a worker {@link #run() call} {@code open}.
	 */
	void dispatch() {
		try {
			this.manager.runtime().worker().execute(this);
		}
		catch (Throwable ex) {
			this.manager.signal(new Input.Failed<>(this.generation, ex));
		}
	}

	/**
	 * Ends the attempt: interrupts the thread that is in {@code open}, if there is one,
	 * and gives the permit back.
	 */
	void end() {
		synchronized (this) {
			this.ended = true;
			if (this.opener != null) {
				this.opener.interrupt();
			}
		}
		this.manager.runtime().limit().leave(this);
	}

	@Override
	public void run() {
		if (!enter()) {
			return;
		}
		Throwable failure = null;
		CompletionStage<? extends C> stage = null;
		Object outer = Callbacks.enter(this.manager);
		try {
			this.manager.signal(new Input.OpenCalled<>(this.generation));
			stage = this.manager.connector().openAsync(this);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			Callbacks.exit(outer);
			leave(failure);
		}
		Tail tail = new Tail();
		if (stage != null) {
			stage.whenComplete((connection, reason) -> opened(connection, reason, tail));
		}
		else {
			opened(null, failure, tail);
		}
		tail.over();
	}

	private synchronized boolean enter() {
		if (this.ended) {
			return false;
		}
		this.opener = Thread.currentThread();
		return true;
	}

	/**
	 * Notes that {@code open} is done. An interrupt that was meant for it must not hit
	 * what the thread does next; one that came from elsewhere is restored.
	 */
	private synchronized void leave(@Nullable Throwable failure) {
		this.opener = null;
		if (this.ended) {
			Thread.interrupted();
		}
		else if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

	private void opened(@Nullable C connection, @Nullable Throwable failure, Tail tail) {
		Input<Held<C>> outcome = (connection != null)
				? new Input.Returned<>(this.generation, new Held<>(this.generation, connection))
				: new Input.Failed<>(this.generation, (failure != null) ? unwrap(failure) : nothing());
		if (tail.isHere()) {
			this.manager.signalFromWorker(outcome);
		}
		else {
			this.manager.signal(outcome);
		}
	}

	private Throwable nothing() {
		return new IllegalStateException(
				"The connector of '%s' returned null instead of a connection".formatted(name()));
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	@Override
	public String name() {
		return this.manager.name();
	}

	@Override
	public int number() {
		return this.number;
	}

	@Override
	public long generation() {
		return this.generation;
	}

	@Override
	public Duration timeout() {
		return this.manager.settings().timeout();
	}

	@Override
	public Optional<URI> endpoint() {
		return this.manager.endpoint();
	}

	@Override
	public void connected() {
		this.manager.signal(new Input.Ready<>(this.generation));
	}

	@Override
	public void disconnected(@Nullable Throwable cause) {
		this.manager.signal(new Input.Lost<>(this.generation, cause));
	}

	/**
	 * The end of {@link #run()}, for whoever may be called there or later elsewhere.
	 */
	private static final class Tail {

		private @Nullable Thread thread = Thread.currentThread();

		/** What other threads see of the field is never themselves. */
		boolean isHere() {
			return this.thread == Thread.currentThread();
		}

		void over() {
			this.thread = null;
		}

	}

	@Override
	public String toString() {
		return "attempt %d of connection '%s'".formatted(this.number, name());
	}

}
