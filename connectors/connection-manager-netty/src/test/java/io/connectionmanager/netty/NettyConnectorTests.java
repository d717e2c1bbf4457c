package io.connectionmanager.netty;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NettyConnector} under a manager.
 */
class NettyConnectorTests {

	static {
		// A busy machine takes its time.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
	}

	private final Handlers.Received received = new Handlers.Received();

	private final ConcurrentLinkedQueue<ConnectionTransition> transitions = new ConcurrentLinkedQueue<>();

	private Peer peer;

	private ConnectionManager<Channel> manager;

	@BeforeEach
	void listen() throws Exception {
		this.peer = new Peer();
	}

	@AfterEach
	void close() throws Exception {
		if (this.manager != null) {
			this.manager.close();
		}
		this.peer.close();
	}

	private void start(Connector<Channel> connector) {
		this.manager = ConnectionManager.builder("peer", connector)
			.endpoint(this.peer.url())
			.timeout(Duration.ofSeconds(10))
			.reconnectAfter(Duration.ofMillis(20))
			.listener(this.transitions::add)
			.start();
	}

	private ConnectionTransition awaitFailure() {
		return await().until(
				() -> this.transitions.stream().filter((it) -> it.cause().isPresent()).findFirst().orElse(null),
				(it) -> it != null);
	}

	@Test
	void data_flows_both_ways() throws Exception {
		start(NettyConnector.builder(this.received).build());
		Channel channel = this.manager.awaitConnection(Duration.ofSeconds(30));
		channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
		Socket socket = this.peer.accepted();
		assertThat(Peer.receive(socket, 5)).isEqualTo("hello");
		Peer.send(socket, "welcome");
		await().untilAsserted(() -> assertThat(String.join("", this.received.texts)).isEqualTo("welcome"));
	}

	@Test
	void a_connection_that_the_peer_ends_is_lost_and_comes_back() throws Exception {
		start(NettyConnector.builder(this.received).build());
		Channel first = this.manager.awaitConnection(Duration.ofSeconds(30));
		this.peer.accepted().close();
		assertThat(awaitFailure().failureKind()).contains(FailureKind.CLOSED_BY_PEER);
		await().until(() -> this.manager.connection().filter((it) -> it != first).isPresent());
		assertThat(first.isOpen()).isFalse();
	}

	@Test
	void a_reset_is_the_cause_of_the_loss() throws Exception {
		start(NettyConnector.builder(this.received).build());
		this.manager.awaitConnection(Duration.ofSeconds(30));
		Socket socket = this.peer.accepted();
		socket.setSoLinger(true, 0);
		socket.close();
		assertThat(awaitFailure().failureKind()).contains(FailureKind.RESET);
	}

	@Test
	void a_failure_that_no_handler_deals_with_ends_the_connection() throws Exception {
		start(NettyConnector.builder(Handlers.initializer((channel) -> channel.pipeline().addLast(new Failing())))
			.build());
		this.manager.awaitConnection(Duration.ofSeconds(30));
		Peer.send(this.peer.accepted(), "x");
		assertThat(awaitFailure().cause()).get().isInstanceOf(UnsupportedOperationException.class);
	}

	@Test
	void a_channel_that_the_application_closes_is_a_loss_on_request() throws Exception {
		start(NettyConnector.builder(this.received).build());
		this.manager.awaitConnection(Duration.ofSeconds(30)).close();
		assertThat(awaitFailure().failureKind()).contains(FailureKind.REQUESTED);
	}

	@Test
	void a_refused_connection_is_a_failed_attempt() throws Exception {
		this.peer.close();
		start(NettyConnector.builder(this.received).build());
		assertThat(awaitFailure().failureKind()).contains(FailureKind.REFUSED);
	}

	@Test
	void an_initializer_that_fails_is_a_failed_attempt() {
		start(NettyConnector.builder(Handlers.initializer((channel) -> {
			throw new UnsupportedOperationException("no codec");
		})).build());
		assertThat(awaitFailure().cause()).get().asString().contains("initializer");
	}

