package io.connectionmanager.netty;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.Connector;
import io.connectionmanager.connector.ServerAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NettyAttempt} and the {@link ChannelWatch} of its channel.
 */
class NettyAttemptTests {

	private final Handlers.Received received = new Handlers.Received();

	private Peer peer;

	@BeforeEach
	void listen() throws Exception {
		this.peer = new Peer();
	}

	@AfterEach
	void close() throws Exception {
		this.peer.close();
	}

	private CompletableFuture<Channel> open(ConnectionAttempt attempt, byte @Nullable [] probe,
			InetAddress... addresses) {
		NettyConnector.Builder builder = NettyConnector.builder(this.received);
		NettyConnector connector = ((probe != null) ? builder.probe(probe) : builder).connector();
		ServerAddress server = new ServerAddress("peer.example", this.peer.port(), false);
		return new NettyAttempt(connector, attempt, server, List.of(addresses), null).start().toCompletableFuture();
	}

	private static InetAddress address(int last) throws Exception {
		return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) last });
	}

	@Test
	void each_address_of_the_host_is_tried_until_one_answers() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Channel channel = open(attempt, null, address(2), address(3), address(1)).get(10, TimeUnit.SECONDS);
		assertThat(channel.remoteAddress()).asString().contains("127.0.0.1");
		channel.close();
	}

	@Test
	void an_attempt_fails_when_no_address_answers() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		assertThat(open(attempt, null, address(2), address(3))).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(java.net.ConnectException.class);
	}

	@Test
	void an_abandoned_attempt_closes_its_channel_and_ends() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Connector<Channel> connector = NettyConnector.builder(Handlers.initializer(NettyConnector::handshake)).build();
		CompletableFuture<Channel> opened = CompletableFuture.supplyAsync(() -> {
			try {
				return connector.open(attempt);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		Socket socket = this.peer.accepted();
		attempt.abandon.run();
		assertThat(Peer.isClosedByOther(socket)).isTrue();
		assertThat(opened).failsWithin(Duration.ofSeconds(10));
	}

	@Test
	void an_attempt_that_is_abandoned_while_it_connects_ends() throws Exception {
		// Packets to this address, which is reserved for documentation, are never
		// answered.
		RecordingAttempt attempt = new RecordingAttempt(URI.create("netty://192.0.2.1:7"), Duration.ofMinutes(5));
		CompletableFuture<Channel> opened = open(attempt, null, InetAddress.getByName("192.0.2.1"), address(2));
		attempt.abandon.run();
		assertThat(opened).failsWithin(Duration.ofSeconds(10));
	}

	@Test
	void whatever_is_read_is_a_sign_of_life() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Channel channel = open(attempt, null, address(1)).get(10, TimeUnit.SECONDS);
		assertThat(attempt.signsOfLife).hasValue(0);
		Peer.send(this.peer.accepted(), "x");
		await().untilAsserted(() -> assertThat(attempt.signsOfLife).hasPositiveValue());
		channel.close();
	}

	@Test
	void the_probe_is_sent_to_a_silent_peer() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Channel channel = open(attempt, "PING\r\n".getBytes(), address(1)).get(10, TimeUnit.SECONDS);
		await().until(() -> isJudged(attempt));
		assertThat(Peer.receive(this.peer.accepted(), 6)).isEqualTo("PING\r\n");
		assertThat(attempt.signsOfLife).hasValue(0);
		channel.close();
	}

	@Test
	void without_a_probe_silence_is_no_sign_of_life() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Channel channel = open(attempt, null, address(1)).get(10, TimeUnit.SECONDS);
		await().until(() -> isJudged(attempt));
		channel.close();
	}

	@Test
	void the_peer_is_not_judged_while_the_application_does_not_read() throws Exception {
		RecordingAttempt attempt = new RecordingAttempt(this.peer.url());
		Channel channel = open(attempt, "PING".getBytes(), address(1)).get(10, TimeUnit.SECONDS);
		await().until(() -> isJudged(attempt));
		channel.config().setAutoRead(false);
		assertThat(isJudged(attempt)).isFalse();
		channel.read();
		await().until(() -> isJudged(attempt));
		Peer.send(this.peer.accepted(), "x");
		await().until(() -> !isJudged(attempt));
		channel.config().setAutoRead(true);
		await().until(() -> isJudged(attempt));
		channel.close();
	}

	/** A probe that counts as a sign of life by itself does not judge. */
	private static boolean isJudged(RecordingAttempt attempt) throws Exception {
		attempt.signsOfLife.set(0);
		attempt.probe.probe();
		return attempt.signsOfLife.get() == 0;
	}

}
