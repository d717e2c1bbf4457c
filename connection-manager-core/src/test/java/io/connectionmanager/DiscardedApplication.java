package io.connectionmanager;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * An application that is undeployed: it keeps a connection for a while, loses it, closes
 * everything and is forgotten. {@link DiscardedApplicationTests} loads it by a class
 * loader of its own, so it is public and known by types of the JDK only.
 */
public final class DiscardedApplication implements Function<ConnectionRuntime, Boolean> {

	/**
	 * Creates the application.
	 */
	public DiscardedApplication() {
	}

	@Override
	public Boolean apply(ConnectionRuntime runtime) {
		Peer peer = new Peer();
		User user = new User();
		ConnectionManager<Feed> manager = ConnectionManager.builder("discarded", peer)
			.reconnectAfter(Duration.ofMillis(10))
			.runtime(runtime)
			.listener((transition) -> user.seen = transition)
			.subscriber(user)
			.build();
		manager.subscribeWeakly(user);
		try {
			manager.start();
			Feed feed = manager.awaitConnection(Duration.ofSeconds(30));
			feed.attempt.disconnected(new Trouble());
			Feed next = feed;
			while (next == feed) {
				next = manager.awaitConnection(Duration.ofSeconds(30));
			}
			manager.stop().toCompletableFuture().get(30, TimeUnit.SECONDS);
			manager.start();
			manager.awaitConnection(Duration.ofSeconds(30));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			manager.close();
		}
		return manager.snapshot().state() == ConnectionState.CLOSED;
	}

	private static final class Feed {

		private final ConnectionAttempt attempt;

		private Feed(ConnectionAttempt attempt) {
			this.attempt = attempt;
		}

	}

	/**
	 * Fails at first, and makes its own loader the one of the thread, as libraries do.
	 */
	private static final class Peer implements Connector<Feed> {

		private final AtomicBoolean failed = new AtomicBoolean();

		@Override
		public Feed open(ConnectionAttempt attempt) {
			Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
			if (this.failed.compareAndSet(false, true)) {
				throw new Trouble();
			}
			attempt.connected();
			return new Feed(attempt);
		}

		@Override
		public void close(Feed feed) {
			Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
		}

	}

	private static final class User implements ConnectionSubscriber<Feed> {

		private volatile @Nullable Object seen;

		@Override
		public void connected(Feed feed) {
			Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
			this.seen = feed;
		}

		@Override
		public void disconnected(Feed feed, @Nullable Throwable cause) {
			this.seen = null;
			throw new Trouble();
		}

	}

	private static final class Trouble extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
