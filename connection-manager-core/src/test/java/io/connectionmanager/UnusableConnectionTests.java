package io.connectionmanager;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscribers that give a connection up.
 */
class UnusableConnectionTests extends InVirtualTime {

	private static final ConnectionUnusableException UNUSABLE = new ConnectionUnusableException("queue is missing");

	@Test
	@DisplayName("Promise 12: a connection that a subscriber cannot use is lost, and the manager reconnects")
	void the_connection_is_given_up() {
		RecordingSubscriber<String> other = new RecordingSubscriber<>();
		RecordingSubscriber<String> picky = pickyAbout("c1");
		ConnectionManager<String> manager = start(manager().subscriber(other).subscriber(picky));
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(manager.snapshot().lastFailure()).containsSame(UNUSABLE);
		assertThat(this.connector.closed()).containsExactly("c1");
		advance(manager.settings().reconnectAfter());
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(picky.told()).containsExactly("+c1", "-c1", "+c2");
		assertThat(other.told()).containsExactly("+c1", "-c1", "+c2");
		assertThat(other.calls().get(1).cause()).containsSame(UNUSABLE);
	}

	@Test
	@DisplayName("Promise 12: also in the first call, which subscribe() makes itself")
	void it_is_given_up_while_subscribing() {
		ConnectionManager<String> manager = start();
		manager.subscribe(pickyAbout("c1"));
		assertThat(manager.connection()).describedAs("handed out after it was given up").isEmpty();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	@DisplayName("Promise 12: also on an executor of the subscriber's own")
	void it_is_given_up_on_an_executor() {
		List<Runnable> handed = new ArrayList<>();
		ConnectionManager<String> manager = start();
		manager.subscribe(pickyAbout("c1"), handed::add);
		handed.remove(0).run();
		assertThat(manager.isConnected()).isFalse();
	}

	@Test
	@DisplayName("Promise 12: a verdict that comes when there is another connection does not end that one")
	void a_late_verdict_is_about_the_old_connection() {
		List<Runnable> handed = new ArrayList<>();
		ConnectionManager<String> manager = start();
		String first = manager.requireConnection();
		manager.subscribe(new RecordingSubscriber<>((connection) -> {
			manager.connectionLost(first, FAILURE);
			throw UNUSABLE;
		}), handed::add);
		handed.remove(0).run();
		this.time.settle();
		advance(manager.settings().reconnectAfter());
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(manager.snapshot().lastFailure()).containsSame(FAILURE);
	}

	private static RecordingSubscriber<String> pickyAbout(String unusable) {
		return new RecordingSubscriber<>(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
				if (connection.equals(unusable)) {
					throw UNUSABLE;
				}
			}

			@Override
			public void disconnected(String connection, @Nullable Throwable cause) {
				// Of no interest here.
			}

		});
	}

}
