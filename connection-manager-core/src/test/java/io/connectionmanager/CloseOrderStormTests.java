package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.SessionPeer.Session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 5: a peer that allows one session never sees two. In real time, because it is
 * about which of two threads comes first.
 */
class CloseOrderStormTests {

	private static final int MANAGERS = 4;

	private static final int ROUNDS = 1_000;

	/** A slow machine gets through fewer rounds. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** What is done to a manager again and again. */
	enum Storm {

		RECONNECT {
			@Override
			void upon(ConnectionManager<Session> manager, Session session) {
				manager.reconnect();
			}
		},

		CONNECTION_LOST {
			@Override
			void upon(ConnectionManager<Session> manager, Session session) {
				manager.connectionLost(session, null);
			}
		},

		DISCONNECTED {
			@Override
			void upon(ConnectionManager<Session> manager, Session session) {
				session.attempt().disconnected();
			}
		},

		LOST_AND_RECONNECT {
			@Override
			void upon(ConnectionManager<Session> manager, Session session) {
				manager.connectionLost(session, null);
				manager.reconnect();
			}
		},

		STOP_AND_START {
			@Override
			void upon(ConnectionManager<Session> manager, Session session) {
				manager.stop();
				manager.start();
			}
		};

		abstract void upon(ConnectionManager<Session> manager, Session session);

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 5: in a storm too, no session is opened before the closing of the earlier one has returned")
	void a_peer_that_allows_one_session_never_sees_two(Storm storm) throws Exception {
		ExecutorService drivers = Executors.newFixedThreadPool(MANAGERS);
		List<SessionPeer> peers = new ArrayList<>();
		List<CompletableFuture<Void>> driven = new ArrayList<>();
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().threadNamePrefix("close-order-test-").build()) {
			for (int i = 0; i < MANAGERS; i++) {
				SessionPeer peer = new SessionPeer();
				peers.add(peer);
				ConnectionManager<Session> manager = manager(i, peer, runtime);
				driven.add(CompletableFuture.runAsync(() -> drive(storm, manager), drivers));
			}
			assertThat(driven).allSatisfy((driver) -> assertThat(driver).succeedsWithin(PATIENCE));
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> peers.stream().allMatch((peer) -> peer.unclosed().isEmpty()));
		}
		finally {
			drivers.shutdown();
		}
		assertThat(peers).allSatisfy((peer) -> {
			assertThat(peer.violations()).as("of %d sessions", peer.opened()).isEmpty();
			assertThat(peer.closed()).isEqualTo(peer.opened());
		});
	}

	private static ConnectionManager<Session> manager(int number, SessionPeer peer, ConnectionRuntime runtime) {
		return ConnectionManager.builder("connection-" + number, peer)
			.settings(ConnectionSettings.builder()
				.reconnectAfter(Duration.ofMillis(1))
				.backoff(1, Duration.ofSeconds(30), 0)
				.stableAfter(Duration.ZERO)
				.build())
			.runtime(runtime)
			.start();
	}

	private static void drive(Storm storm, ConnectionManager<Session> manager) {
		long end = System.nanoTime() + LONG_ENOUGH.toNanos();
		try (manager) {
			Session last = null;
			int sessions = 0;
			while (sessions < ROUNDS && System.nanoTime() - end < 0) {
				Session session = manager.awaitConnection(PATIENCE);
				if (session != last) {
					sessions++;
					storm.upon(manager, session);
				}
				last = session;
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
