package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.util.retry.Retry;

/**
 * Reactor Netty, with {@code retryWhen}: the end of a connection is an error.
 */
final class ReactorNetty implements Peer {

	private final LoopResources loops = LoopResources.create("reactor", 2, true);

	private final Duration delay;

	ReactorNetty(Duration delay) {
		this.delay = delay;
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Disposable kept = TcpClient.newConnection()
			.runOn(this.loops, false)
			.remoteAddress(() -> server)
			.connect()
			.flatMap((connection) -> untilLost(connection, watch))
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, this.delay))
			.subscribe();
		return kept::dispose;
	}

	private static Mono<Void> untilLost(Connection connection, Watch watch) {
		watch.up();
		Mono<Void> lost = Mono.defer(() -> {
			watch.down();
			return Mono.error(new IllegalStateException("lost"));
		});
		// Who does not read does not notice.
		return connection.inbound().receive().then(lost).doOnCancel(connection::dispose);
	}

	@Override
	public void close() {
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
	}

}
