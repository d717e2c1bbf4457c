package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.integration.channel.NullChannel;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionOpenEvent;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Spring Integration's TCP adapter in client mode: it looks every so often whether there
 * is a connection, and makes one if not.
 */
final class SpringIntegration implements Peer {

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final ExecutorService readers = Executors.newCachedThreadPool(Threads.platform());

	private final Duration delay;

	SpringIntegration(Duration delay) {
		this.delay = delay;
		this.scheduler.setPoolSize(10);
		this.scheduler.setDaemon(true);
		this.scheduler.initialize();
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		TcpNetClientConnectionFactory factory = new TcpNetClientConnectionFactory(server.getAddress().getHostAddress(),
				server.getPort());
		factory.setBeanFactory(beans);
		factory.setTaskExecutor(this.readers);
		factory.setApplicationEventPublisher((event) -> {
			if (event instanceof TcpConnectionOpenEvent) {
				watch.up();
			}
			else if (event instanceof TcpConnectionCloseEvent) {
				watch.down();
			}
		});
		TcpReceivingChannelAdapter adapter = new TcpReceivingChannelAdapter();
		adapter.setConnectionFactory(factory);
		adapter.setClientMode(true);
		adapter.setRetryInterval(this.delay.toMillis());
		adapter.setTaskScheduler(this.scheduler);
		adapter.setOutputChannel(new NullChannel());
		adapter.setBeanFactory(beans);
		factory.afterPropertiesSet();
		adapter.afterPropertiesSet();
		adapter.start();
		return () -> {
			adapter.stop();
			factory.stop();
		};
	}

	@Override
	public void close() {
		this.scheduler.shutdown();
		this.readers.shutdownNow();
	}

}
