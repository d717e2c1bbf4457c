package io.connectionmanager.spring.testing;

import java.time.Duration;
import java.util.Optional;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.jdk.EventStreamListener;
import io.connectionmanager.jdk.ServerSentEvent;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/testing.md}: a test of a listener of a ready-made connector.
 */
class TestingAListenerTests {

	@Test
	void a_headline_is_out_of_date_from_a_loss_until_the_next_event() {
		try (VirtualTime time = new VirtualTime()) {
			Headlines headlines = new Headlines();
			ScriptedConnector<String> server = new ScriptedConnector<>(time, (n) -> "stream " + n);
			server.then((attempt) -> {
				attempt.keepAlive(() -> {
					// The server does not answer.
				});
				attempt.connected();
				headlines.onEvent(new ServerSentEvent("1", "headline", "Rain"));
				return server.connection();
			}).then((attempt) -> {
				attempt.connected();
				headlines.onEvent(new ServerSentEvent("2", "headline", "Sun"));
				return server.connection();
			});
			ConnectionManager<String> news = ConnectionManager.builder("news", server)
				.runtime(time.runtime())
				.subscriber(headlines)
				.start();
			time.settle();
			assertThat(headlines.current()).contains("Rain");
			time.advance(Duration.ofSeconds(40)); // keep-alive: interval and timeout
			assertThat(headlines.current()).isEmpty();
			time.advance(Duration.ofSeconds(2)); // reconnect-after
			assertThat(headlines.current()).contains("Sun");
			news.close();
		}
	}

	static class Headlines implements EventStreamListener, ConnectionSubscriber<Object> {

		private volatile Optional<String> current = Optional.empty();

		@Override
		public void onEvent(ServerSentEvent event) {
			this.current = Optional.of(event.data());
		}

		@Override
		public void connected(Object stream) {
		}

		@Override
		public void disconnected(Object stream, @Nullable Throwable cause) {
			this.current = Optional.empty();
		}

		Optional<String> current() {
			return this.current;
		}

	}

}
