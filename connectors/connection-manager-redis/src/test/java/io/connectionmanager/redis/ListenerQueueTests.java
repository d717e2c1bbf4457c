package io.connectionmanager.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerQueueTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final DefaultEventExecutor executor = new DefaultEventExecutor();

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger received = new AtomicInteger();

	private final ListenerQueue queue = new ListenerQueue("news", new RedisPubSubAdapter<>() {

		@Override
		public void message(String channel, String message) {
			awaitRelease();
			ListenerQueueTests.this.received.incrementAndGet();
		}

	}, this.executor, this.channel);

	@AfterEach
	void end() {
		this.released.countDown();
		this.executor.shutdownGracefully();
		this.channel.close();
	}

	private void awaitRelease() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void the_channel_is_not_read_while_the_listener_is_behind() {
		send(ListenerQueue.PAUSE_AT - 1);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
		send(1);
		assertThat(this.channel.config().isAutoRead()).isFalse();
		assertThat(this.queue.isPaused()).isTrue();
		this.released.countDown();
		await().until(() -> this.received.get() == ListenerQueue.PAUSE_AT);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
	}

	@Test
	void a_listener_that_keeps_up_is_never_left_paused() {
		this.released.countDown();
		for (int i = 0; i < 100; i++) {
			send(ListenerQueue.PAUSE_AT);
		}
		await().until(() -> this.received.get() == 100 * ListenerQueue.PAUSE_AT);
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(this.queue.isPaused()).isFalse();
	}

	@Test
	void messages_after_the_end_of_the_executor_are_dropped() {
		this.executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
		send(2 * ListenerQueue.PAUSE_AT);
		assertThat(this.queue.isPaused()).isFalse();
	}

	private void send(int count) {
		for (int i = 0; i < count; i++) {
			this.queue.message("news", "message");
		}
	}

}
