package io.connectionmanager.sample;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The connector alone, without a manager.
 */
class PriceFeedConnectorTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final PriceFeedConnector connector = new PriceFeedConnector();

	private PriceServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = new PriceServer(0);
	}

	@AfterEach
	void no_client_is_left() {
		this.server.close();
		await().until(() -> this.server.clients() == 0);
		await().until(() -> threads("-reader") == 0);
	}

	@Test
	void a_welcome_makes_the_attempt_connected_and_prices_follow() throws Exception {
		RecordingAttempt attempt = attempt("prices");
		List<Price> prices = new CopyOnWriteArrayList<>();
		PriceFeed feed = this.connector.open(attempt);
		feed.onPrice(prices::add);
		await().until(() -> prices.size() > 2);
		assertThat(attempt.signals()).containsExactly("connected");
		this.connector.close(feed);
		await().until(() -> this.server.clients() == 0);
	}

	@Test
	void a_connection_that_is_cut_is_reported_at_once() throws Exception {
		RecordingAttempt attempt = connected("quotes");
		this.server.apply(Fault.CUT, LONG);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("connected", "disconnected"));
		assertThat(attempt.cause()).isInstanceOf(EOFException.class);
	}

	@Test
	void a_server_that_falls_silent_is_noticed() throws Exception {
		RecordingAttempt attempt = connected("prices");
		this.server.apply(Fault.SILENT, LONG);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("connected", "disconnected"));
		assertThat(attempt.cause()).isInstanceOf(SocketTimeoutException.class);
	}

	@Test
	void a_server_that_begins_to_talk_nonsense_is_noticed() throws Exception {
		RecordingAttempt attempt = connected("prices");
		this.server.apply(Fault.GARBLE, LONG);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("connected", "disconnected"));
		assertThat(attempt.cause()).isInstanceOf(ProtocolException.class)
			.hasMessage("Not a price: 'HTTP/1.1 400 Bad Request'");
	}

	@Test
	void a_server_that_talks_nonsense_from_the_beginning_is_noticed() throws Exception {
		this.server.apply(Fault.GARBLE, LONG);
		RecordingAttempt attempt = attempt("prices");
		this.connector.open(attempt);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("disconnected"));
		assertThat(attempt.cause()).isInstanceOf(ProtocolException.class);
	}

	@Test
	void a_feed_is_returned_before_it_is_welcomed_so_that_it_can_be_closed() throws Exception {
		this.server.apply(Fault.SILENT, LONG);
		RecordingAttempt attempt = attempt("prices");
		PriceFeed feed = this.connector.open(attempt);
		await().until(() -> this.server.clients() == 1);
		this.connector.close(feed);
		await().until(() -> this.server.clients() == 0);
		assertThat(attempt.signals()).doesNotContain("connected");
	}

	@Test
	void a_connection_that_is_accepted_and_dropped_is_reported() throws Exception {
		this.server.apply(Fault.DROP, LONG);
		RecordingAttempt attempt = attempt("prices");
		try {
			this.connector.open(attempt);
		}
		catch (IOException ex) {
			// The drop may be as quick as the subscription.
			return;
		}
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("disconnected"));
	}

	@Test
	void a_refused_connection_fails_in_open() {
		this.server.apply(Fault.REFUSE, LONG);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.connector.open(attempt("prices")));
	}

	@Test
	void a_topic_that_the_server_does_not_know_is_rejected() throws Exception {
		RecordingAttempt attempt = attempt("gossip");
		this.connector.open(attempt);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("disconnected"));
		assertThat(attempt.cause()).isInstanceOf(ConnectionRejectedException.class)
			.hasMessage("ERROR There is no topic 'gossip'");
	}

	@Test
	void a_connection_without_a_url_is_rejected() {
		assertThatExceptionOfType(ConnectionRejectedException.class)
			.isThrownBy(() -> this.connector.open(new RecordingAttempt("prices", Optional.empty())))
			.withMessageContaining("'prices' has no url");
	}

	@Test
	void a_listener_that_throws_ends_the_connection_instead_of_leaving_it_unread() throws Exception {
		RecordingAttempt attempt = attempt("prices");
		IllegalStateException failure = new IllegalStateException("full");
		this.connector.open(attempt).onPrice((price) -> {
			throw failure;
		});
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("connected", "disconnected"));
		assertThat(attempt.cause()).isSameAs(failure);
	}

	private RecordingAttempt connected(String name) throws IOException {
		RecordingAttempt attempt = attempt(name);
		this.connector.open(attempt);
		await().untilAsserted(() -> assertThat(attempt.signals()).containsExactly("connected"));
		return attempt;
	}

	private RecordingAttempt attempt(String name) {
		return new RecordingAttempt(name,
				Optional.of(URI.create("tcp://localhost:" + this.server.address().getPort())));
	}

	private static long threads(String suffix) {
		return Thread.getAllStackTraces().keySet().stream().filter((t) -> t.getName().endsWith(suffix)).count();
	}

}
