package io.connectionmanager.testing;

import java.io.EOFException;
import java.net.ConnectException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/testing.md}: a test of an application without Spring.
 */
class TestingAnApplicationTests {

	@Test
	void survives_a_refusal_and_a_loss() {
		try (VirtualTime time = new VirtualTime()) {
			ScriptedConnector<String> peer = new ScriptedConnector<>(time, (n) -> "connection " + n)
				.fail(new ConnectException("refused"))
				.succeedThenLose(Duration.ofMinutes(1), new EOFException());
			RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
			ConnectionManager<String> manager = ConnectionManager.builder("prices", peer)
				.runtime(time.runtime())
				.subscriber(subscriber)
				.start();
			time.advance(Duration.ofSeconds(2)); // reconnect-after
			assertThat(manager.isConnected()).isTrue();
			time.advance(Duration.ofMinutes(1).plusSeconds(2));
			assertThat(subscriber.told()).containsExactly("+connection 1", "-connection 1", "+connection 2");
			manager.close();
		} // fails if a timer or a task is left behind
	}

}
