package io.connectionmanager.coordination.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.curator.framework.AuthInfo;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

import io.connectionmanager.DurationText;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.coordination.Watch;

/**
 * A {@link CoordinationStore} in Apache ZooKeeper 3.6 or later. <pre class="code">
 * CoordinationStore store = ZooKeeperCoordinationStore.builder("zk1:2181,zk2:2181,zk3:2181").build();
 * </pre>
 * <ul>
 * <li><b>Nodes.</b> Entries are persistent nodes below {@code /connection-manager}. No
 * ephemeral nodes are used, and a session that expires loses nothing but its watches,
 * which are set again.</li>
 * <li><b>Connections.</b> The store has a client of its own, which connects when the
 * store is used.</li>
 * <li><b>Time.</b> A call ends within the {@link Builder#timeout(Duration) timeout}, or
 * when the calling thread is interrupted. A connection that is suspended counts as
 * none.</li>
 * <li><b>Repetition.</b> No change is ever sent twice.</li>
 * </ul>
 * Thread-safe.
 */
public final class ZooKeeperCoordinationStore implements CoordinationStore {

	private static final int LONGEST_VALUE = 1_000;

	private final String root;

	private final String description;

	private final Duration pollInterval;

	private final Entries entries;

	private final Session session;

	private ZooKeeperCoordinationStore(Builder builder) {
		this.root = builder.root;
		this.description = "ZooKeeper at " + builder.connectString + builder.root;
		this.pollInterval = builder.pollInterval;
		this.entries = new Entries(builder.root, builder.acl());
		this.session = new Session(builder.client(), this.description, builder.timeout);
	}

	/**
	 * Returns a builder of a store.
	 * @param connectString the servers, {@code host:port} and separated by commas
	 * @return the builder
	 */
	public static Builder builder(String connectString) {
		return new Builder(connectString);
	}

	@Override
	public String describe() {
		return this.description;
	}

	@Override
	public Durability durability() {
		return Durability.STRONG;
	}

	@Override
	public Map<String, Entry> list(String prefix) {
		Folder.of(this.root, prefix);
		return this.session.call((requests, abandoned) -> this.entries.list(requests, prefix));
	}

	@Override
	public List<Result> apply(List<Change> changes) {
		changes.forEach(this::check);
		return changes.isEmpty() ? List.of()
				: this.session.call((requests, abandoned) -> this.entries.apply(requests, changes, abandoned));
	}

	private void check(Change change) {
		Folder.of(this.root, change.key()).path(change.key(), 0);
		String value = (change instanceof Change.Create create) ? create.value()
				: (change instanceof Change.Replace replace) ? replace.value() : "";
		if (value.length() > LONGEST_VALUE) {
			throw new StoreRejectedException("The value of '%s' is too long: it has %d characters, at most %d"
				.formatted(change.key(), value.length(), LONGEST_VALUE), null);
		}
	}

	@Override
	public Watch watch(String prefix, Consumer<String> hint) {
		return new Hints(this.session.start(), Folder.of(this.root, prefix), prefix, hint).start();
	}

	@Override
	public Duration pollInterval() {
		return this.pollInterval;
	}

	@Override
	public void close() {
		this.session.close();
	}

	@Override
	public String toString() {
		return describe();
	}

	/**
	 * A builder of {@link ZooKeeperCoordinationStore}. Not thread-safe.
	 */
	public static final class Builder {

		private final String connectString;

		private final List<AuthInfo> authorizations = new ArrayList<>();

		private String root = "/connection-manager";

		private Duration timeout = Duration.ofSeconds(3);

		private Duration sessionTimeout = Duration.ofSeconds(15);

		private Duration pollInterval = Duration.ofSeconds(1);

		private Consumer<CuratorFrameworkFactory.Builder> customizer = (client) -> {
		};

		private Builder(String connectString) {
			this.connectString = Objects.requireNonNull(connectString, "connectString");
		}

		/**
		 * Sets the path below which entries are kept; {@code /connection-manager} by
		 * default.
		 * @param root an absolute path
		 * @return this builder
		 * @throws IllegalArgumentException if it is not a path
		 */
		public Builder root(String root) {
			if (!root.matches("(/[^/#|]+)+")) {
				throw new IllegalArgumentException("'%s' is not an absolute path".formatted(root));
			}
			this.root = root;
			return this;
		}

		/**
		 * Adds an authorization. With one, only its user has access to the entries.
		 * @param scheme the scheme, such as {@code digest}
		 * @param authorization such as {@code user:password}
		 * @return this builder
		 */
		public Builder authorization(String scheme, String authorization) {
			this.authorizations.add(new AuthInfo(scheme, authorization.getBytes(StandardCharsets.UTF_8)));
			return this;
		}

		/**
		 * Sets the time within which a call ends, connecting included; 3 s by default. It
		 * must be clearly shorter than the lease.
		 * @param timeout the timeout
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = requirePositive("timeout", timeout);
			return this;
		}

		/**
		 * Sets the timeout of the session, after two thirds of which the client leaves a
		 * silent server for another one; 15 s by default.
		 * @param sessionTimeout the timeout
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder sessionTimeout(Duration sessionTimeout) {
			this.sessionTimeout = requirePositive("sessionTimeout", sessionTimeout);
			return this;
		}

		/**
		 * Sets how often replicas look for changes without having been notified; 1 s by
		 * default.
		 * @param pollInterval the interval
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder pollInterval(Duration pollInterval) {
			this.pollInterval = requirePositive("pollInterval", pollInterval);
			return this;
		}

		/**
		 * Customizes the client, such as for TLS.
		 * @param customizer is called when the store is built
		 * @return this builder
		 */
		public Builder client(Consumer<CuratorFrameworkFactory.Builder> customizer) {
			this.customizer = Objects.requireNonNull(customizer, "customizer");
			return this;
		}

		/**
		 * Builds the store, which connects when it is used.
		 * @return the store
		 */
		public ZooKeeperCoordinationStore build() {
			return new ZooKeeperCoordinationStore(this);
		}

		private List<ACL> acl() {
			Id user = this.authorizations.isEmpty() ? new Id("world", "anyone") : new Id("auth", "");
			return List.of(new ACL(ZooDefs.Perms.ALL, user));
		}

		/** Its servers are those that are named, also if they name others. */
		private CuratorFramework client() {
			CuratorFrameworkFactory.Builder client = CuratorFrameworkFactory.builder()
				.connectString(this.connectString)
				.ensembleTracker(false)
				.sessionTimeoutMs(millis(this.sessionTimeout))
				.connectionTimeoutMs(millis(this.timeout))
				.retryPolicy(new RetryOneTime(millis(this.timeout)))
				.threadFactory(ConnectorThreads.platform("connection-manager-store-"));
			if (!this.authorizations.isEmpty()) {
				client.authorization(this.authorizations);
			}
			this.customizer.accept(client);
			return client.build();
		}

		private static int millis(Duration duration) {
			return (int) Math.min(duration.toMillis(), Integer.MAX_VALUE);
		}

		private static Duration requirePositive(String name, Duration duration) {
			if (duration.isZero() || duration.isNegative()) {
				throw new IllegalArgumentException(
						"%s must be more than zero, but is %s".formatted(name, DurationText.setting(duration)));
			}
			return duration;
		}

	}

}
