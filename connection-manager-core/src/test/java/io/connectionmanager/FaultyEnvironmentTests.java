package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.FaultyEnvironment.Fault;
import io.connectionmanager.testing.RecordingListener;
import io.connectionmanager.testing.RecordingSubscriber;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.SUSPENDED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 28: one call of what the runtime was supplied with fails, whichever it is.
 * <p>
 * A life of a manager (connect, keep-alive, loss, failures, timeouts, reconnect, stop,
 * start) is played once without a fault, to count the calls, and then once for each of
 * them.
 */
class FaultyEnvironmentTests {

	/** So many calls that one life makes are made to fail, one in each further life. */
	private static final int MOST = 300;

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 28: whichever call fails, it costs a delay and never a manager")
	void a_manager_goes_on_whichever_call_fails(Fault fault) throws Exception {
		List<String> failures = new ArrayList<>();
		int calls = Life.play(fault, 0);
		assertThat(calls).isPositive();
		try (Logs logs = Logs.capture()) {
			for (int call = 1; call <= Math.min(calls, MOST); call++) {
				try {
					Life.play(fault, call);
				}
				catch (AssertionError ex) {
					failures.add("call " + call + ": " + ex.getMessage().replaceAll("\\s+", " "));
				}
				logs.events().clear();
			}
		}
		assertThat(failures).describedAs("%s, any of %d calls", fault, calls).isEmpty();
	}

	@Test
	void the_life_that_is_played_is_a_whole_one() throws Exception {
		Life life = new Life(Fault.WORKER_REJECTS, 0);
		life.live();
		assertThat(life.listener.states()).contains(CONNECTING, CONNECTED, WAITING, SUSPENDED, STOPPED, CLOSED);
		assertThat(life.manager.snapshot().failures()).isGreaterThan(2);
		assertThat(life.manager.snapshot().lastFailure()).isPresent();
		assertThat(life.peer.opened).hasSizeGreaterThan(4);
		assertThat(life.peer.probes).isGreaterThan(20);
	}

	/**
	 * The life of one manager in an environment of its own.
	 */
	private static final class Life {

		private static final IllegalStateException FAILURE = new IllegalStateException("refused");

		private final FaultyEnvironment environment;

		private final Peer peer = new Peer();

		private final RecordingListener listener = new RecordingListener();

		private final List<RecordingSubscriber<String>> subscribers = List.of(new RecordingSubscriber<>(),
				new RecordingSubscriber<>());

		private final ConnectionManager<String> manager;

		private Life(Fault fault, int call) throws Exception {
			this.environment = new FaultyEnvironment(fault, call);
			ConnectionRuntime runtime = insist(this.environment::runtime);
			this.manager = insist(() -> ConnectionManager.builder("prices", this.peer)
				.settings(ConnectionSettings.builder()
					.timeout(Duration.ofSeconds(5))
					.reconnectAfter(Duration.ofSeconds(1))
					.drainTimeout(Duration.ofSeconds(1))
					.keepAlive(Duration.ofSeconds(4), Duration.ofSeconds(3))
					.build())
				.runtime(runtime)
				.listener(this.listener)
				.build());
			for (RecordingSubscriber<String> subscriber : this.subscribers) {
				insist(() -> this.manager.subscribe(subscriber));
			}
		}

		static int play(Fault fault, int call) throws Exception {
			Life life = new Life(fault, call);
			life.live();
			return life.environment.calls();
		}

		private void live() throws Exception {
			insist(this.manager::start);
			advance(3);
			this.peer.mood = Mood.REFUSING;
			lose();
			advance(5);
			this.peer.mood = Mood.SILENT;
			advance(15);
			this.peer.mood = Mood.REJECTING;
			advance(10);
			this.peer.mood = Mood.WELCOMING;
			insist(this.manager::start);
			advance(10);
			insist(this.manager::reconnect);
			advance(5);
			CompletionStage<Void> stopped = insist(this.manager::stop);
			assertThat(this.manager.isConnected()).describedAs("connected after stop()").isFalse();
			advance(5);
			insist(this.manager::start);
			advance(60);
			assertAllIsWell("a minute later");
			assertThat(stopped.toCompletableFuture()).describedAs("stage of stop()").isCompleted();
			lose();
			advance(60);
			assertAllIsWell("a minute after another loss");
			close();
		}

