package io.connectionmanager.coordination.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

class ZooKeeperCoordinationStoreTests {

	private static OwnZooKeeper server;

	@BeforeAll
	static void start() throws Exception {
		server = new OwnZooKeeper();
	}

	@AfterAll
	static void close() {
		server.close();
	}

	private static ZooKeeperCoordinationStore.Builder builder() {
		return ZooKeeperCoordinationStore.builder(OwnZooKeeper.connectString(server.address()))
			.timeout(Duration.ofSeconds(20));
	}

	private static long create(CoordinationStore store, String key) {
		return ((Result.Done) store.apply(List.of(new Change.Create(key, "first"))).get(0)).version();
	}

	@Test
	void description_names_servers_and_root() {
		try (CoordinationStore store = ZooKeeperCoordinationStore.builder("a:2181,b:2181")
			.authorization("digest", "app:s3cret")
			.root("/teams/shop")
			.build()) {
			assertThat(store.describe()).isEqualTo("ZooKeeper at a:2181,b:2181/teams/shop");
			assertThat(store).hasToString(store.describe());
			assertThat(store.durability()).isEqualTo(Durability.STRONG);
			assertThat(store.pollInterval()).isEqualTo(Duration.ofSeconds(1));
		}
	}

	@Test
	void invalid_settings_are_refused() {
		ZooKeeperCoordinationStore.Builder builder = builder();
		for (String root : List.of("", "/", "shop", "/shop/", "/a//b", "/a#b")) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder.root(root)).withMessageContaining(root);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.sessionTimeout(Duration.ofSeconds(-5)))
			.withMessage("sessionTimeout must be more than zero, but is -5s");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.pollInterval(Duration.ZERO));
	}

	@Test
	void entry_that_does_not_fit_is_refused() {
		try (CoordinationStore store = builder().build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> store.list("group"));
			assertThatIllegalArgumentException().isThrownBy(() -> create(store, "group"));
			assertThatIllegalArgumentException().isThrownBy(() -> create(store, "group/claim/a#1"));
			assertThatIllegalArgumentException().isThrownBy(() -> create(store, "group/claim/a|b"));
			assertThat(catchThrowable(() -> store.apply(List.of(new Change.Create("group/claim/a", "v".repeat(1001))))))
				.isInstanceOf(StoreRejectedException.class)
				.hasMessageContaining("too long");
		}
	}

	@Test
	void entries_are_nodes_that_people_can_read() throws Exception {
		try (CoordinationStore store = builder().root("/teams/shop").build();
				CuratorFramework client = CuratorFrameworkFactory
					.newClient(OwnZooKeeper.connectString(server.address()), new RetryOneTime(1))) {
			create(store, "orders/claim/market-feed");
			create(store, "orders/member/pod-1/9f3c");
			client.start();
			assertThat(client.getChildren().forPath("/teams/shop/orders")).containsExactlyInAnyOrder("claim", "member");
			assertThat(client.getChildren().forPath("/teams/shop/orders/member")).containsExactly("pod-1|9f3c#1");
			assertThat(new String(client.getData().forPath("/teams/shop/orders/claim/market-feed#1"),
					StandardCharsets.UTF_8))
				.isEqualTo("first");
		}
	}

	@Test
	@DisplayName("Promise E7: what is handed over is taken over when the watch tells, not at the next poll")
	void a_hand_over_does_not_wait_for_the_poll_interval() {
		AtomicLong closedAt = new AtomicLong();
		AtomicLong openedAt = new AtomicLong();
		Connector<Object> connector = Connector.blocking((attempt) -> {
			openedAt.set(System.nanoTime());
			return new Object();
		}, (connection) -> closedAt.set(System.nanoTime()));
		try (CoordinationStore store = builder().pollInterval(Duration.ofSeconds(60)).root("/handover").build();
				CoordinationStore another = builder().pollInterval(Duration.ofSeconds(60)).root("/handover").build();
				ExclusiveGroup one = ExclusiveGroup.builder("orders", store).memberId("one").build();
				ExclusiveGroup two = ExclusiveGroup.builder("orders", another).memberId("two").build();
				ConnectionManager<Object> first = ConnectionManager.builder("feed", connector).exclusive(one).start()) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(first::isConnected);
			try (ConnectionManager<Object> second = ConnectionManager.builder("feed", connector)
				.exclusive(two)
				.start()) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> second.holder().isPresent() && two.snapshot().joined());
				first.stop();
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(second::isConnected);
				System.out.printf("Open nowhere for %d ms%n", (openedAt.get() - closedAt.get()) / 1_000_000);
			}
		}
	}

	/**
	 * Such as one that was read, before it was frozen, by a replica that now changes it.
	 */
	@Test
	void entry_that_was_created_again_and_changed_as_often_is_another_one() {
		try (CoordinationStore store = builder().build()) {
			String key = "reuse/claim/a";
			long first = create(store, key);
			store.apply(List.of(new Change.Delete(key, first)));
			long second = create(store, key);
			assertThat(Folder.changes(second)).isEqualTo(Folder.changes(first));
			assertThat(second).isGreaterThan(first);
			assertThat(store.apply(List.of(new Change.Replace(key, first, "late"))))
				.containsExactly(new Result.Conflict());
			assertThat(store.apply(List.of(new Change.Delete(key, first)))).containsExactly(new Result.Conflict());
		}
	}

	@Test
	void missing_rights_are_reported() {
		try (CoordinationStore owner = builder().root("/secured").authorization("digest", "app:s3cret").build();
				CoordinationStore other = builder().root("/secured").build()) {
			create(owner, "orders/claim/a");
			for (Throwable thrown : List.of(catchThrowable(() -> other.list("orders/")),
					catchThrowable(() -> create(other, "orders/claim/b")))) {
				assertThat(thrown).isInstanceOf(StoreRejectedException.class).hasMessageContaining("denies access");
			}
			assertThat(owner.list("orders/")).containsOnlyKeys("orders/claim/a");
		}
	}

	/** As TLS requires. */
	@Test
	void client_may_use_netty() {
		ZKClientConfig config = new ZKClientConfig();
		config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
		try (CoordinationStore store = builder().client((client) -> client.zkClientConfig(config)).build()) {
			create(store, "netty/claim/a");
			assertThat(store.list("netty/")).containsOnlyKeys("netty/claim/a");
		}
	}

	@Test
	void expired_session_is_replaced_and_watches_again() {
		Queue<ZooKeeper> sessions = new ConcurrentLinkedQueue<>();
		List<String> hints = new CopyOnWriteArrayList<>();
		try (CoordinationStore store = builder()
			.client((client) -> client.zookeeperFactory((servers, timeout, watcher, readOnly) -> {
				ZooKeeper session = new ZooKeeper(servers, timeout, watcher, readOnly);
				sessions.add(session);
				return session;
			}))
			.build(); CoordinationStore changing = builder().build()) {
			store.watch("expired/claim/", hints::add);
			Awaitility.await().until(() -> !store.list("expired/").isEmpty() || !hints.isEmpty());
			sessions.element().getTestable().injectSessionExpiration();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sessions.size() > 1);
			int[] created = { 0 };
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreExceptionsInstanceOf(StoreException.class)
				.until(() -> {
					String key = "expired/claim/" + created[0]++;
					create(changing, key);
					return store.list(key).containsKey(key) && hints.stream().anyMatch((hint) -> hint.equals(key));
				});
		}
	}

}
