package io.connectionmanager.spring.actuate;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;

/**
 * Has a journal kept of each connection. A journal belongs to its manager and is held
 * weakly here, so that it is gone when the manager is: nothing has to be cleared up after
 * managers that are removed while the application runs.
 */
public final class ConnectionJournals implements ConnectionManagerBuilderCustomizer {

	private final Function<String, ConnectionConfiguration> configurations;

	private final Map<String, WeakReference<ConnectionJournal>> journals = new ConcurrentHashMap<>();

	/**
	 * Creates an empty collection of journals.
	 * @param configurations finds how the connection of a name is configured
	 */
	public ConnectionJournals(Function<String, ConnectionConfiguration> configurations) {
		this.configurations = configurations;
	}

	@Override
	public void customize(String name, ConnectionManager.Builder<?> builder) {
		ConnectionJournal journal = new ConnectionJournal(this.configurations.apply(name));
		builder.listener(new Listener(journal));
		this.journals.values().removeIf((reference) -> reference.get() == null);
		this.journals.put(name, new WeakReference<>(journal));
	}

	/**
	 * Finds the journal of a connection.
	 * @param name the name of the connection
	 * @return the journal, or empty if its manager was built by other means than
	 * auto-configured ones are
	 */
	Optional<ConnectionJournal> find(String name) {
		return Optional.ofNullable(this.journals.get(name)).map(WeakReference::get);
	}

	/**
	 * Returns what takes the secrets of a connection out of text, whatever its manager
	 * was built by.
	 * @param manager the manager of the connection
	 * @return the masking
	 */
	Masking masking(ConnectionManager<?> manager) {
		return manager.masking()
			.and(find(manager.name()).map(ConnectionJournal::configuration)
				.orElseGet(() -> this.configurations.apply(manager.name()))
				.masking());
	}

	/** Held by the manager, and holds the journal. */
	private record Listener(ConnectionJournal journal) implements ConnectionListener {

		@Override
		public void onTransition(ConnectionTransition transition) {
			this.journal.history().onTransition(transition);
		}

		@Override
		public void onOutageOver(String name, Instant ended, Duration length) {
			this.journal.history().onOutageOver(name, ended, length);
		}

	}

	/**
	 * Returns how many connections journals are kept of.
	 * @return the number, with those that have been collected and not yet been noticed
	 */
	int size() {
		return this.journals.size();
	}

}
