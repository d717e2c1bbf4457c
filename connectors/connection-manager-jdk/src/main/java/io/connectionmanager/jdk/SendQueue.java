package io.connectionmanager.jdk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Starts sends in the order in which they were submitted, each when the one before has
 * completed, because the client refuses a second one. Thread-safe.
 *
 * @param <T> the result of a send
 */
final class SendQueue<T> {

	private final T result;

	private final int capacity;

	// Guarded by this.

	/** Created when something has to wait for the first time: most never do. */
	private @Nullable Queue<Send<T>> waiting;

	private @Nullable Send<T> current;

	private @Nullable IOException closed;

	SendQueue(T result, int capacity) {
		this.result = result;
		this.capacity = capacity;
	}

	/**
	 * Submits a send.
	 * @param action starts it
	 * @return a future that completes when the message has been sent, exceptionally with
	 * an {@link IllegalStateException} if too many are waiting
	 */
	CompletableFuture<T> submit(Supplier<CompletableFuture<?>> action) {
		return submit(action, this.capacity);
	}

	/**
	 * Submits a send that may exceed the capacity.
	 * @param action starts it
	 * @return a future that completes when the message has been sent
	 */
	CompletableFuture<T> submitLast(Supplier<CompletableFuture<?>> action) {
		return submit(action, Integer.MAX_VALUE);
	}

	private CompletableFuture<T> submit(Supplier<CompletableFuture<?>> action, int capacity) {
		Send<T> send = new Send<>(action, new CompletableFuture<>());
		synchronized (this) {
			if (this.closed != null) {
				return CompletableFuture.failedFuture(this.closed);
			}
			if (this.current != null) {
				if (this.waiting == null) {
					this.waiting = new ArrayDeque<>();
				}
				if (this.waiting.size() >= capacity) {
					return CompletableFuture.failedFuture(new IllegalStateException(
							"%d messages are waiting to be sent: wait for earlier sends to complete"
								.formatted(this.waiting.size())));
				}
				this.waiting.add(send);
				return send.done();
			}
			this.current = send;
		}
		run(send);
		return send.done();
	}

	/** In a loop: sends that complete at once must not pile up on the stack. */
	private void run(Send<T> first) {
		Send<T> send = first;
		while (send != null) {
			Send<T> started = send;
			CompletableFuture<?> sent = start(started);
			if (!sent.isDone()) {
				sent.whenComplete((ignored, failure) -> {
					Send<T> next = next();
					complete(started, failure);
					if (next != null) {
						run(next);
					}
				});
				return;
			}
			send = next();
			sent.whenComplete((ignored, failure) -> complete(started, failure));
		}
	}

	private static CompletableFuture<?> start(Send<?> send) {
		try {
			return send.action().get();
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private synchronized @Nullable Send<T> next() {
		this.current = (this.waiting != null) ? this.waiting.poll() : null;
		return this.current;
	}

	private void complete(Send<T> send, @Nullable Throwable failure) {
		if (failure != null) {
			send.done().completeExceptionally(failure);
		}
		else {
			send.done().complete(this.result);
		}
	}

	/**
	 * Fails whatever has not been sent. The client leaves sends of an aborted connection
	 * pending for ever.
	 * @param reason why nothing more can be sent
	 */
	void close(IOException reason) {
		List<Send<T>> unsent = new ArrayList<>();
		synchronized (this) {
			if (this.closed != null) {
				return;
			}
			this.closed = reason;
			if (this.current != null) {
				unsent.add(this.current);
			}
			if (this.waiting != null) {
				unsent.addAll(this.waiting);
				this.waiting.clear();
			}
		}
		unsent.forEach((send) -> send.done().completeExceptionally(reason));
	}

	private record Send<T>(Supplier<CompletableFuture<?>> action, CompletableFuture<T> done) {
	}

}