		/**
		 * Has the peer drop the connection.
		 */
		private void lose() throws Exception {
			String connection = this.manager.connection().orElse(null);
			ConnectionAttempt attempt = this.peer.attempts.get(connection);
			if (attempt != null) {
				insist(() -> attempt.disconnected(FAILURE));
				assertThat(this.manager.connection()).describedAs("connection after it was lost")
					.isNotEqualTo(Optional.of(connection));
			}
		}

		private void advance(int seconds) {
			for (int i = 0; i < seconds; i++) {
				this.environment.advance(Duration.ofSeconds(1));
			}
		}

		private void assertAllIsWell(String when) {
			assertThat(this.manager.snapshot().state()).describedAs("state %s", when).isEqualTo(CONNECTED);
			String connection = this.manager.requireConnection();
			assertThat(this.peer.open()).describedAs("open connections %s", when).containsExactly(connection);
			for (RecordingSubscriber<String> subscriber : this.subscribers) {
				assertThat(subscriber.told()).describedAs("what a subscriber was told %s", when)
					.endsWith("+" + connection);
			}
			assertSeenOnceAndInOrder(CONNECTED, when);
		}

		private void assertSeenOnceAndInOrder(ConnectionState last, String when) {
			ConnectionState state = STOPPED;
			for (ConnectionTransition transition : this.listener.transitions()) {
				assertThat(transition.from()).describedAs("listener %s: %s", when, this.listener.transitions())
					.isEqualTo(state);
				state = transition.to();
			}
			assertThat(state).describedAs("listener %s: %s", when, this.listener.states()).isEqualTo(last);
		}

		/**
		 * Closes the manager, on a thread of its own: this one runs the workers.
		 */
		private void close() throws Exception {
			Thread closing = new Thread(() -> {
				try {
					insist(this.manager::close);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			closing.start();
			while (closing.isAlive()) {
				this.environment.advance(Duration.ofMillis(100));
				closing.join(1);
			}
			advance(60);
			assertThat(this.manager.snapshot().state()).describedAs("state in the end").isEqualTo(CLOSED);
			assertThat(this.peer.closed).describedAs("closed in the end")
				.containsExactlyInAnyOrderElementsOf(this.peer.opened);
			for (RecordingSubscriber<String> subscriber : this.subscribers) {
				assertThat(subscriber.told().size() % 2).describedAs("pairs that a subscriber was told").isZero();
			}
			assertSeenOnceAndInOrder(CLOSED, "in the end");
			advance(3600);
			assertThat(this.environment.pendingTimers()).describedAs("timers left behind").isZero();
		}

		private static void insist(Runnable action) throws Exception {
			insist(() -> {
				action.run();
				return null;
			});
		}

		/**
		 * Asks again if the fault hits the caller itself: then it knows of it.
		 */
		private static <T> T insist(Callable<T> action) throws Exception {
			try {
				return action.call();
			}
			catch (RuntimeException | OutOfMemoryError ex) {
				return action.call();
			}
		}

	}

	private enum Mood {

		WELCOMING, REFUSING, REJECTING, SILENT

	}

	/**
	 * What the manager connects to. Touched by one thread at a time.
	 */
	private static final class Peer implements Connector<String> {

		private Mood mood = Mood.WELCOMING;

		private int probes;

		private final Map<String, ConnectionAttempt> attempts = new IdentityHashMap<>();

		private final List<String> opened = new ArrayList<>();

		private final List<String> closed = new ArrayList<>();

		@Override
		public String open(ConnectionAttempt attempt) {
			attempt.keepAlive(() -> {
				this.probes++;
				attempt.alive();
			});
			switch (this.mood) {
				case REFUSING -> throw Life.FAILURE;
				case REJECTING -> throw new ConnectionRejectedException("no account");
				case WELCOMING -> attempt.connected();
				case SILENT -> {
				}
			}
			String connection = "c" + (this.opened.size() + 1);
			this.opened.add(connection);
			this.attempts.put(connection, attempt);
			return connection;
		}

		@Override
		public void close(String connection) {
			this.closed.add(connection);
		}

		private List<String> open() {
			List<String> open = new ArrayList<>(this.opened);
			open.removeAll(this.closed);
			return open;
		}

	}

}