	@Test
	void it_is_ready_when_the_handshake_of_the_application_is_complete() throws Exception {
		start(NettyConnector.builder(Handlers.initializer((channel) -> {
			NettyConnector.handshake(channel);
			channel.pipeline().addLast(new Login());
		})).build());
		Socket socket = this.peer.accepted();
		await().until(() -> this.manager.snapshot().state() == ConnectionState.CONNECTING);
		assertThat(this.manager.isConnected()).isFalse();
		Peer.send(socket, "+");
		assertThat(this.manager.awaitConnection(Duration.ofSeconds(30)).isActive()).isTrue();
	}

	@Test
	void a_handshake_of_the_application_that_fails_is_a_failed_attempt() throws Exception {
		start(NettyConnector.builder(Handlers.initializer((channel) -> {
			NettyConnector.handshake(channel);
			channel.pipeline().addLast(new Login());
		})).build());
		Peer.send(this.peer.accepted(), "-");
		assertThat(awaitFailure().failureKind()).contains(FailureKind.AUTHENTICATION);
		assertThat(this.transitions).noneMatch((it) -> it.to() == ConnectionState.CONNECTED);
	}

	@Test
	void stopping_closes_the_channel_before_it_returns() throws Exception {
		start(NettyConnector.builder(this.received).build());
		Channel channel = this.manager.awaitConnection(Duration.ofSeconds(30));
		this.manager.close();
		assertThat(channel.isOpen()).isFalse();
		assertThat(Peer.isClosedByOther(this.peer.accepted())).isTrue();
	}

	@Test
	void event_loops_of_the_application_are_used_and_left_running() throws Exception {
		MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		try {
			start(NettyConnector.builder(this.received).eventLoopGroup(group).build());
			Channel channel = this.manager.awaitConnection(Duration.ofSeconds(30));
			assertThat(channel.eventLoop().parent()).isSameAs(group);
			this.manager.close();
			assertThat(group.isShuttingDown()).isFalse();
		}
		finally {
			group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		}
	}

	@Test
	void a_handler_that_fits_one_channel_only_is_refused_with_the_way_out() {
		assertThatIllegalArgumentException().isThrownBy(() -> NettyConnector.builder(new Handlers.NotSharable()))
			.withMessageContaining("@Sharable")
			.withMessageContaining("ChannelInitializer");
	}

	@Test
	void a_url_without_a_port_is_rejected_without_its_password() {
		RecordingAttempt attempt = new RecordingAttempt(URI.create("netty://user:secret@peer.example"));
		Connector<Channel> connector = NettyConnector.builder(this.received).build();
		assertThat(catchThrowable(() -> connector.open(attempt))).isInstanceOf(ConnectionRejectedException.class)
			.hasMessageContaining("netty://host:port")
			.hasMessageNotContaining("secret");
	}

	@Test
	void a_scheme_that_might_promise_tls_is_rejected() {
		RecordingAttempt attempt = new RecordingAttempt(URI.create("tcps://peer.example:1"));
		Connector<Channel> connector = NettyConnector.builder(this.received).build();
		assertThat(catchThrowable(() -> connector.open(attempt))).isInstanceOf(ConnectionRejectedException.class);
	}

	static final class Failing extends SimpleChannelInboundHandler<ByteBuf> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
			throw new UnsupportedOperationException("not today");
		}

	}

	static final class Login extends SimpleChannelInboundHandler<ByteBuf> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
			if (message.readByte() == '+') {
				NettyConnector.handshake(context.channel()).setSuccess(null);
			}
			else {
				NettyConnector.handshake(context.channel())
					.setFailure(new CompletionException(
							new ConnectionFailedException(FailureKind.AUTHENTICATION, "login refused", null)));
			}
		}

	}

}
